//! An unchanged object is found in one look at all of its kind, which serves every other object of the run; a look that says
//! otherwise is not believed.

use std::collections::BTreeSet;

use cvo_simulator::Preset;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

use super::{CASES, Case, make};
use crate::support::{Estate, System, told};

#[tokio::test]
async fn an_unchanged_object_costs_no_call_of_its_own() {
    join_all(CASES.iter().map(is_found_among_all)).await;
}

async fn is_found_among_all(case: &Case) {
    let name = case.type_name;
    let (system, stored) = made(case).await;
    system.run_again().await;
    let first = asked_by_refresh(&system, &stored).await;
    let second = asked_by_refresh(&system, &stored).await;
    assert!(
        !first.iter().any(|request| is_about(request, &stored)),
        "{name}: a refresh asks for the object by itself ({first:?}). `recent` of its impl has to find it in a list of all \
         objects: what the envelope does by itself, or its `recent` by `envelope::recent`"
    );
    assert!(
        second.is_empty(),
        "{name}: the refresh of every further object asks again ({second:?}). `recent` of its impl has to take the list of \
         all objects from src/provider/src/clients/recent.rs with Age::Recent"
    );
}

/// Whether a request asks for this object alone.
fn is_about(request: &str, stored: &Stored) -> bool {
    stored.json()["id"].as_str().is_some_and(|id| request.ends_with(&format!("/{id}")))
}

/// One of it on a pair in one zone.
async fn made(case: &Case) -> (System, Stored) {
    let system = System::of(Preset::HaSingleAz).await;
    let subject = case.prepare(&system, &Estate::of(&system, Preset::HaSingleAz).await).await;
    let stored = make(&system, case.type_name, subject.config).await;
    (system, stored)
}

/// What is asked to find the object as it was.
async fn asked_by_refresh(system: &System, stored: &Stored) -> Vec<String> {
    let name = &stored.type_name;
    system.requests().await;
    system.ec2_calls();
    let read = system.provider.read(stored).await;
    assert!(read.diagnostics.is_empty(), "{name}: {}", told(&read.diagnostics));
    assert_eq!(read.json(), stored.json(), "{name}: a refresh of what nobody touched changes nothing");
    let ec2 = system.ec2_calls().into_iter().map(str::to_owned);
    system.requests().await.into_iter().chain(ec2).collect()
}

#[tokio::test]
async fn a_list_that_is_empty_or_may_not_be_read_hides_no_object() {
    join_all(CASES.iter().map(is_not_hidden)).await;
}

async fn is_not_hidden(case: &Case) {
    let (system, stored) = made(case).await;
    system.run_again().await;
    let asked: BTreeSet<_> = asked_by_refresh(&system, &stored).await.into_iter().collect();
    let lists = asked.iter().filter_map(|request| request.strip_prefix("ontap GET "));
    for path in lists.filter(|path| *path != "/api/cluster" && !is_about(path, &stored)) {
        for effect in [empty(), denied()] {
            system.fault(json!({"method": "GET", "path": path, "effect": effect})).await;
            system.run_again().await;
            asked_by_refresh(&system, &stored).await;
            system.no_faults().await;
        }
    }
}

fn empty() -> Json {
    let records = json!({"records": [], "num_records": 0}).to_string();
    json!({"kind": "body", "status": 200, "content_type": "application/json", "text": records})
}

fn denied() -> Json {
    json!({"kind": "error", "status": 403, "code": "6", "message": "not authorized"})
}
