//! Jobs that fail while ONTAP delays its answer.

use super::*;

/// Makes the job of the next write fail.
async fn fail_next(system: &System, method: &str, path: &str) {
    let effect = json!({"kind": "fail_job", "code": 1, "message": "no luck"});
    system.fault(json!({"method": method, "path": path, "effect": effect})).await;
}

async fn tell_failures_only_in_jobs(system: &System, hides: bool) {
    system.command("variants", json!({"rename_only_alone": true, "failures_only_in_jobs": hides})).await;
}

#[tokio::test]
async fn a_change_that_failed_is_told_wherever_its_failure_shows() {
    for hides in [false, true] {
        let system = System::start().await;
        let made = system.create(SVM, svm(json!({"comment": "before"}))).await;
        tell_failures_only_in_jobs(&system, hides).await;
        fail_next(&system, "PATCH", "/api/svm/svms/*").await;
        let planned = system.provider.plan(SVM, Some(&made), svm(json!({"comment": "after"}))).await;
        let answered = system.provider.apply(&planned).await;
        let said = text_of(&answered.diagnostics);
        assert!(answered.diagnostics.has_errors(), "{hides}: {said}");
        assert_eq!(answered.stored.json()["comment"], "before", "{hides}: {said}");
        let changed = system.update(&answered.stored, svm(json!({"comment": "after"}))).await;
        assert_eq!(changed.json()["comment"], "after");
    }
}

#[tokio::test]
async fn a_storage_vm_whose_create_failed_is_made_by_the_next_apply() {
    for hides in [false, true] {
        let system = System::start().await;
        tell_failures_only_in_jobs(&system, hides).await;
        fail_next(&system, "POST", "/api/private/cli/vserver").await;
        let config = svm(json!({"timeouts": {"create": "6s"}}));
        let planned = system.provider.plan(SVM, None, config.clone()).await;
        let answered = system.provider.apply(&planned).await;
        let said = text_of(&answered.diagnostics);
        assert!(!said.is_empty(), "{hides}");
        let made = if answered.stored.exists() {
            assert_eq!(answered.stored.json()["complete"], false, "{hides}: {said}");
            system.update(&answered.stored, config).await
        } else {
            system.create(SVM, config).await
        };
        assert_eq!(made.json()["complete"], true, "{hides}: {said}");
    }
}
