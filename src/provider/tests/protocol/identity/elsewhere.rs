//! Identities that name nothing on this system.

use super::*;

/// A uuid of nothing.
const NOBODY: &str = "0000aaaa-0000-11ee-8000-00000000aaaa";

/// Returns the refusal of an import, which changes nothing.
async fn refusal(system: &System, type_name: &str, identity: Json) -> String {
    let before = system.state().await;
    let refused = system.provider.import_by_identity(type_name, identity.clone()).await;
    let said = text_of(&refused.diagnostics);
    assert!(refused.diagnostics.has_errors() && !refused.stored.exists(), "{type_name} {identity}: {said}");
    assert_eq!(system.state().await, before, "{type_name}");
    said
}

#[tokio::test]
async fn an_identity_of_another_cluster_is_refused_before_anything_is_looked_at() {
    for (case, system, stored, _) in of_all(Preset::SingleNode).await {
        let mut identity = stored.identity();
        if identity.get("cluster_uuid").is_none() {
            continue;
        }
        let here = identity["cluster_uuid"].as_str().unwrap().to_owned();
        identity["cluster_uuid"] = json!(NOBODY);
        system.requests().await;
        system.run_again().await;
        let said = refusal(&system, case.type_name, identity).await;
        for part in [NOBODY, &here, "CVO_ENDPOINT", "Nothing is imported"] {
            assert!(said.contains(part), "{}: {part}: {said}", case.type_name);
        }
        let requests: Vec<_> =
            system.requests().await.into_iter().filter(|request| request.starts_with("ontap")).collect();
        assert_eq!(requests, ["ontap GET /api/cluster"], "{}", case.type_name);
    }
}

#[tokio::test]
async fn an_identity_of_nothing_is_refused_with_what_there_is() {
    for (case, system, stored, _) in of_all(Preset::SingleNode).await {
        let (changes, expected): (Json, &[&str]) = match case.type_name {
            "cvo_storage_vm" => (json!({"uuid": NOBODY}), &[NOBODY, "svm_2"]),
            "cvo_lif" => (json!({"uuid": NOBODY}), &[NOBODY, "svm_2/ip_nas_2"]),
            "cvo_route" => (json!({"gateway": "10.20.1.9"}), &["10.20.1.9", "svm_2/0.0.0.0/0/10.20.1.1"]),
            "cvo_service_policy_move" => (json!({"svm_uuid": NOBODY}), &[NOBODY, "svm_2"]),
            _ => (json!({"private_ip": "10.20.1.99"}), &["10.20.1.99", "eni-"]),
        };
        let mut identity = stored.identity();
        identity.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let said = refusal(&system, case.type_name, identity).await;
        for part in expected {
            assert!(said.contains(part), "{}: {part}: {said}", case.type_name);
        }
    }
}

#[tokio::test]
async fn what_is_no_uuid_or_no_address_is_refused_offline() {
    for (case, system, stored, _) in of_all(Preset::SingleNode).await {
        for (name, _) in stored.identity().as_object().unwrap() {
            if ["subnet_id", "from_policy"].contains(&name.as_str()) {
                continue;
            }
            let mut identity = stored.identity();
            identity[name] = json!("nonsense");
            system.requests().await;
            let said = refusal(&system, case.type_name, identity).await;
            assert!(said.contains(name) && said.contains("nonsense"), "{}: {said}", case.type_name);
        }
    }
}
