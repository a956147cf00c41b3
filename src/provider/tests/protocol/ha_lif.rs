//! `cvo_lif` on HA pairs: failovers, which do not show in the state, and floating addresses.

use crate::support::{System, text_of};
use cvo_simulator::inventory::Preset;
use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

const TYPE: &str = "cvo_lif";
const TABLES: [&str; 2] = ["rtb-0c0a51de000000031", "rtb-0c0a51de000000032"];
const SINGLE_AZ_NODE_1: &str = "eni-0c0a51de00021e0a0";
const MULTI_AZ_NODES: [&str; 2] = ["eni-0c0a51de00031e0a0", "eni-0c0a51de00032e0a0"];

async fn system_with_svm(preset: Preset) -> System {
    let system = System::of(preset).await;
    system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await;
    system
}

async fn address(system: &System, interface: &str, address: &str) {
    system
        .create("cvo_secondary_ip", json!({"network_interface_id": interface, "private_ip": address}))
        .await;
}

/// Returns a NAS LIF on node 1.
fn nas(address: &str) -> Json {
    json!({"name": "nas", "svm_name": "svm_2", "address": address, "home_node": "cvo-node1"})
}

/// Returns the same LIF with a floating address and further attributes.
fn floating(address: &str, more: Json) -> Json {
    let mut config = nas(address);
    config["additional_cidrs"] = json!([]);
    config.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    config
}

/// Makes a LIF for blocks on a node of a pair in several zones.
async fn iscsi(system: &System, node: usize, host: u8) -> Stored {
    let private = format!("10.40.{node}.{host}");
    address(system, MULTI_AZ_NODES[node - 1], &private).await;
    let config = json!({"name": format!("iscsi_{node}"), "svm_name": "svm_2", "address": private,
        "home_node": format!("cvo-node{node}"), "service_policy": "default-data-blocks"});
    system.create(TYPE, config).await
}

/// Reads and plans as each run does, and asserts that neither finds a change.
async fn assert_unchanged(system: &System, stored: &Stored, config: &Json, when: &str) {
    system.run_again().await;
    let read = system.provider.read(stored).await;
    assert_eq!(read.json(), stored.json(), "{when}: {}", text_of(&read.diagnostics));
    let plan = system.provider.plan(TYPE, Some(&read.stored), config.clone()).await;
    assert!(plan.is_empty() && plan.diagnostics.is_empty(), "{when}: {}", text_of(&plan.diagnostics));
}

async fn assert_failovers_do_not_show(system: &System, stored: &Stored, config: &Json) {
    for node in ["cvo-node1", "cvo-node2"] {
        system.takeover(node).await;
        assert_unchanged(system, stored, config, &format!("{node} is taken over")).await;
        system.giveback(node).await;
        assert_unchanged(system, stored, config, &format!("after the giveback to {node}")).await;
    }
}

/// Returns the refusal of a create, which must not change anything.
async fn refusal(system: &System, config: Json) -> String {
    let before = system.state().await;
    let plan = system.provider.plan(TYPE, None, config).await;
    let mut diagnostics = plan.diagnostics.clone();
    if !diagnostics.has_errors() {
        diagnostics.extend(system.provider.apply(&plan).await.diagnostics);
    }
    assert!(diagnostics.has_errors());
    assert_eq!(system.state().await, before, "a refusal changes nothing");
    text_of(&diagnostics)
}

/// Returns the routes of the multi-AZ VPC's tables to this address.
async fn targets(system: &System, address: &str) -> Vec<Json> {
    let state = system.state().await;
    let tables = state["route_tables"].as_array().unwrap().clone();
    let routes = tables.iter().flat_map(|table| table["routes"].as_array().unwrap());
    routes.filter(|route| route.to_string().contains(&format!("\"{address}/32\""))).cloned().collect()
}

#[tokio::test]
async fn failovers_in_one_zone_do_not_show() {
    let system = system_with_svm(Preset::HaSingleAz).await;
    address(&system, SINGLE_AZ_NODE_1, "10.30.1.70").await;
    let lif = system.create(TYPE, nas("10.30.1.70")).await;
    assert_failovers_do_not_show(&system, &lif, &nas("10.30.1.70")).await;
}

#[tokio::test]
async fn failovers_in_several_zones_do_not_show() {
    let system = system_with_svm(Preset::HaMultiAz).await;
    iscsi(&system, 1, 70).await;
    iscsi(&system, 2, 70).await;
    let config = floating("192.168.40.70", json!({"require_private_lifs": true}));
    let lif = system.create(TYPE, config.clone()).await;
    assert_failovers_do_not_show(&system, &lif, &config).await;
}

#[tokio::test]
async fn a_lif_on_a_node_in_takeover_is_made_only_if_allowed() {
    let system = system_with_svm(Preset::HaSingleAz).await;
    address(&system, SINGLE_AZ_NODE_1, "10.30.1.70").await;
    system.takeover("cvo-node1").await;
    system.run_again().await;
    let message = refusal(&system, nas("10.30.1.70")).await;
    assert!(message.contains("cvo-node1 is taken over by its partner"), "{message}");
    let mut allowed = nas("10.30.1.70");
    allowed["allow_during_takeover"] = json!(true);
    system.create(TYPE, allowed).await;
}

#[tokio::test]
async fn a_floating_address_needs_no_assignment_and_its_routes_appear_and_vanish() {
    let system = system_with_svm(Preset::HaMultiAz).await;
    system.command("mediator", json!({"route_delay_ms": 1500})).await;
    let before = system.state().await;
    for more in [json!({}), json!({"route_table_ids": TABLES})] {
        let config = floating("192.168.40.70", more);
        let lif = system.create(TYPE, config.clone()).await;
        assert_eq!(targets(&system, "192.168.40.70").await.len(), 2, "there is one route in each table");
        assert_eq!(lif.json()["netmask"], json!("24"), "the mask of the home node's subnet");
        assert_unchanged(&system, &lif, &config, "made").await;
        let plan = system.provider.plan_destroy(&lif).await;
        let gone = system.provider.apply(&plan).await;
        assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
        assert_eq!(system.state().await, before);
    }
}

#[tokio::test]
async fn a_floating_address_changes_with_its_routes_even_during_a_takeover() {
    let system = system_with_svm(Preset::HaMultiAz).await;
    iscsi(&system, 1, 70).await;
    iscsi(&system, 2, 70).await;
    let lif = system.create(TYPE, floating("192.168.40.70", json!({}))).await;
    system.takeover("cvo-node1").await;
    system.run_again().await;
    let config = floating("192.168.40.71", json!({}));
    let plan = system.provider.plan(TYPE, Some(&lif), config.clone()).await;
    let changed = system.provider.apply(&plan).await;
    assert!(changed.diagnostics.is_empty(), "{}", text_of(&changed.diagnostics));
    assert_eq!(targets(&system, "192.168.40.71").await.len(), 2);
    system.giveback("cvo-node1").await;
    assert_unchanged(&system, &changed.stored, &config, "after the giveback").await;
}

#[tokio::test]
async fn each_address_that_cannot_float_is_refused_with_the_reason() {
    let system = system_with_svm(Preset::HaMultiAz).await;
    let cases = [
        (nas("10.60.1.5"), "10.60.0.0/16 of VPC vpc-"),
        (nas("10.40.2.70"), "outside the subnet of the home node"),
        (nas("10.40.1.70"), "cannot migrate with the LIF"),
        (floating("192.168.40.70", json!({"additional_cidrs": ["192.168.40.0/24"]})), "additional_cidrs"),
        (floating("192.168.40.12", json!({})), "LIF ip_nas_1 of storage VM svm_cvo"),
        (floating("192.168.40.70", json!({"require_private_lifs": true})), "cvo-node1, cvo-node2"),
        (
            floating("192.168.40.70", json!({"route_table_ids": ["rtb-0123456789abcdef0"]})),
            "rtb-0123456789abcdef0",
        ),
    ];
    for (config, expected) in cases {
        let message = refusal(&system, config).await;
        assert!(message.contains(expected), "{expected}: {message}");
    }
}

#[tokio::test]
async fn a_warning_names_what_could_not_be_compared() {
    let system = system_with_svm(Preset::HaMultiAz).await;
    let plan = system.provider.plan(TYPE, None, nas("192.168.40.70")).await;
    assert!(!plan.diagnostics.has_errors() && text_of(&plan.diagnostics).contains("other accounts"));
    let plan = system.provider.plan(TYPE, None, floating("192.168.40.70", json!({"netmask": "16"}))).await;
    assert!(!plan.diagnostics.has_errors() && text_of(&plan.diagnostics).contains("16 bits"));
}

#[tokio::test]
async fn a_mediator_without_permission_is_explained() {
    let system = system_with_svm(Preset::HaMultiAz).await;
    system.command("mediator", json!({"permitted": false})).await;
    let message = refusal(&system, floating("192.168.40.70", json!({}))).await;
    assert!(message.contains("53281468") && message.contains("ec2:CreateRoute"), "{message}");
    assert!(message.starts_with("[address]"), "{message}");
}

#[tokio::test]
async fn a_private_lif_that_stays_at_home_is_made_in_several_zones() {
    let system = system_with_svm(Preset::HaMultiAz).await;
    address(&system, MULTI_AZ_NODES[0], "10.40.1.71").await;
    let mut config = nas("10.40.1.71");
    config["failover"] = json!("home_port_only");
    system.create(TYPE, config).await;
    let blocks = iscsi(&system, 2, 72).await;
    assert_eq!(blocks.json()["netmask"], json!("24"));
}
