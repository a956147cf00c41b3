//! `cvo_storage_vm` through the protocol, on a simulated system.

mod contents;

use crate::support::{System, text_of};
use serde_json::{Value as Json, json};

const TYPE: &str = "cvo_storage_vm";

fn svm_2() -> Json {
    json!({
        "name": "svm_2",
        "root_volume_name": "root_svm_2",
        "root_volume_aggregate": "aggr1",
        "root_volume_security_style": "unix",
        "snapshot_policy": "default",
        "aggregates": ["aggr1", "aggr2"],
    })
}

fn with(mut config: Json, changes: Json) -> Json {
    for (key, value) in changes.as_object().unwrap() {
        config[key] = value.clone();
    }
    config
}

#[tokio::test]
async fn a_create_stores_the_declared_values_and_the_next_plan_is_empty() {
    let system = System::start().await;
    let made = system.create(TYPE, svm_2()).await;
    let state = made.json();
    for (attribute, value) in svm_2().as_object().unwrap() {
        assert_eq!(&state[attribute], value, "{attribute}");
    }
    assert_eq!(state["deletion_protection"], json!(true));
    assert_eq!((&state["contents_check"], &state["recovery_queue"]), (&json!("plan"), &json!("keep")));
    assert_eq!(state["subtype"], json!("default"));
    let read = system.provider.read(&made).await;
    assert_eq!(read.stored, made);
    assert!(system.provider.plan(TYPE, Some(&read.stored), svm_2()).await.is_empty());
}

#[tokio::test]
async fn the_root_volume_gets_a_name_that_volumes_can_have() {
    let system = System::start().await;
    let config = json!({"name": "svm-prod", "aggregates": ["aggr1"]});
    let made = system.create(TYPE, config.clone()).await;
    assert_eq!(made.json()["root_volume_name"], "svm_prod_root");
    let renamed = system.update(&made, with(config, json!({"name": "svm-test"}))).await;
    assert_eq!(renamed.json()["root_volume_name"], "svm_prod_root", "it was chosen once");
    let plan = system.provider.plan(TYPE, None, with(svm_2(), json!({"root_volume_name": "a-b"}))).await;
    let message = text_of(&plan.diagnostics);
    assert!(message.contains("[root_volume_name]") && message.contains("'-' is not allowed"), "{message}");
}

#[tokio::test]
async fn a_change_sends_nothing_that_the_configuration_leaves_out() {
    let system = System::start().await;
    let config = json!({"name": "svm_2", "aggregates": ["aggr1"]});
    let ours = system.create(TYPE, config.clone()).await;
    let plan = system
        .provider
        .plan(TYPE, Some(&ours), with(config.clone(), json!({"snapshot_policy": "none"})))
        .await;
    let elsewhere = json!({"comment": "theirs", "root_volume_name": "root_theirs", "language": "de.utf_8"});
    system.update(&ours, with(config.clone(), elsewhere.clone())).await;
    let changed = system.provider.apply(&plan).await;
    assert!(changed.diagnostics.is_empty(), "{}", text_of(&changed.diagnostics));
    let read = system.provider.read(&changed.stored).await;
    for (attribute, value) in elsewhere.as_object().unwrap() {
        assert_eq!(&read.json()[attribute], value, "{attribute} is left alone");
    }
    assert_eq!(read.json()["snapshot_policy"], "none");
}

#[tokio::test]
async fn an_untouched_storage_vm_costs_no_call_in_the_plan() {
    let system = System::start().await;
    let made = system.create(TYPE, svm_2()).await;
    system.requests().await;
    assert!(system.provider.plan(TYPE, Some(&made), svm_2()).await.is_empty());
    assert_eq!(system.requests().await, Vec::<String>::new());
}

#[tokio::test]
async fn every_updatable_attribute_changes_in_place() {
    let system = System::start().await;
    let mut stored = system.create(TYPE, svm_2()).await;
    let id = stored.json()["id"].clone();
    let mut config = svm_2();
    for change in [
        json!({"name": "svm_renamed"}),
        json!({"comment": "for the project"}),
        json!({"snapshot_policy": "none"}),
        json!({"aggregates": ["aggr1"]}),
        json!({"aggregates": ["aggr1", "aggr2"]}),
        json!({"root_volume_name": "root_renamed"}),
        json!({"root_volume_security_style": "ntfs"}),
        json!({"language": "en_us.utf_8"}),
        json!({"deletion_protection": false}),
    ] {
        config = with(config, change.clone());
        stored = system.update(&stored, config.clone()).await;
        for (attribute, value) in change.as_object().unwrap() {
            assert_eq!(&stored.json()[attribute], value, "{attribute}");
        }
        assert_eq!(stored.json()["id"], id, "{change}");
        assert_eq!(system.provider.read(&stored).await.stored, stored, "{change}");
    }
}

#[tokio::test]
async fn an_attribute_that_only_terraform_knows_changes_without_a_call() {
    let system = System::start().await;
    let made = system.create(TYPE, svm_2()).await;
    system.requests().await;
    let changed = system.update(&made, with(svm_2(), json!({"deletion_protection": false}))).await;
    assert_eq!(changed.json()["deletion_protection"], json!(false));
    assert_eq!(system.requests().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_protected_storage_vm_is_refused_in_the_destroy_plan_without_a_call() {
    let system = System::start().await;
    let made = system.create(TYPE, svm_2()).await;
    system.requests().await;
    let plan = system.provider.plan_destroy(&made).await;
    let said = text_of(&plan.diagnostics);
    assert!(said.starts_with("[deletion_protection]"), "{said}");
    assert!(said.contains("deletion_protection = false"), "{said}");
    assert_eq!(system.requests().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_empty_unprotected_storage_vm_is_destroyed_without_a_trace() {
    let system = System::start().await;
    let before = system.state().await;
    let made = system.create(TYPE, with(svm_2(), json!({"deletion_protection": false}))).await;
    let plan = system.provider.plan_destroy(&made).await;
    assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
    let gone = system.provider.apply(&plan).await;
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn the_import_of_a_storage_vm_made_elsewhere_needs_no_change() {
    let system = System::start().await;
    let made = system.create(TYPE, svm_2()).await.json();
    let by_name = system.provider.import(TYPE, "svm_2").await;
    let by_uuid = system.provider.import(TYPE, made["id"].as_str().unwrap()).await;
    assert_eq!(by_name.json(), by_uuid.json());
    let read = system.provider.read(&by_name.stored).await;
    let plan = system.provider.plan(TYPE, Some(&read.stored), svm_2()).await;
    assert!(plan.is_empty(), "{} {}", plan.planned(), text_of(&plan.diagnostics));
    let unknown = system.provider.import(TYPE, "svm_9").await;
    assert!(text_of(&unknown.diagnostics).contains("svm_2"), "the candidates are listed");
}

#[tokio::test]
async fn each_refusal_names_the_attribute_and_changes_nothing() {
    let system = System::start().await;
    system.create(TYPE, svm_2()).await;
    let before = system.state().await;
    let cases = [
        ("[name]", "Choose another name, or, if no configuration manages it yet, take it over", svm_2()),
        ("[aggregates]", "aggr1, aggr2", with(svm_2(), json!({"name": "svm_3", "aggregates": ["aggr9"]}))),
        (
            "[snapshot_policy]",
            "default-1weekly, none",
            with(svm_2(), json!({"name": "svm_3", "snapshot_policy": "mine"})),
        ),
        ("[language]", "no language of UTF-8", with(svm_2(), json!({"name": "svm_3", "language": "ja_v1"}))),
        (
            "[root_volume_aggregate]",
            "does not exist",
            with(svm_2(), json!({"name": "svm_3", "root_volume_aggregate": "aggr9"})),
        ),
    ];
    for (path, expected, config) in cases {
        let plan = system.provider.plan(TYPE, None, config).await;
        let mut diagnostics = plan.diagnostics.clone();
        if !diagnostics.has_errors() {
            diagnostics.extend(system.provider.apply(&plan).await.diagnostics);
        }
        let message = text_of(&diagnostics);
        assert!(message.contains(path) && message.contains(expected), "{expected}: {message}");
        assert_eq!(system.state().await, before, "{expected}");
    }
}

#[tokio::test]
async fn a_storage_vm_that_was_deleted_elsewhere_is_gone() {
    let system = System::start().await;
    let made = system.create(TYPE, with(svm_2(), json!({"deletion_protection": false}))).await;
    let plan = system.provider.plan_destroy(&made).await;
    system.provider.apply(&plan).await;
    let read = system.provider.read(&made).await;
    assert!(!read.stored.exists(), "{}", text_of(&read.diagnostics));
    let again = system.provider.apply(&plan).await;
    assert!(
        again.diagnostics.is_empty(),
        "a storage VM that is gone counts as deleted: {}",
        text_of(&again.diagnostics)
    );
}

#[tokio::test]
async fn another_cluster_does_not_mean_a_deletion() {
    let (one, other) = (System::start().await, System::start().await);
    let made = one.create(TYPE, svm_2()).await;
    let read = other.provider.read(&made).await;
    let message = text_of(&read.diagnostics);
    assert!(message.contains("belongs to another cluster"), "{message}");
}

#[tokio::test]
async fn a_rename_that_was_done_already_is_not_a_conflict() {
    let system = System::start().await;
    let made = system.create(TYPE, svm_2()).await;
    let renamed = system.update(&made, with(svm_2(), json!({"name": "svm_3"}))).await;
    let again = system.update(&made, with(svm_2(), json!({"name": "svm_3"}))).await;
    assert_eq!(again, renamed, "planned from a state that was not refreshed");
}

#[tokio::test]
async fn a_refused_rename_names_both_names_once() {
    let system = System::start().await;
    let made = system.create(TYPE, svm_2()).await;
    let error = json!({"kind": "error", "status": 400, "code": "13434881", "message": "renaming failed"});
    system.fault(json!({"method": "PATCH", "path": "/api/svm/svms/*", "effect": error})).await;
    let plan = system.provider.plan(TYPE, Some(&made), with(svm_2(), json!({"name": "svm_3"}))).await;
    let message = text_of(&system.provider.apply(&plan).await.diagnostics);
    assert!(message.contains("Could not rename storage VM svm_2 to svm_3"), "{message}");
}
