//! Destroys of a move.

use cvo_simulator::world::svm_object::SvmObjectKind;
use serde_json::json;
use tfplugin::testing::{Answered, Stored};

use super::{
    FILES, REMOVE, TYPE, apply, config, configure, fpolicy, lose_svm, moved, pair, policies, settled, tamper,
    with,
};
use crate::support::{System, text_of};

async fn destroy(system: &System, stored: &Stored) -> Answered {
    let plan = system.provider.plan_destroy(stored).await;
    assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
    system.provider.apply(&plan).await
}

#[tokio::test]
async fn a_destroy_leaves_everything_and_sends_no_request() {
    let system = pair().await;
    let before = policies(&system);
    let made = system.create(TYPE, config()).await;
    system.requests().await;
    let gone = destroy(&system, &made).await;
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists());
    assert_eq!(system.requests().await, Vec::<String>::new());
    assert_eq!(policies(&system), moved(&before));
}

#[tokio::test]
async fn a_destroy_moves_back_if_configured() {
    let system = pair().await;
    let before = system.state().await;
    let made = system.create(TYPE, with(json!({"restore_on_destroy": true}))).await;
    assert_ne!(system.state().await, before);
    system.requests().await;
    let gone = destroy(&system, &made).await;
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists(), "{}", text_of(&gone.diagnostics));
    let requests = system.requests().await;
    let of_policies = requests.iter().filter(|request| request.contains("/network/ip/")).count();
    assert_eq!(of_policies, 3, "policies twice and LIFs: {requests:?}");
    let of_services = requests.iter().filter(|request| request.contains("-service")).count();
    assert_eq!(of_services, 15, "each service of each policy by itself: {requests:?}");
    assert_eq!(system.state().await, before);
    let again = destroy(&system, &made).await;
    assert!(again.diagnostics.is_empty(), "already moved back: {}", text_of(&again.diagnostics));
}

#[tokio::test]
async fn a_service_that_ontap_itself_has_in_a_target_stays_there() {
    let system = pair().await;
    let before = policies(&system);
    let config = with(json!({"to_policies": ["default-management"], "restore_on_destroy": true}));
    let made = apply(&system, None, config).await;
    assert!(policies(&system)["default-management"].contains("data_fpolicy_client"));
    let gone = destroy(&system, &made.stored).await;
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    assert_eq!(policies(&system), before);
}

#[tokio::test]
async fn moving_back_needs_carriers_too() {
    let system = pair().await;
    let made = system.create(TYPE, with(json!({"restore_on_destroy": true}))).await;
    let moved_state = policies(&system);
    configure(&system, SvmObjectKind::Fpolicy, fpolicy());
    tamper(&system, FILES, |cluster, at| {
        let files = cluster.policies[at].uuid;
        cluster.interfaces.retain(|lif| lif.policy != files);
    });
    let refused = destroy(&system, &made).await;
    let why = text_of(&refused.diagnostics);
    assert!(
        refused.stored.exists() && why.contains("data-fpolicy-client") && why.contains("FPolicy"),
        "{why}"
    );
    assert!(why.contains("restore_on_destroy = false"), "the way out of a destroy: {why}");
    assert_eq!(policies(&system), moved_state);
    let left = system.update(&refused.stored, with(json!({"restore_on_destroy": false}))).await;
    let gone = destroy(&system, &left).await;
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists());
}

#[tokio::test]
async fn a_restore_that_fails_half_way_is_finished_by_the_next_destroy() {
    let system = pair().await;
    let before = policies(&system);
    let config = with(json!({"restore_on_destroy": true}));
    let made = system.create(TYPE, config.clone()).await;
    let effect =
        json!({"kind": "error", "status": 400, "code": "53281893", "message": "referenced by a LIF"});
    system.fault(json!({"path": REMOVE, "nth": 2, "effect": effect})).await;
    let failed = destroy(&system, &made).await;
    let why = text_of(&failed.diagnostics);
    assert!(failed.stored.exists() && why.contains("default-data-files has all of the services"), "{why}");
    let read = system.provider.read(&failed.stored).await.stored;
    let gone = destroy(&system, &read).await;
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    assert_eq!(policies(&system), before);
}

#[tokio::test]
async fn an_imported_move_is_moved_back_too() {
    let system = pair().await;
    let before = policies(&system);
    system.create(TYPE, config()).await;
    let imported = system.provider.import(TYPE, "svm_cvo/default-data-files").await;
    let imported = settled(&system, &imported.stored, config()).await;
    let restoring = system.update(&imported, with(json!({"restore_on_destroy": true}))).await;
    let gone = destroy(&system, &restoring).await;
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    assert_eq!(policies(&system), before);
}

#[tokio::test]
async fn a_storage_vm_that_is_gone_needs_nothing_back() {
    let system = pair().await;
    let made = system.create(TYPE, with(json!({"restore_on_destroy": true}))).await;
    lose_svm(&system);
    let gone = destroy(&system, &made).await;
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists(), "{}", text_of(&gone.diagnostics));
}
