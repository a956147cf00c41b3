//! `data.cvo_system` and `data.cvo_storage_vm` on a simulated system.

use crate::support::{System, text_of};
use serde_json::json;

#[tokio::test]
async fn the_two_halves_are_joined() {
    let system = System::start().await;
    let read = system.provider.data("cvo_system", json!({})).await;
    assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    let state = read.json();
    assert_eq!(state["topology"], json!("single_node"));
    assert_eq!(state["ontap_version"], json!("9.15.1"));
    let (name, node) = state["nodes"].as_object().unwrap().iter().next().unwrap();
    for attribute in ["serial_number", "system_id", "instance_id", "instance_type", "availability_zone"] {
        assert!(node[attribute].is_string(), "{attribute}: {node}");
    }
    let interface = &state["interfaces"][name];
    assert_eq!(node["network_interface_id"], interface["network_interface_id"]);
    assert_eq!((&interface["address_limit"], &interface["used"]), (&json!(15), &json!(6)));
    assert_eq!((&interface["left"], &interface["unused"]), (&json!(9), &json!([])));
}

#[tokio::test]
async fn every_address_has_its_role() {
    let system = System::start().await;
    let state = system.provider.data("cvo_system", json!({})).await.json();
    let interface = state["interfaces"].as_object().unwrap().values().next().unwrap();
    let mut roles: Vec<_> = interface["addresses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|held| held["role"].as_str().unwrap())
        .collect();
    roles.sort_unstable();
    let expected =
        ["cluster_management", "intercluster", "iscsi", "nas", "node_management", "svm_management"];
    assert_eq!(roles, expected);
}

#[tokio::test]
async fn the_default_storage_vm_is_the_oldest_one_regardless_of_names() {
    let system = System::start().await;
    system.create("cvo_storage_vm", json!({"name": "a_first", "aggregates": ["aggr1"]})).await;
    let state = system.provider.data("cvo_system", json!({})).await.json();
    let default = state["default_svm_name"].as_str().unwrap();
    assert_ne!(default, "a_first");
    let found = system.provider.data("cvo_storage_vm", json!({"name": default})).await;
    assert_eq!(found.json()["id"], state["default_svm_id"]);
    let missing = system.provider.data("cvo_storage_vm", json!({"name": "svm_9"})).await;
    assert!(text_of(&missing.diagnostics).contains(default), "the candidates are listed");
}

#[tokio::test]
async fn an_unused_address_is_shown() {
    let system = System::start().await;
    let state = system.provider.data("cvo_system", json!({})).await.json();
    let interface = state["interfaces"].as_object().unwrap().values().next().unwrap();
    let config = json!({"network_interface_id": interface["network_interface_id"]});
    let made = system.create("cvo_secondary_ip", config).await.json();
    let state = system.provider.data("cvo_system", json!({})).await.json();
    let interface = state["interfaces"].as_object().unwrap().values().next().unwrap();
    assert_eq!(interface["unused"], json!([made["private_ip"]]));
    assert_eq!(interface["left"], json!(8));
}
