//! "Nothing was changed." is true and appears once. The framework adds it to an apply that sent no write.

use serde_json::{Value as Json, json};

use crate::support::{System, text_of};

const SENTENCE: &str = "Nothing was changed.";

/// Returns the refusal of an apply that makes a new object; the plan is accepted.
async fn refusal(system: &System, type_name: &str, config: Json) -> String {
    let plan = system.provider.plan(type_name, None, config).await;
    assert!(!plan.diagnostics.has_errors(), "plan: {}", text_of(&plan.diagnostics));
    let refused = system.provider.apply(&plan).await;
    assert!(refused.diagnostics.has_errors() && !refused.stored.exists(), "{type_name}");
    text_of(&refused.diagnostics)
}

#[tokio::test]
async fn a_refusal_before_any_write_says_nothing_was_changed() {
    let system = System::start().await;
    let before = system.state().await;
    let state = system.provider.data("cvo_system", json!({})).await.json();
    let interface = state["interfaces"].as_object().unwrap().values().next().unwrap().clone();
    // An address of somebody else's interface.
    let taken = "10.20.1.200";
    let address = json!({"network_interface_id": interface["network_interface_id"], "private_ip": taken});
    let no_policy = json!({"svm_name": "svm_cvo", "from_policy": "no-such-policy"});
    for (type_name, config) in [("cvo_secondary_ip", address), ("cvo_service_policy_move", no_policy)] {
        let said = refusal(&system, type_name, config).await;
        assert_eq!(said.matches(SENTENCE).count(), 1, "{said}");
        assert!(said.trim_end().ends_with(SENTENCE), "{said}");
    }
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn a_failure_after_a_write_does_not_say_nothing_was_changed() {
    let system = System::start().await;
    let config = |comment: &str| json!({"name": "svm_2", "aggregates": ["aggr1"], "comment": comment});
    let made = system.create("cvo_storage_vm", config("one")).await;
    let error = json!({"kind": "error", "status": 400, "code": "13434881", "message": "not now"});
    system.fault(json!({"method": "PATCH", "path": "/api/svm/svms/*", "effect": error})).await;
    let plan = system.provider.plan("cvo_storage_vm", Some(&made), config("two")).await;
    let failed = system.provider.apply(&plan).await;
    assert!(failed.diagnostics.has_errors());
    let said = text_of(&failed.diagnostics).to_lowercase();
    assert!(!said.contains("nothing was changed"), "{said}");
}
