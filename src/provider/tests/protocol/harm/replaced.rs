//! A storage VM is never replaced, in whichever way the plan arrives at a replacement.

use super::*;
use crate::support::text_of;

fn refused(diagnostics: &tfplugin::Diagnostics) {
    let message = text_of(diagnostics);
    assert!(message.contains("[name] A storage VM is never replaced"), "{message}");
    assert!(message.contains("terraform untaint") && message.contains("moved block"), "{message}");
}

#[tokio::test]
async fn a_create_under_the_name_of_a_stored_storage_vm_is_refused_even_without_a_refresh() {
    let system = System::start().await;
    let made = system.create(SVM, svm("svm_2")).await;
    let before = system.state().await;
    system.provider.upgrade(SVM, 0, made.json()).await;
    refused(&system.provider.plan(SVM, None, svm("svm_2")).await.diagnostics);
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn a_destroy_of_a_storage_vm_whose_name_is_being_created_is_refused() {
    let system = System::start().await;
    let made = system.create(SVM, svm("svm_2")).await;
    let create = system.provider.plan(SVM, None, svm("svm_2")).await;
    assert!(create.diagnostics.is_empty(), "no stored storage VM is known yet");
    refused(&system.provider.plan_destroy(&made).await.diagnostics);
}

#[tokio::test]
async fn a_create_is_not_refused_if_the_stored_storage_vm_is_gone() {
    let system = System::start().await;
    let made = system.create(SVM, svm("svm_2")).await;
    let upgraded = system.provider.upgrade(SVM, 0, made.json()).await.stored;
    let uuid = made.json()["id"].as_str().unwrap().to_owned();
    administrator(&system, "DELETE", &format!("/svm/svms/{uuid}"), Json::Null).await;
    let stored = Stored { private: made.private, ..upgraded };
    assert!(!system.provider.read(&stored).await.stored.exists());
    let plan = system.provider.plan(SVM, None, svm("svm_2")).await;
    assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
}

#[tokio::test]
async fn a_name_that_a_rename_frees_in_the_same_run_can_be_used() {
    let system = System::start().await;
    let made = system.create(SVM, svm("svm_2")).await;
    system.provider.upgrade(SVM, 0, made.json()).await;
    let renamed = system.provider.plan(SVM, Some(&made), svm("svm_old")).await;
    assert!(renamed.diagnostics.is_empty(), "{}", text_of(&renamed.diagnostics));
    let plan = system.provider.plan(SVM, None, svm("svm_2")).await;
    assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
}
