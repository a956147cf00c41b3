//! Creates whose outcome is unknown, and objects that others make under the same name in the meantime.

use super::*;
use crate::support::text_of;

const CREATE: &str = "/api/private/cli/vserver";

/// Returns a storage VM whose create request never arrived; its state has no id.
async fn unfinished(system: &System) -> Stored {
    let plan = system.provider.plan(SVM, None, svm("svm_2")).await;
    system.fault(json!({"method": "POST", "path": CREATE, "count": 0, "effect": {"kind": "cut"}})).await;
    let left = system.provider.apply(&plan).await;
    system.no_faults().await;
    assert!(!left.diagnostics.has_errors(), "{}", text_of(&left.diagnostics));
    let warning = left.diagnostics.iter().next().unwrap();
    assert_eq!(warning.summary, "Whether storage VM svm_2 was made is not known");
    assert_eq!((&left.json()["id"], &left.json()["complete"]), (&Json::Null, &json!(false)));
    left.stored
}

/// Makes the object that the create would have made, as another administrator does.
async fn made_by_hand(system: &System, name: &str, comment: Option<&str>) -> String {
    let mut body = json!({
        "vserver": name, "rootvolume": "root_svm_2", "aggregate": "aggr1", "rootvolume_security_style": "unix",
        "snapshot_policy": "default", "subtype": "default",
    });
    if let Some(comment) = comment {
        body["comment"] = json!(comment);
    }
    administrator(system, "POST", "/private/cli/vserver", body).await;
    first_uuid(system, &format!("/svm/svms?name={name}")).await
}

/// Asserts that neither refresh, destroy nor apply touches the existing object. The refusal says why, and
/// what to do.
async fn is_left_alone(system: &System, left: &Stored, why: &str) {
    let before = system.state().await;
    let read = system.provider.read(left).await;
    let destroy = system.provider.plan_destroy(left).await;
    let changed = system.provider.plan(SVM, Some(left), svm("svm_2")).await;
    let changed = system.provider.apply(&changed).await;
    for message in [text_of(&read.diagnostics), text_of(&destroy.diagnostics), text_of(&changed.diagnostics)]
    {
        assert!(message.contains(why), "{why}: {message}");
        assert!(message.contains("terraform state rm") && message.contains("id = \"svm_2\""), "{message}");
    }
    assert!(read.stored.exists() && changed.stored.exists());
    assert_eq!(changed.json()["id"], Json::Null, "it is not taken over");
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn an_object_made_by_hand_with_services_is_neither_taken_over_nor_deleted() {
    let system = System::start().await;
    let left = unfinished(&system).await;
    let uuid = made_by_hand(&system, "svm_2", None).await;
    let of = json!({"svm": {"uuid": uuid}});
    administrator(&system, "POST", "/protocols/nfs/services", of.clone()).await;
    administrator(&system, "POST", "/protocols/san/iscsi/services", of).await;
    is_left_alone(&system, &left, "services: ").await;
}

#[tokio::test]
async fn an_object_with_another_value_is_neither_taken_over_nor_deleted() {
    let system = System::start().await;
    let left = unfinished(&system).await;
    let uuid = made_by_hand(&system, "svm_2", None).await;
    let policy = json!({"snapshot_policy": {"name": "none"}});
    administrator(&system, "PATCH", &format!("/svm/svms/{uuid}"), policy).await;
    is_left_alone(&system, &left, "snapshot_policy is \"none\", and \"default\" was sent").await;
}

#[tokio::test]
async fn an_object_older_than_the_create_is_not_taken_over() {
    let system = System::start().await;
    let uuid = made_by_hand(&system, "svm_old", None).await;
    let left = unfinished(&system).await;
    administrator(&system, "PATCH", &format!("/svm/svms/{uuid}"), json!({"name": "svm_2"})).await;
    is_left_alone(&system, &left, "it existed before the create").await;
}

#[tokio::test]
async fn without_the_record_nothing_is_taken_over() {
    let system = System::start().await;
    let left = unfinished(&system).await;
    made_by_hand(&system, "svm_2", None).await;
    is_left_alone(&system, &without_private(&left), "no record of an unfinished create").await;
}

#[tokio::test]
async fn an_object_that_was_never_made_is_made_by_the_next_apply() {
    let system = System::start().await;
    let left = unfinished(&system).await;
    let read = system.provider.read(&left).await;
    assert!(read.diagnostics.is_empty() && read.stored == left, "{}", text_of(&read.diagnostics));
    let plan = system.provider.plan(SVM, Some(&left), svm("svm_2")).await;
    assert!(plan.replace.is_empty() && plan.planned()["complete"] == true, "{}", plan.planned());
    let made = system.provider.apply(&plan).await;
    assert!(made.diagnostics.is_empty() && made.json()["id"].is_string(), "{}", text_of(&made.diagnostics));
    assert!(system.provider.plan(SVM, Some(&made.stored), svm("svm_2")).await.is_empty());
}

#[tokio::test]
async fn an_object_that_was_never_made_is_destroyed_without_a_trace() {
    let system = System::start().await;
    let left = unfinished(&system).await;
    let before = system.state().await;
    let gone = system.provider.apply(&system.provider.plan_destroy(&left).await).await;
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists(), "{}", text_of(&gone.diagnostics));
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn an_object_that_was_made_and_never_seen_is_taken_over_and_can_be_destroyed() {
    let system = System::start().await;
    let before = system.state().await;
    let left = unfinished(&system).await;
    made_by_hand(&system, "svm_2", None).await;
    let read = system.provider.read(&left).await;
    assert!(
        read.diagnostics.is_empty() && read.json()["id"].is_string(),
        "equal values cannot be told apart"
    );
    let gone = system.provider.apply(&system.provider.plan_destroy(&left).await).await;
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists(), "{}", text_of(&gone.diagnostics));
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn an_interrupted_create_does_not_adopt_another_runs_object_with_other_values() {
    let system = System::start().await;
    let mut config = svm("svm_2");
    config["comment"] = json!("ours");
    let plan = system.provider.plan(SVM, None, config).await;
    // The other run's create comes between our search for the name and our request, whose refusal is lost.
    let late = json!({"kind": "delay", "milliseconds": 3000});
    system.fault(json!({"method": "POST", "path": CREATE, "nth": 1, "effect": late})).await;
    let ours = system.provider.apply(&plan);
    let theirs = async {
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        made_by_hand(&system, "svm_2", Some("theirs")).await
    };
    let (ours, uuid) = tokio::join!(ours, theirs);
    assert!(ours.diagnostics.has_errors() && !ours.stored.exists(), "{}", text_of(&ours.diagnostics));
    assert_eq!(first_uuid(&system, "/svm/svms?name=svm_2&comment=theirs").await, uuid);
}

#[tokio::test]
async fn a_storage_vm_that_is_still_initializing_at_the_timeout_is_kept_as_unfinished() {
    let system = System::start().await;
    let mut config = svm("svm_2");
    config["timeouts"] = json!({"create": "3s"});
    let plan = system.provider.plan(SVM, None, config).await;
    let uuid = "00000000-0000-4000-8000-00000000000a";
    let making = json!({
        "uuid": uuid, "name": "svm_2", "subtype": "default", "state": "initializing", "language": "c.utf_8",
        "ipspace": {"name": "Default"}, "snapshot_policy": {"name": "default"},
    });
    let shown = |text: Json| json!({"kind": "body", "status": 200, "content_type": "application/json", "text": text.to_string()});
    system.fault(json!({"method": "POST", "path": CREATE, "count": 0, "effect": {"kind": "cut"}})).await;
    let list = shown(json!({"records": [making], "num_records": 1}));
    system
        .fault(json!({"method": "GET", "path": "/api/svm/svms", "nth": 2, "count": 0, "effect": list}))
        .await;
    let path = format!("/api/svm/svms/{uuid}");
    system.fault(json!({"method": "GET", "path": path, "count": 0, "effect": shown(making)})).await;
    let left = system.provider.apply(&plan).await;
    assert!(!left.diagnostics.has_errors(), "{}", text_of(&left.diagnostics));
    assert_eq!((&left.json()["id"], &left.json()["complete"]), (&Json::Null, &json!(false)));
    assert!(
        text_of(&left.diagnostics).contains("ONTAP is still making storage VM svm_2"),
        "{}",
        text_of(&left.diagnostics)
    );
}

#[tokio::test]
async fn a_create_without_permission_is_an_error_that_stores_nothing() {
    let system = System::start().await;
    let denied =
        json!({"kind": "error", "status": 403, "code": "6", "message": "not authorized for that command"});
    system.fault(json!({"method": "POST", "path": CREATE, "count": 0, "effect": denied})).await;
    let plan = system.provider.plan(SVM, None, svm("svm_2")).await;
    let refused = system.provider.apply(&plan).await;
    assert!(
        refused.diagnostics.has_errors() && !refused.stored.exists(),
        "{}",
        text_of(&refused.diagnostics)
    );
}

#[tokio::test]
async fn a_storage_vm_whose_root_volume_does_not_show_yet_keeps_its_uuid() {
    let system = System::start().await;
    let nothing = json!({"kind": "body", "status": 200, "content_type": "application/json",
        "text": r#"{"records": [], "num_records": 0}"#});
    let rule = json!({"side": "ontap", "method": "GET", "path": "/api/storage/volumes", "count": 0, "effect": nothing});
    let plan = system.provider.plan(SVM, None, svm("svm_2")).await;
    system.fault(rule).await;
    let made = system.provider.apply(&plan).await;
    system.no_faults().await;
    assert!(!made.diagnostics.has_errors(), "{}", text_of(&made.diagnostics));
    assert_eq!(made.json()["complete"], false, "{}", text_of(&made.diagnostics));
    assert!(made.json()["id"].is_string(), "{}", text_of(&made.diagnostics));
}
