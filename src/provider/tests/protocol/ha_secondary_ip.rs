//! `cvo_secondary_ip` on HA pairs: reassignment, and failovers, which do not show in the state.

use crate::support::{System, text_of};
use cvo_simulator::inventory::Preset;
use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

const TYPE: &str = "cvo_secondary_ip";
const NODE_1: &str = "eni-0c0a51de00021e0a0";
const NODE_2: &str = "eni-0c0a51de00022e0a0";

fn config(interface: &str, address: &str) -> Json {
    json!({"network_interface_id": interface, "private_ip": address})
}

fn reassigning(interface: &str, address: &str) -> Json {
    json!({"network_interface_id": interface, "private_ip": address, "allow_reassignment": true})
}

/// Returns the interface that has the address.
async fn holder(system: &System, address: &str) -> Option<String> {
    let state = system.state().await;
    let has = |found: &&Json| found["private_ips"].as_array().unwrap().contains(&json!(address));
    let found = state["interfaces"].as_array().unwrap().iter().find(has).cloned();
    found.map(|found| found["id"].as_str().unwrap().to_owned())
}

/// Returns the refusal of a create, which must not change anything.
async fn refusal(system: &System, config: Json) -> String {
    let before = system.state().await;
    let plan = system.provider.plan(TYPE, None, config).await;
    assert!(!plan.diagnostics.has_errors(), "a takeover blocks no plan: {}", text_of(&plan.diagnostics));
    let refused = system.provider.apply(&plan).await;
    assert!(refused.diagnostics.has_errors());
    assert_eq!(system.state().await, before, "a refusal changes nothing");
    text_of(&refused.diagnostics)
}

/// Reads and plans as each run does, and asserts that neither finds a change.
async fn assert_unchanged(system: &System, stored: &Stored, config: &Json, when: &str) {
    system.run_again().await;
    let read = system.provider.read(stored).await;
    assert_eq!(read.stored, *stored, "{when}: {}", text_of(&read.diagnostics));
    let plan = system.provider.plan(TYPE, Some(stored), config.clone()).await;
    assert!(plan.is_empty() && plan.diagnostics.is_empty(), "{when}: {}", text_of(&plan.diagnostics));
}

/// Makes an address, and the NAS LIF of a further storage VM on it.
async fn address_with_lif(system: &System, address: &str) -> Stored {
    let made = system.create(TYPE, config(NODE_1, address)).await;
    system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await;
    let lif = json!({"name": "nas", "svm_name": "svm_2", "address": address, "home_node": "cvo-node1"});
    system.create("cvo_lif", lif).await;
    made
}

#[tokio::test]
async fn a_chosen_address_is_new_even_if_reassignment_is_allowed() {
    let system = System::of(Preset::HaSingleAz).await;
    let before = system.state().await;
    let config = json!({"network_interface_id": NODE_1, "allow_reassignment": true});
    let plan = system.provider.plan(TYPE, None, config.clone()).await;
    assert_eq!(plan.planned()["release_on_destroy"], json!(true));
    let made = system.create(TYPE, config.clone()).await;
    assert_unchanged(&system, &made, &config, "after the create").await;
    let destroy = system.provider.plan_destroy(&made).await;
    assert!(system.provider.apply(&destroy).await.diagnostics.is_empty());
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn an_address_that_moves_with_its_lif_is_healthy() {
    let system = System::of(Preset::HaSingleAz).await;
    let made = address_with_lif(&system, "10.30.1.70").await;
    let config = config(NODE_1, "10.30.1.70");
    system.takeover("cvo-node1").await;
    assert_eq!(holder(&system, "10.30.1.70").await.unwrap(), NODE_2);
    assert_unchanged(&system, &made, &config, "node 1 is taken over").await;
    let imported = system.provider.import(TYPE, &format!("{NODE_1}/10.30.1.70")).await;
    assert!(imported.diagnostics.is_empty(), "{}", text_of(&imported.diagnostics));
    system.giveback("cvo-node1").await;
    assert_unchanged(&system, &made, &config, "after the giveback").await;
    system.takeover("cvo-node2").await;
    assert_unchanged(&system, &made, &config, "node 2 is taken over").await;
}

#[tokio::test]
async fn an_address_that_stayed_with_the_partner_is_released_there() {
    let system = System::of(Preset::HaSingleAz).await;
    let before = system.state().await;
    let made = system.create(TYPE, config(NODE_1, "10.30.1.51")).await;
    let moved = cvo_simulator::world::ec2::AssignRequest {
        network_interface_id: NODE_2.to_owned(),
        private_ip_addresses: vec!["10.30.1.51".to_owned()],
        allow_reassignment: true,
        ..Default::default()
    };
    {
        let world = system.simulator.world();
        let mut world = world.lock();
        let now = world.clock.now();
        world.ec2.assign_private_ip_addresses(now, &moved).unwrap();
    }
    assert_unchanged(&system, &made, &config(NODE_1, "10.30.1.51"), "on the partner's interface").await;
    let plan = system.provider.plan_destroy(&made).await;
    let gone = system.provider.apply(&plan).await;
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn an_unused_address_is_taken_from_the_partner_if_allowed() {
    let system = System::of(Preset::HaSingleAz).await;
    system.create(TYPE, config(NODE_2, "10.30.1.52")).await;
    let message = refusal(&system, config(NODE_1, "10.30.1.52")).await;
    assert!(message.contains(NODE_2) && message.contains("allow_reassignment"), "{message}");
    let message = refusal(&system, reassigning(NODE_1, "10.30.1.52")).await;
    assert!(message.contains("Another cvo_secondary_ip of this run"), "{message}");
    system.run_again().await;
    let taken = system.create(TYPE, reassigning(NODE_1, "10.30.1.52")).await;
    assert_eq!(holder(&system, "10.30.1.52").await.unwrap(), NODE_1);
    assert_eq!(taken.json()["release_on_destroy"], json!(true));
}

#[tokio::test]
async fn an_address_of_a_lif_of_the_partner_is_refused() {
    let system = System::of(Preset::HaSingleAz).await;
    let message = refusal(&system, reassigning(NODE_1, "10.30.1.23")).await;
    assert!(message.contains("LIF ip_iscsi_2") && message.contains(NODE_2), "{message}");
    let message = refusal(&system, reassigning(NODE_1, "10.30.1.200")).await;
    assert!(message.contains("never moved"), "a foreign interface: {message}");
}

#[tokio::test]
async fn an_address_that_a_takeover_has_moved_is_accepted_where_it_is() {
    let system = System::of(Preset::HaSingleAz).await;
    let made = address_with_lif(&system, "10.30.1.70").await;
    system.takeover("cvo-node1").await;
    system.run_again().await;
    let again = config_during_takeover(NODE_1, "10.30.1.70");
    let message = refusal(&system, config_during_takeover(NODE_1, "10.30.1.23")).await;
    assert!(message.contains("LIF ip_iscsi_2"), "the partner's address stays with the partner: {message}");
    let accepted = system.create(TYPE, again.clone()).await;
    assert_eq!(holder(&system, "10.30.1.70").await.unwrap(), NODE_2);
    assert_eq!(accepted.json()["release_on_destroy"], json!(false));
    assert_eq!(accepted.json()["id"], made.json()["id"]);
    system.giveback("cvo-node1").await;
    assert_unchanged(&system, &accepted, &again, "accepted").await;
}

fn config_during_takeover(interface: &str, address: &str) -> Json {
    let mut config = reassigning(interface, address);
    config["allow_during_takeover"] = json!(true);
    config
}

#[tokio::test]
async fn no_address_is_made_for_a_node_that_is_taken_over() {
    let system = System::of(Preset::HaSingleAz).await;
    system.takeover("cvo-node1").await;
    system.run_again().await;
    let message = refusal(&system, config(NODE_1, "10.30.1.53")).await;
    assert!(message.contains("cvo-node1 is taken over by its partner"), "{message}");
    system.command("clock", json!({"advance_ms": 61_000})).await;
    let message = refusal(&system, config(NODE_1, "10.30.1.53")).await;
    assert!(message.contains("cvo-node1 is waiting for the giveback"), "{message}");
    system.create(TYPE, config(NODE_2, "10.30.1.54")).await;
    let mut allowed = config(NODE_1, "10.30.1.53");
    allowed["allow_during_takeover"] = json!(true);
    system.create(TYPE, allowed).await;
}

#[tokio::test]
async fn nothing_is_adopted_during_a_takeover() {
    let system = System::of(Preset::HaSingleAz).await;
    system.create(TYPE, config(NODE_1, "10.30.1.55")).await;
    system.takeover("cvo-node2").await;
    system.run_again().await;
    let mut adopting = config(NODE_1, "10.30.1.55");
    adopting["reuse_unused"] = json!(true);
    let message = refusal(&system, adopting.clone()).await;
    assert!(message.contains("takeover of the HA pair is in progress"), "{message}");
    system.giveback("cvo-node2").await;
    system.create(TYPE, adopting).await;
}

#[tokio::test]
async fn an_address_on_neither_interface_is_assigned_again() {
    let system = System::of(Preset::HaSingleAz).await;
    let config = config(NODE_1, "10.30.1.56");
    let made = system.create(TYPE, config.clone()).await;
    let plan = system.provider.plan_destroy(&made).await;
    assert!(system.provider.apply(&plan).await.diagnostics.is_empty());
    let read = system.provider.read(&made).await;
    assert_eq!(read.json()["assigned"], json!(false));
    let again = system.update(&read.stored, config).await;
    assert_eq!(again.json(), made.json());
}

#[tokio::test]
async fn an_address_that_a_takeover_has_moved_unseen_is_released_where_it_is() {
    let system = System::of(Preset::HaSingleAz).await;
    let made = address_with_lif(&system, "10.30.1.70").await;
    // Reads of EC2 still show it where it was.
    system.command("consistency", json!({"ec2_read_delay_ms": 2_500})).await;
    system.takeover("cvo-node1").await;
    system.simulator.world().lock().cluster.interfaces.retain(|lif| lif.name != "nas");
    assert_eq!(holder(&system, "10.30.1.70").await.as_deref(), Some(NODE_2));
    system.run_again().await;
    let gone = system.provider.apply(&system.provider.plan_destroy(&made).await).await;
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    assert_eq!(holder(&system, "10.30.1.70").await, None);
}
