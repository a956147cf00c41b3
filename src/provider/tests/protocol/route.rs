//! `cvo_route` through the protocol, on a simulated single-node system.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use std::collections::BTreeSet;

use crate::support::{System, told};
use cvo_simulator::Options;
use cvo_simulator::world::version::OntapVersion;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Stored, UNKNOWN};

const ROUTES: &str = "/api/network/ip/routes";

fn svm_config(name: &str) -> Json {
    json!({"name": name, "aggregates": ["aggr1"], "root_volume_name": "root_svm_2", "deletion_protection": false})
}

/// The seed's default route.
fn route() -> Json {
    json!({"svm_name": "svm_2", "gateway": "10.20.1.1"})
}

fn route_with(changes: Json) -> Json {
    let mut config = route();
    config.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    config
}

/// A system with `svm_2` and the default route.
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

/// The routes of `svm_2` as `destination gateway metric`.
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
    assert!(!plan.diagnostics.has_errors(), "plan: {}", told(&plan.diagnostics));
    system.provider.apply(&plan).await
}

/// One that fails from the `nth` matching call on, until the faults are removed.
async fn break_from(system: &System, nth: u32, method: &str) {
    let effect =
        json!({"kind": "error", "status": 500, "code": "262145", "message": "application code threw"});
    system
        .fault(
            json!({"method": method, "path": format!("{ROUTES}*"), "nth": nth, "count": 0, "effect": effect}),
        )
        .await;
}

/// Refreshes and plans: what Terraform would store, and that the plan is empty.
async fn settled(system: &System, stored: &Stored, config: Json) -> Stored {
    let read = system.provider.read(stored).await;
    assert!(read.diagnostics.is_empty(), "{}", told(&read.diagnostics));
    let plan = system.provider.plan("cvo_route", Some(&read.stored), config).await;
    assert!(plan.is_empty() && plan.diagnostics.is_empty(), "{} {}", plan.planned(), told(&plan.diagnostics));
    read.stored
}

#[tokio::test]
async fn a_route_is_made_read_back_and_then_unchanged() {
    let (system, route_) = system_with_route().await;
    let expected = json!({
        "id": route_.json()["id"], "svm_id": route_.json()["svm_id"], "svm_name": "svm_2",
        "destination": "0.0.0.0/0", "gateway": "10.20.1.1", "metric": 20, "timeouts": null,
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
async fn a_changed_route_is_added_before_the_old_one_goes() {
    let (system, mut stored) = system_with_route().await;
    let cases = [
        (json!({"gateway": "10.20.1.4"}), set(["0.0.0.0/0 10.20.1.4 20"])),
        (json!({"gateway": "10.20.1.4", "destination": "10.9.0.0/16"}), set(["10.9.0.0/16 10.20.1.4 20"])),
        (json!({"destination": "10.8.0.0/16", "metric": 30}), set(["10.8.0.0/16 10.20.1.1 30"])),
    ];
    for (change, expected) in cases {
        let config = route_with(change.clone());
        let plan = system.provider.plan("cvo_route", Some(&stored), config.clone()).await;
        assert_eq!(plan.planned()["id"], UNKNOWN, "{change}");
        assert!(plan.replace.is_empty());
        system.requests().await;
        let changed = system.provider.apply(&plan).await;
        assert!(changed.diagnostics.is_empty(), "{change}: {}", told(&changed.diagnostics));
        let requests = system.requests().await;
        let at = |method: &str| {
            requests.iter().position(|request| request.starts_with(&format!("ontap {method}")))
        };
        assert!(at("POST") < at("DELETE") && at("POST").is_some(), "{requests:?}");
        assert_ne!(changed.json()["id"], stored.json()["id"], "{change}");
        assert_eq!(routes(&system), expected, "{change}");
        stored = settled(&system, &changed.stored, config).await;
    }
}

#[tokio::test]
async fn another_metric_alone_deletes_first_and_says_so() {
    let (system, stored) = system_with_route().await;
    let config = route_with(json!({"metric": 30}));
    let plan = system.provider.plan("cvo_route", Some(&stored), config.clone()).await;
    assert!(told(&plan.diagnostics).starts_with("[metric] For a moment"), "{}", told(&plan.diagnostics));
    let changed = system.provider.apply(&plan).await;
    assert!(changed.diagnostics.is_empty(), "{}", told(&changed.diagnostics));
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.1 30"]));
    settled(&system, &changed.stored, config).await;
}

#[tokio::test]
async fn the_old_route_is_put_back_when_the_new_metric_fails() {
    let (system, stored) = system_with_route().await;
    let config = route_with(json!({"metric": 30}));
    let effect = json!({"kind": "error", "status": 400, "code": "262197", "message": "invalid value"});
    system.fault(json!({"method": "POST", "path": ROUTES, "effect": effect})).await;
    let failed = apply(&system, Some(&stored), config.clone()).await;
    assert!(told(&failed.diagnostics).contains("was put back"), "{}", told(&failed.diagnostics));
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.1 20"]));
    assert_eq!(failed.json()["metric"], 20);
    assert_ne!(failed.json()["id"], stored.json()["id"], "the state follows the route that is there");
    let again = apply(&system, Some(&failed.stored), config.clone()).await;
    assert!(again.diagnostics.is_empty(), "{}", told(&again.diagnostics));
    settled(&system, &again.stored, config).await;
}

#[tokio::test]
async fn an_old_route_that_could_not_be_deleted_goes_with_the_next_apply() {
    let (system, stored) = system_with_route().await;
    let config = route_with(json!({"gateway": "10.20.1.4"}));
    break_from(&system, 1, "DELETE").await;
    let failed = apply(&system, Some(&stored), config.clone()).await;
    assert!(told(&failed.diagnostics).contains("exists beside it"), "{}", told(&failed.diagnostics));
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.1 20", "0.0.0.0/0 10.20.1.4 20"]));
    assert_eq!(failed.json(), stored.json());
    system.no_faults().await;
    let again = apply(&system, Some(&failed.stored), config.clone()).await;
    assert!(again.diagnostics.is_empty(), "{}", told(&again.diagnostics));
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.4 20"]));
    settled(&system, &again.stored, config).await;
}

#[tokio::test]
async fn a_half_changed_route_is_destroyed_whole() {
    let (system, stored) = system_with_route().await;
    break_from(&system, 1, "DELETE").await;
    let failed = apply(&system, Some(&stored), route_with(json!({"gateway": "10.20.1.4"}))).await;
    system.no_faults().await;
    let gone = system.provider.apply(&system.provider.plan_destroy(&failed.stored).await).await;
    assert!(gone.diagnostics.is_empty(), "{}", told(&gone.diagnostics));
    assert_eq!(routes(&system), set([]));
}

#[tokio::test]
async fn renaming_the_storage_vm_is_no_change_of_its_route() {
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
async fn a_route_is_imported_by_its_way_and_by_uuid() {
    let (system, stored) = system_with_route().await;
    let uuid = stored.json()["id"].as_str().unwrap().to_owned();
    for id in ["svm_2/0.0.0.0/0/10.20.1.1", uuid.as_str()] {
        let imported = system.provider.import("cvo_route", id).await;
        assert!(imported.diagnostics.is_empty(), "{}", told(&imported.diagnostics));
        assert_eq!(settled(&system, &imported.stored, route()).await.json(), stored.json());
    }
}

#[tokio::test]
async fn an_import_that_names_no_route_lists_those_that_exist() {
    let (system, _) = system_with_route().await;
    let ids = [
        "svm_2",
        "svm_2/10.20.1.1",
        "svm_2/0.0.0.0/0/10.20.1.9",
        "svm_9/0.0.0.0/0/10.20.1.1",
        "8c8f3b5e-0000-0000-0000-000000000000",
    ];
    for id in ids {
        let refused = system.provider.import("cvo_route", id).await;
        assert!(refused.diagnostics.has_errors(), "{id}");
        let told = told(&refused.diagnostics);
        assert!(told.contains("svm_2/0.0.0.0/0/10.20.1.1"), "{id}: {told}");
    }
}

#[tokio::test]
async fn a_destroy_leaves_everything_as_it_was() {
    let system = system_with_svm().await;
    let before = picture(&system).await;
    let stored = system.create("cvo_route", route()).await;
    let plan = system.provider.plan_destroy(&stored).await;
    assert!(plan.diagnostics.is_empty(), "no LIF needs it: {}", told(&plan.diagnostics));
    for attempt in ["first", "already gone"] {
        let gone = system.provider.apply(&plan).await;
        assert!(
            gone.diagnostics.is_empty() && !gone.stored.exists(),
            "{attempt}: {}",
            told(&gone.diagnostics)
        );
        assert_eq!(picture(&system).await, before, "{attempt}");
    }
}

#[tokio::test]
async fn the_last_default_route_of_a_storage_vm_with_lifs_goes_with_a_warning() {
    let system = System::start().await;
    let imported = system.provider.import("cvo_route", "svm_cvo/0.0.0.0/0/10.20.1.1").await;
    let stored = system.provider.read(&imported.stored).await.stored;
    let config = json!({"svm_name": "svm_cvo", "gateway": "10.20.1.1"});
    let untouched = system.provider.plan("cvo_route", Some(&stored), config.clone()).await;
    assert!(untouched.is_empty() && untouched.diagnostics.is_empty());
    let mut narrower = config;
    narrower["destination"] = json!("10.9.0.0/16");
    let plans = [
        system.provider.plan_destroy(&stored).await,
        system.provider.plan("cvo_route", Some(&stored), narrower).await,
    ];
    for plan in plans {
        assert!(told(&plan.diagnostics).contains("last default route"), "{}", told(&plan.diagnostics));
        assert!(!plan.diagnostics.has_errors());
    }
}

#[tokio::test]
async fn a_route_that_was_removed_outside_is_gone_and_made_again() {
    let (system, stored) = system_with_route().await;
    let world = system.simulator.world();
    let id = stored.json()["id"].clone();
    world.lock().cluster.routes.retain(|route| route.uuid.to_string() != id);
    let read = system.provider.read(&stored).await;
    assert!(read.diagnostics.is_empty() && !read.stored.exists());
    system.create("cvo_route", route()).await;
}

#[tokio::test]
async fn each_bad_route_is_refused_and_nothing_changed() {
    let (system, _) = system_with_route().await;
    let before = picture(&system).await;
    let cases = [
        (json!({"destination": "10.20.1.5/16"}), "[destination]", "host bits"),
        (json!({"destination": "everywhere"}), "[destination]", "CIDR"),
        (json!({"gateway": "10.20.1"}), "[gateway]", "IPv4"),
        (json!({"gateway": "10.20.1.11"}), "[gateway]", "cvo-node"),
        (json!({"gateway": "10.20.1.14"}), "[gateway]", "LIF ip_nas_1 of storage VM svm_cvo"),
        (json!({"metric": -1}), "[metric]", "metric"),
        (json!({"svm_name": "svm_9"}), "[svm_name]", "svm_9"),
        (json!({}), "[gateway]", "terraform import"),
    ];
    for (change, path, why) in cases {
        let config = route_with(change.clone());
        let mut diagnostics = system.provider.validate("cvo_route", config.clone()).await;
        if !diagnostics.has_errors() {
            let plan = system.provider.plan("cvo_route", None, config).await;
            diagnostics = plan.diagnostics.clone();
            if !diagnostics.has_errors() {
                let refused = system.provider.apply(&plan).await;
                assert!(!refused.stored.exists(), "{change}: nothing is stored");
                diagnostics = refused.diagnostics;
            }
        }
        let told = told(&diagnostics);
        assert!(diagnostics.has_errors() && told.contains(path) && told.contains(why), "{change}: {told}");
    }
    assert_eq!(picture(&system).await, before);
}

#[tokio::test]
async fn a_metric_is_refused_by_a_release_that_knows_none() {
    let options = Options { ontap_version: OntapVersion::V9_10_1, ..Options::default() };
    let system = System::with(options, json!({})).await;
    system.create("cvo_storage_vm", svm_config("svm_2")).await;
    let plan = system.provider.plan("cvo_route", None, route_with(json!({"metric": 30}))).await;
    assert!(told(&plan.diagnostics).contains("9.10.1"), "{}", told(&plan.diagnostics));
    let stored = system.create("cvo_route", route()).await;
    assert_eq!(stored.json()["metric"], Json::Null);
    settled(&system, &stored, route()).await;
}

#[tokio::test]
async fn a_gateway_outside_of_the_nodes_subnets_is_warned_of() {
    let system = system_with_svm().await;
    let plan = system.provider.plan("cvo_route", None, route_with(json!({"gateway": "10.20.2.1"}))).await;
    assert!(told(&plan.diagnostics).starts_with("[gateway] 10.20.2.1"), "{}", told(&plan.diagnostics));
    assert!(!plan.diagnostics.has_errors());
}

/// A change of the default route, and what is there when it is done.
fn change(nth: u32) -> (Json, BTreeSet<String>) {
    match nth % 2 {
        0 => (route_with(json!({"gateway": "10.20.1.4"})), set(["0.0.0.0/0 10.20.1.4 20"])),
        _ => (route_with(json!({"metric": 30})), set(["0.0.0.0/0 10.20.1.1 30"])),
    }
}

/// One change with a fault at the `nth` call, then one plain apply.
async fn disturbed(run: u32, nth: u32, stays: bool) {
    let (system, stored) = system_with_route().await;
    let (config, expected) = change(run);
    let plan = system.provider.plan("cvo_route", Some(&stored), config.clone()).await;
    let lost = json!({"kind": "cut", "after": true});
    let failed =
        json!({"kind": "error", "status": 500, "code": "262145", "message": "internal", "after": true});
    let (effect, count) = if stays { (failed, 0) } else { (lost, 1) };
    system.fault(json!({"side": "ontap", "nth": nth, "count": count, "effect": effect})).await;
    let first = system.provider.apply(&plan).await;
    system.no_faults().await;
    let read = system.provider.read(&first.stored).await;
    assert!(read.diagnostics.is_empty(), "{}", told(&read.diagnostics));
    let now = Some(&read.stored).filter(|stored| stored.exists());
    let again = apply(&system, now, config.clone()).await;
    assert!(again.diagnostics.is_empty(), "{config} {nth} {stays}: {}", told(&again.diagnostics));
    assert_eq!(routes(&system), expected, "{config} {nth} {stays}");
    settled(&system, &again.stored, config).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_at_any_call_of_a_change_is_overcome_by_one_plain_apply() {
    let all = (0..32).map(|run| disturbed(run, 1 + run / 4, run % 4 < 2));
    join_all(all).await;
}

#[tokio::test]
async fn a_change_that_made_nothing_claims_no_route_that_comes_later() {
    let (system, stored) = system_with_route().await;
    break_from(&system, 1, "POST").await;
    let failed = apply(&system, Some(&stored), route_with(json!({"gateway": "10.20.1.4"}))).await;
    assert!(failed.diagnostics.has_errors());
    system.no_faults().await;
    system.create("cvo_route", route_with(json!({"gateway": "10.20.1.4"}))).await;
    let plan = system.provider.plan_destroy(&failed.stored).await;
    let gone = system.provider.apply(&plan).await;
    assert!(!gone.diagnostics.has_errors(), "{}", told(&gone.diagnostics));
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.4 20"]));
}
