//! `cvo_route` through the protocol, on a simulated single-node system.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

mod change;
mod import;
mod last_default;
mod list;
mod refused;
mod upgrade;

use std::collections::BTreeSet;

use crate::support::{System, text_of};
use cvo_simulator::Options;
use cvo_simulator::world::version::OntapVersion;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Stored, UNKNOWN};

const ROUTES: &str = "/api/network/ip/routes";

fn svm_config(name: &str) -> Json {
    json!({"name": name, "aggregates": ["aggr1"], "root_volume_name": "root_svm_2", "deletion_protection": false})
}

/// Returns a default route.
fn route() -> Json {
    json!({"svm_name": "svm_2", "gateway": "10.20.1.1"})
}

fn route_with(changes: Json) -> Json {
    let mut config = route();
    config.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    config
}

/// Starts a system with `svm_2` and the default route.
async fn system_with_route() -> (System, Stored) {
    let system = system_with_svm().await;
    let route = system.create("cvo_route", route()).await;
    (system, route)
}

async fn system_with_svm() -> System {
    let system = System::start().await;
    system.create("cvo_storage_vm", svm_config("svm_2")).await;
    system
}

/// Returns the routes of `svm_2` as `destination gateway metric`.
fn routes(system: &System) -> BTreeSet<String> {
    let world = system.simulator.world();
    let world = world.lock();
    let svm = world.cluster.svm_named("svm_2").map(|svm| svm.uuid);
    let ours = world.cluster.routes.iter().filter(|route| route.svm == svm);
    ours.map(|route| format!("{} {} {}", route.destination, route.gateway, route.metric)).collect()
}

fn set<const N: usize>(routes: [&str; N]) -> BTreeSet<String> {
    routes.map(str::to_owned).into()
}

async fn picture(system: &System) -> Json {
    let shown = system.state().await;
    let world = system.simulator.world();
    let world = world.lock();
    json!([shown, world.cluster.interfaces, world.cluster.routes, world.ec2.account()])
}

async fn apply(system: &System, stored: Option<&Stored>, config: Json) -> Answered {
    let plan = system.provider.plan("cvo_route", stored, config).await;
    assert!(!plan.diagnostics.has_errors(), "plan: {}", text_of(&plan.diagnostics));
    system.provider.apply(&plan).await
}

/// Makes requests fail from the `nth` matching one on, until the faults are removed.
async fn break_from(system: &System, nth: u32, method: &str) {
    let effect =
        json!({"kind": "error", "status": 500, "code": "262145", "message": "application code threw"});
    system
        .fault(
            json!({"method": method, "path": format!("{ROUTES}*"), "nth": nth, "count": 0, "effect": effect}),
        )
        .await;
}

/// Refreshes, asserts that the plan is empty, and returns what Terraform would store.
async fn settled(system: &System, stored: &Stored, config: Json) -> Stored {
    let read = system.provider.read(stored).await;
    assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    let plan = system.provider.plan("cvo_route", Some(&read.stored), config).await;
    assert!(
        plan.is_empty() && plan.diagnostics.is_empty(),
        "{} {}",
        plan.planned(),
        text_of(&plan.diagnostics)
    );
    read.stored
}

#[tokio::test]
async fn a_route_is_made_read_back_and_then_unchanged() {
    let (system, route_) = system_with_route().await;
    let expected = json!({
        "id": route_.json()["id"], "svm_id": route_.json()["svm_id"], "svm_name": "svm_2",
        "destination": "0.0.0.0/0", "gateway": "10.20.1.1", "metric": 20, "complete": true,
        "timeouts": null,
    });
    assert_eq!(route_.json(), expected);
    assert_eq!(settled(&system, &route_, route()).await.json(), expected);
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.1 20"]));
}

#[tokio::test]
async fn an_untouched_route_costs_no_call_in_the_plan() {
    let (system, stored) = system_with_route().await;
    system.requests().await;
    system.provider.plan("cvo_route", Some(&stored), route()).await;
    assert_eq!(system.requests().await, Vec::<String>::new());
}

#[tokio::test]
async fn renaming_the_storage_vm_does_not_change_its_route() {
    for version in [OntapVersion::V9_15_1, OntapVersion::V9_10_1] {
        let options = Options { ontap_version: version, ..Options::default() };
        let system = System::with(options, json!({})).await;
        let svm = system.create("cvo_storage_vm", svm_config("svm_2")).await;
        let stored = system.create("cvo_route", route()).await;
        let renamed = route_with(json!({"svm_name": "svm_3"}));
        let before = system.provider.plan("cvo_route", Some(&stored), renamed.clone()).await;
        assert!(before.is_empty(), "{version}: {}", before.planned());
        system.update(&svm, svm_config("svm_3")).await;
        assert_eq!(settled(&system, &stored, renamed).await.json()["svm_name"], "svm_3");
    }
}

#[tokio::test]
async fn a_destroy_leaves_everything_as_it_was() {
    let system = system_with_svm().await;
    let before = picture(&system).await;
    let stored = system.create("cvo_route", route()).await;
    let plan = system.provider.plan_destroy(&stored).await;
    assert!(plan.diagnostics.is_empty(), "no LIF needs it: {}", text_of(&plan.diagnostics));
    for attempt in ["first", "already gone"] {
        let gone = system.provider.apply(&plan).await;
        assert!(
            gone.diagnostics.is_empty() && !gone.stored.exists(),
            "{attempt}: {}",
            text_of(&gone.diagnostics)
        );
        assert_eq!(picture(&system).await, before, "{attempt}");
    }
}

#[tokio::test]
async fn a_route_that_was_removed_outside_of_terraform_is_made_again() {
    let (system, stored) = system_with_route().await;
    let world = system.simulator.world();
    let id = stored.json()["id"].clone();
    world.lock().cluster.routes.retain(|route| route.uuid.to_string() != id);
    let read = system.provider.read(&stored).await;
    assert!(read.diagnostics.is_empty() && !read.stored.exists());
    system.create("cvo_route", route()).await;
}
