//! Changes of a route: the new one is added before the old one is deleted, whatever goes wrong.

use futures::future::join_all;

use super::*;

#[tokio::test]
async fn a_changed_route_is_added_before_the_old_one_is_deleted() {
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
        assert!(changed.diagnostics.is_empty(), "{change}: {}", text_of(&changed.diagnostics));
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
    assert!(
        text_of(&plan.diagnostics).starts_with("[metric] For a moment"),
        "{}",
        text_of(&plan.diagnostics)
    );
    let changed = system.provider.apply(&plan).await;
    assert!(changed.diagnostics.is_empty(), "{}", text_of(&changed.diagnostics));
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
    assert!(text_of(&failed.diagnostics).contains("was put back"), "{}", text_of(&failed.diagnostics));
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.1 20"]));
    assert_eq!(failed.json()["metric"], 20);
    assert_ne!(failed.json()["id"], stored.json()["id"], "the state follows the existing route");
    let again = apply(&system, Some(&failed.stored), config.clone()).await;
    assert!(again.diagnostics.is_empty(), "{}", text_of(&again.diagnostics));
    settled(&system, &again.stored, config).await;
}

#[tokio::test]
async fn an_old_route_that_could_not_be_deleted_is_deleted_by_the_next_apply() {
    let (system, stored) = system_with_route().await;
    let config = route_with(json!({"gateway": "10.20.1.4"}));
    break_from(&system, 1, "DELETE").await;
    let failed = apply(&system, Some(&stored), config.clone()).await;
    assert!(text_of(&failed.diagnostics).contains("exists beside it"), "{}", text_of(&failed.diagnostics));
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.1 20", "0.0.0.0/0 10.20.1.4 20"]));
    assert_eq!(failed.json(), stored.json());
    system.no_faults().await;
    let again = apply(&system, Some(&failed.stored), config.clone()).await;
    assert!(again.diagnostics.is_empty(), "{}", text_of(&again.diagnostics));
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.4 20"]));
    settled(&system, &again.stored, config).await;
}

#[tokio::test]
async fn a_destroy_deletes_both_routes_of_an_unfinished_change() {
    let (system, stored) = system_with_route().await;
    break_from(&system, 1, "DELETE").await;
    let failed = apply(&system, Some(&stored), route_with(json!({"gateway": "10.20.1.4"}))).await;
    system.no_faults().await;
    let gone = system.provider.apply(&system.provider.plan_destroy(&failed.stored).await).await;
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    assert_eq!(routes(&system), set([]));
}

/// Returns a change of the default route, and the routes after it.
fn change(nth: u32) -> (Json, BTreeSet<String>) {
    match nth % 2 {
        0 => (route_with(json!({"gateway": "10.20.1.4"})), set(["0.0.0.0/0 10.20.1.4 20"])),
        _ => (route_with(json!({"metric": 30})), set(["0.0.0.0/0 10.20.1.1 30"])),
    }
}

/// Makes one change with a fault at the `nth` call, then one plain apply.
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
    assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    let now = Some(&read.stored).filter(|stored| stored.exists());
    let again = apply(&system, now, config.clone()).await;
    assert!(again.diagnostics.is_empty(), "{config} {nth} {stays}: {}", text_of(&again.diagnostics));
    assert_eq!(routes(&system), expected, "{config} {nth} {stays}");
    settled(&system, &again.stored, config).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_plain_apply_repairs_a_fault_at_any_call_of_a_change() {
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
    assert!(!gone.diagnostics.has_errors(), "{}", text_of(&gone.diagnostics));
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.4 20"]));
}

/// Returns a route whose change to each of these gateways added the new route and could not delete the old
/// one.
async fn changed_half_way(system: &System, mut stored: Stored, gateways: &[&str]) -> Stored {
    for gateway in gateways {
        break_from(system, 1, "DELETE").await;
        let failed = apply(system, Some(&stored), route_with(json!({"gateway": gateway}))).await;
        assert!(failed.diagnostics.has_errors());
        system.no_faults().await;
        stored = failed.stored;
    }
    stored
}

#[tokio::test]
async fn every_route_of_every_unfinished_change_is_known_until_it_is_gone() {
    let (system, stored) = system_with_route().await;
    let left = changed_half_way(&system, stored, &["10.20.1.4", "10.20.1.5"]).await;
    assert_eq!(routes(&system).len(), 3);
    let config = route_with(json!({"gateway": "10.20.1.6"}));
    let whole = apply(&system, Some(&left), config.clone()).await;
    assert!(whole.diagnostics.is_empty(), "{}", text_of(&whole.diagnostics));
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.6 20"]));
    settled(&system, &whole.stored, config).await;
}

#[tokio::test]
async fn a_destroy_deletes_all_routes_of_two_unfinished_changes() {
    let (system, stored) = system_with_route().await;
    let left = changed_half_way(&system, stored, &["10.20.1.4", "10.20.1.5"]).await;
    let read = system.provider.read(&left).await.stored;
    let gone = system.provider.apply(&system.provider.plan_destroy(&read).await).await;
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    assert_eq!(routes(&system), set([]), "a destroy deletes all of them");
}

#[tokio::test]
async fn the_successor_of_a_replaced_route_knows_nothing_of_its_changes() {
    let (system, stored) = system_with_route().await;
    let old = changed_half_way(&system, stored, &["10.20.1.4"]).await;
    let gone = system.provider.apply(&system.provider.plan_destroy(&old).await).await;
    assert!(gone.diagnostics.is_empty() && routes(&system) == set([]), "{}", text_of(&gone.diagnostics));
    // Terraform passes the private data of a replaced object to the create of its successor.
    let nothing = Stored { state: tfplugin::Value::Null, ..old };
    let made = apply(&system, Some(&nothing), route()).await;
    system.create("cvo_route", route_with(json!({"gateway": "10.20.1.4"}))).await;
    let gone = system.provider.apply(&system.provider.plan_destroy(&made.stored).await).await;
    assert!(!gone.diagnostics.has_errors(), "{}", text_of(&gone.diagnostics));
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.4 20"]), "the other object's route stays");
}

#[tokio::test]
async fn an_unanswered_change_leaves_another_runs_route_with_another_metric_alone() {
    let (system, stored) = system_with_route().await;
    let config = route_with(json!({"gateway": "10.20.1.4"}));
    let plan = system.provider.plan("cvo_route", Some(&stored), config.clone()).await;
    let late = json!({"kind": "delay", "milliseconds": 3000});
    system.fault(json!({"method": "POST", "path": ROUTES, "nth": 1, "effect": late})).await;
    let ours = system.provider.apply(&plan);
    let theirs = async {
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        system.create("cvo_route", route_with(json!({"gateway": "10.20.1.4", "metric": 30}))).await
    };
    let (failed, _) = tokio::join!(ours, theirs);
    assert!(failed.diagnostics.has_errors());
    let again = apply(&system, Some(&failed.stored), config).await;
    let message = text_of(&again.diagnostics);
    assert!(message.contains("exists already") && message.contains("Choose another gateway"), "{message}");
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.1 20", "0.0.0.0/0 10.20.1.4 30"]));
    let gone = system.provider.apply(&system.provider.plan_destroy(&again.stored).await).await;
    assert!(!gone.diagnostics.has_errors(), "{}", text_of(&gone.diagnostics));
    assert_eq!(routes(&system), set(["0.0.0.0/0 10.20.1.4 30"]));
}
