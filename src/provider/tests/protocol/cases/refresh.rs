//! A refresh finds an unchanged object in one list of all objects of its type, and the list serves every
//! other object of the run. If the list shows something else, the object is read by itself.

use std::collections::BTreeSet;

use cvo_simulator::Preset;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

use super::{CASES, Case, make};
use crate::support::{Estate, System, text_of};

#[tokio::test]
async fn an_unchanged_object_costs_no_call_of_its_own() {
    join_all(CASES.iter().map(is_found_among_all)).await;
}

async fn is_found_among_all(case: &Case) {
    let name = case.type_name;
    let (system, stored) = made(case).await;
    system.run_again().await;
    let first = requests_of_refresh(&system, &stored).await;
    let second = requests_of_refresh(&system, &stored).await;
    assert!(
        !first.iter().any(|request| is_about(request, &stored)),
        "{name}: a refresh reads the object by itself ({first:?}). `recent` of its impl has to find it in a \
         list of all objects, as the default of the envelope does; a `recent` of its own can call \
         `envelope::recent`"
    );
    assert!(
        second.is_empty(),
        "{name}: the refresh of every further object sends requests again ({second:?}). `recent` of its impl \
         has to take the list of all objects from src/provider/src/clients/recent.rs with Age::Recent"
    );
}

/// Returns whether a request is for this object alone.
fn is_about(request: &str, stored: &Stored) -> bool {
    stored.json()["id"].as_str().is_some_and(|id| request.ends_with(&format!("/{id}")))
}

/// Makes an object on a pair in one zone.
async fn made(case: &Case) -> (System, Stored) {
    let system = System::of(Preset::HaSingleAz).await;
    let subject = case.prepare(&system, &Estate::of(&system, Preset::HaSingleAz).await).await;
    let stored = make(&system, case.type_name, subject.config).await;
    (system, stored)
}

/// Returns the requests of a refresh that finds the object unchanged.
async fn requests_of_refresh(system: &System, stored: &Stored) -> Vec<String> {
    let name = &stored.type_name;
    system.requests().await;
    system.ec2_calls();
    let read = system.provider.read(stored).await;
    assert!(read.diagnostics.is_empty(), "{name}: {}", text_of(&read.diagnostics));
    assert_eq!(read.json(), stored.json(), "{name}: a refresh of an untouched object changes nothing");
    let ec2 = system.ec2_calls().into_iter().map(str::to_owned);
    system.requests().await.into_iter().chain(ec2).collect()
}

#[tokio::test]
async fn an_empty_or_forbidden_list_hides_no_object() {
    join_all(CASES.iter().map(is_not_hidden)).await;
}

async fn is_not_hidden(case: &Case) {
    let (system, stored) = made(case).await;
    system.run_again().await;
    let requests: BTreeSet<_> = requests_of_refresh(&system, &stored).await.into_iter().collect();
    let lists = requests.iter().filter_map(|request| request.strip_prefix("ontap GET "));
    for path in lists.filter(|path| *path != "/api/cluster" && !is_about(path, &stored)) {
        for effect in [empty(), denied()] {
            system.fault(json!({"method": "GET", "path": path, "effect": effect})).await;
            system.run_again().await;
            requests_of_refresh(&system, &stored).await;
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
