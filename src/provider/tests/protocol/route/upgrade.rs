//! Routes from before ONTAP 9.11.1, which showed no metric, after an upgrade.

use super::*;

const NO_METRIC: Json = Json::Null;

/// Returns a route that was made on 9.10.1, on a system that runs 9.15.1 now.
async fn upgraded() -> (System, Stored) {
    let options = Options { ontap_version: OntapVersion::V9_10_1, ..Options::default() };
    let system = System::with(options, json!({})).await;
    system.create("cvo_storage_vm", svm_config("svm_2")).await;
    let stored = system.create("cvo_route", route()).await;
    assert_eq!(stored.json()["metric"], NO_METRIC);
    system.simulator.world().lock().cluster.upgrade(OntapVersion::V9_15_1);
    system.run_again().await;
    (system, stored)
}

#[tokio::test]
async fn a_refresh_and_a_plan_find_nothing_changed() {
    let (system, stored) = upgraded().await;
    let read = system.provider.read(&stored).await;
    assert_eq!(read.json(), stored.json());
    assert!(system.provider.plan("cvo_route", Some(&read.stored), route()).await.is_empty());
}

#[tokio::test]
async fn a_metric_that_was_set_outside_of_terraform_shows() {
    let (system, stored) = upgraded().await;
    for route in &mut system.simulator.world().lock().cluster.routes {
        route.metric = 40;
    }
    assert_eq!(system.provider.read(&stored).await.json()["metric"], 40);
}

#[tokio::test]
async fn setting_the_metric_that_the_route_has_is_not_a_change() {
    let (system, stored) = upgraded().await;
    let config = route_with(json!({"metric": 20}));
    let plan = system.provider.plan("cvo_route", Some(&stored), config.clone()).await;
    assert!(plan.diagnostics.is_empty(), "no gap: {}", text_of(&plan.diagnostics));
    let before = picture(&system).await;
    let written = system.provider.apply(&plan).await;
    assert!(written.diagnostics.is_empty(), "{}", text_of(&written.diagnostics));
    assert_eq!(picture(&system).await, before);
    settled(&system, &written.stored, config).await;
}

#[tokio::test]
async fn any_other_change_makes_a_route_that_shows_its_metric() {
    let (system, mut stored) = upgraded().await;
    for (change, expected) in [
        (json!({"gateway": "10.20.1.4"}), "0.0.0.0/0 10.20.1.4 20"),
        (json!({"gateway": "10.20.1.4", "metric": 30}), "0.0.0.0/0 10.20.1.4 30"),
    ] {
        let config = route_with(change.clone());
        let changed = apply(&system, Some(&stored), config.clone()).await;
        assert!(changed.diagnostics.is_empty(), "{change}: {}", text_of(&changed.diagnostics));
        assert_eq!(routes(&system), set([expected]), "{change}");
        stored = settled(&system, &changed.stored, config).await;
    }
}
