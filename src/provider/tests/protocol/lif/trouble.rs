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
    let lif = system.create("cvo_lif", nas()).await;
    assert_eq!(lif.json()["complete"], true, "it was read back and is what was sent");
    assert!(system.provider.plan("cvo_lif", Some(&lif), nas()).await.is_empty());
}

#[tokio::test]
async fn a_create_whose_outcome_is_unknown_is_stored_and_found_again() {
    let system = System::start().await;
    storage_vm(&system).await;
    address(&system, "10.20.1.50").await;
    let plan = system.provider.plan("cvo_lif", None, nas_with(json!({"timeouts": {"create": "4s"}}))).await;
    let effect =
        json!({"kind": "body", "status": 500, "content_type": "text/html", "text": "<html>", "after": true});
    system.fault(json!({"method": "POST", "path": INTERFACES, "count": 0, "effect": effect})).await;
    let lost = json!({"kind": "error", "status": 500, "code": "262145", "message": "application code threw"});
    system.fault(json!({"method": "GET", "path": INTERFACES, "nth": 2, "count": 0, "effect": lost})).await;
    let left = system.provider.apply(&plan).await;
    assert!(!left.diagnostics.has_errors(), "{}", text_of(&left.diagnostics));
    let warning = &left.diagnostics.iter().next().unwrap().summary;
    assert_eq!(warning, "Whether LIF ip_nas_2 of storage VM svm_2 was made is not known");
    assert_eq!((&left.json()["id"], &left.json()["complete"]), (&Json::Null, &json!(false)));
    system.no_faults().await;
    let read = system.provider.read(&left.stored).await;
    assert!(read.diagnostics.is_empty() && read.json()["id"].is_string(), "{}", read.json());
    let gone = system.provider.apply(&system.provider.plan_destroy(&left.stored).await).await;
    assert!(
        gone.diagnostics.is_empty(),
        "it is found even without a refresh: {}",
        text_of(&gone.diagnostics)
    );
    assert!(!system.provider.read(&read.stored).await.stored.exists());
}

#[tokio::test]
async fn a_lif_of_an_unfinished_create_on_the_default_storage_vm_can_be_destroyed() {
    let system = System::start().await;
    address(&system, "10.20.1.50").await;
    let config = nas_with(json!({
        "svm_name": "svm_cvo", "service_policy": "default-data-iscsi", "timeouts": {"create": "2s"},
    }));
    let plan = system.provider.plan("cvo_lif", None, config).await;
    let effect =
        json!({"kind": "error", "status": 500, "code": "262145", "message": "application code threw"});
    system
        .fault(json!({"method": "GET", "path": format!("{INTERFACES}/*"), "count": 0, "effect": effect}))
        .await;
    let left = system.provider.apply(&plan).await;
    assert!(
        !left.diagnostics.has_errors() && left.json()["complete"] == false,
        "{}",
        text_of(&left.diagnostics)
    );
    system.no_faults().await;
    let read = system.provider.read(&left.stored).await;
    let gone = system.provider.apply(&system.provider.plan_destroy(&read.stored).await).await;
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists(), "{}", text_of(&gone.diagnostics));
}

#[tokio::test]
async fn a_lif_that_another_administrator_made_with_other_values_is_left_alone() {
    let system = System::start().await;
    storage_vm(&system).await;
    address(&system, "10.20.1.50").await;
    address(&system, "10.20.1.51").await;
    let plan = system.provider.plan("cvo_lif", None, nas()).await;
    system.fault(json!({"method": "POST", "path": INTERFACES, "count": 0, "effect": {"kind": "cut"}})).await;
    let left = system.provider.apply(&plan).await;
    system.no_faults().await;
    assert_eq!((&left.json()["id"], &left.json()["complete"]), (&Json::Null, &json!(false)));
    system.create("cvo_lif", nas_with(json!({"address": "10.20.1.51"}))).await;
    let before = system.state().await;
    for message in [
        text_of(&system.provider.read(&left.stored).await.diagnostics),
        text_of(&system.provider.plan_destroy(&left.stored).await.diagnostics),
    ] {
        assert!(message.contains("address is \"10.20.1.51\", and \"10.20.1.50\" was sent"), "{message}");
        assert!(message.contains("id = \"svm_2/ip_nas_2\""), "{message}");
    }
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn a_new_name_and_address_of_an_unfinished_update_are_accepted() {
    let (system, lif) = system_with_nas().await;
    address(&system, "10.20.1.51").await;
    let config = nas_with(json!({"name": "renamed", "address": "10.20.1.51"}));
    let plan = system.provider.plan("cvo_lif", Some(&lif), config.clone()).await;
    let html = json!({"kind": "body", "status": 200, "content_type": "text/html", "text": "<html>"});
    system.fault(json!({"method": "GET", "path": format!("{INTERFACES}/*"), "nth": 2, "effect": html})).await;
    let failed = system.provider.apply(&plan).await;
    assert!(failed.diagnostics.has_errors(), "the result was not read back");
    assert_eq!((&failed.json()["name"], &failed.json()["id"]), (&json!("renamed"), &lif.json()["id"]));
    let read = system.provider.read(&lif).await;
    assert!(read.diagnostics.is_empty(), "as after a killed provider: {}", text_of(&read.diagnostics));
    assert!(system.provider.plan("cvo_lif", Some(&read.stored), config).await.is_empty());
}

#[tokio::test]
async fn the_successor_of_a_replaced_lif_is_found_again_after_a_lost_answer() {
    let (system, old) = system_with_nas().await;
    let gone = system.provider.apply(&system.provider.plan_destroy(&old).await).await;
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    // Terraform passes the private data of a replaced object to the create of its successor.
    let nothing = Stored { state: tfplugin::Value::Null, ..old };
    let config = nas_with(json!({"timeouts": {"create": "4s"}}));
    let plan = system.provider.plan("cvo_lif", Some(&nothing), config.clone()).await;
    system
        .fault(json!({"method": "POST", "path": INTERFACES, "count": 0, "effect": {"kind": "cut", "after": true}}))
        .await;
    let lost = json!({"kind": "error", "status": 500, "code": "262145", "message": "application code threw"});
    system.fault(json!({"method": "GET", "path": INTERFACES, "nth": 2, "count": 0, "effect": lost})).await;
    let left = system.provider.apply(&plan).await;
    assert_eq!((&left.json()["id"], &left.json()["complete"]), (&Json::Null, &json!(false)));
    system.no_faults().await;
    let read = system.provider.read(&left.stored).await;
    assert!(read.diagnostics.is_empty() && read.json()["id"].is_string(), "{}", text_of(&read.diagnostics));
    let whole = apply(&system, Some(&read.stored), config).await;
    assert!(
        whole.diagnostics.is_empty() && whole.json()["complete"] == true,
        "{}",
        text_of(&whole.diagnostics)
    );
}
