//! Creates whose outcome is unknown, or that failed half way.

use super::*;

#[tokio::test]
async fn a_lost_answer_makes_no_second_lif() {
    let system = System::start().await;
    storage_vm(&system).await;
    address(&system, "10.20.1.50").await;
    system
        .fault(json!({"method": "POST", "path": INTERFACES, "effect": {"kind": "cut", "after": true}}))
        .await;
    let plan = system.provider.plan("cvo_lif", None, nas()).await;
    let unsure = system.provider.apply(&plan).await;
    assert!(unsure.diagnostics.has_errors() && unsure.stored.exists(), "what exists may be somebody else's");
    let read = system.provider.read(&unsure.stored).await;
    assert!(read.json()["id"].is_string(), "{}", read.json());
    assert!(system.provider.plan("cvo_lif", Some(&read.stored), nas()).await.is_empty());
}

#[tokio::test]
async fn a_create_whose_outcome_is_unknown_is_stored_and_found_again() {
    let system = System::start().await;
    storage_vm(&system).await;
    address(&system, "10.20.1.50").await;
    let plan = system.provider.plan("cvo_lif", None, nas()).await;
    let effect =
        json!({"kind": "body", "status": 500, "content_type": "text/html", "text": "<html>", "after": true});
    system.fault(json!({"method": "POST", "path": INTERFACES, "count": 0, "effect": effect})).await;
    let lost = json!({"kind": "error", "status": 500, "code": "262145", "message": "application code threw"});
    system.fault(json!({"method": "GET", "path": INTERFACES, "nth": 2, "count": 0, "effect": lost})).await;
    let failed = system.provider.apply(&plan).await;
    assert!(failed.diagnostics.has_errors());
    assert_eq!((&failed.json()["id"], &failed.json()["name"]), (&Json::Null, &json!("ip_nas_2")));
    system.no_faults().await;
    let read = system.provider.read(&failed.stored).await;
    assert!(read.diagnostics.is_empty() && read.json()["id"].is_string(), "{}", read.json());
    let gone = system.provider.apply(&system.provider.plan_destroy(&failed.stored).await).await;
    assert!(gone.diagnostics.is_empty(), "unread, it is found too: {}", told(&gone.diagnostics));
    assert!(!system.provider.read(&read.stored).await.stored.exists());
}

#[tokio::test]
async fn what_a_failed_create_left_on_the_default_storage_vm_may_go() {
    let system = System::start().await;
    address(&system, "10.20.1.50").await;
    let config = nas_with(json!({"svm_name": "svm_cvo", "service_policy": "default-data-iscsi"}));
    let plan = system.provider.plan("cvo_lif", None, config).await;
    let effect =
        json!({"kind": "error", "status": 500, "code": "262145", "message": "application code threw"});
    system
        .fault(json!({"method": "GET", "path": format!("{INTERFACES}/*"), "count": 0, "effect": effect}))
        .await;
    let failed = system.provider.apply(&plan).await;
    assert!(failed.diagnostics.has_errors() && failed.stored.exists());
    system.no_faults().await;
    let read = system.provider.read(&failed.stored).await;
    let gone = system.provider.apply(&system.provider.plan_destroy(&read.stored).await).await;
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists(), "{}", told(&gone.diagnostics));
}
