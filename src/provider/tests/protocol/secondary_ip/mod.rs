//! `cvo_secondary_ip` through the protocol, on a simulated system.

mod complete;
mod damaged;
mod faults;
mod named;
mod strangers;
mod together;
mod twins;

use crate::support::{System, text_of};
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Stored};

const TYPE: &str = "cvo_secondary_ip";
const ASSIGN: &str = "AssignPrivateIpAddresses";
const UNASSIGN: &str = "UnassignPrivateIpAddresses";
const DESCRIBE: &str = "DescribeNetworkInterfaces";

/// Returns every address of every interface, by interface.
async fn addresses(system: &System) -> Json {
    system.state().await["interfaces"].clone()
}

/// Returns the interface that has the address.
async fn holder(system: &System, address: &str) -> Option<String> {
    let has = |found: &&Json| found["private_ips"].as_array().unwrap().contains(&json!(address));
    let found = addresses(system).await.as_array().unwrap().iter().find(has).cloned();
    found.map(|found| found["id"].as_str().unwrap().to_owned())
}

/// Plans and applies a create, whatever its outcome.
async fn try_create(system: &System, config: Json) -> Answered {
    let plan = system.provider.plan(TYPE, None, config).await;
    assert!(!plan.diagnostics.has_errors(), "plan: {}", text_of(&plan.diagnostics));
    system.provider.apply(&plan).await
}

/// Plans and applies a destroy, whatever its outcome.
async fn try_destroy(system: &System, stored: &Stored) -> Answered {
    let plan = system.provider.plan_destroy(stored).await;
    assert!(!plan.diagnostics.has_errors(), "plan: {}", text_of(&plan.diagnostics));
    system.provider.apply(&plan).await
}

/// Applies a stored object once more: refresh, plan, apply.
async fn apply_again(system: &System, stored: &Stored, config: Json) -> Answered {
    let read = system.provider.read(stored).await;
    assert!(!read.diagnostics.has_errors(), "read: {}", text_of(&read.diagnostics));
    let plan = system.provider.plan(TYPE, Some(&read.stored), config).await;
    assert!(!plan.diagnostics.has_errors(), "plan: {}", text_of(&plan.diagnostics));
    assert!(plan.replace.is_empty(), "an update, not a replacement: {:?}", plan.replace);
    system.provider.apply(&plan).await
}

/// Assigns an address by hand, as another administrator does.
fn assign_by_hand(system: &System, interface: &str, address: &str) {
    let request = cvo_simulator::world::ec2::AssignRequest {
        network_interface_id: interface.to_owned(),
        private_ip_addresses: vec![address.to_owned()],
        ..Default::default()
    };
    let world = system.simulator.world();
    let mut world = world.lock();
    let now = world.clock.now();
    world.ec2.assign_private_ip_addresses(now, &request).unwrap();
}

/// Makes a storage VM with a NAS LIF on the address.
async fn lif_on(system: &System, address: &str) -> (Json, Stored) {
    system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await;
    let state = system.provider.data("cvo_system", json!({})).await.json();
    let node = state["interfaces"].as_object().unwrap().keys().next().unwrap().clone();
    let config = json!({"name": "nas", "svm_name": "svm_2", "address": address, "home_node": node});
    let lif = system.create("cvo_lif", config.clone()).await;
    (config, lif)
}

/// Returns the interface behind e0a and its addresses, the primary one first.
async fn e0a(system: &System) -> (String, Vec<String>) {
    let read = system.provider.data("cvo_system", json!({})).await;
    assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    let state = read.json();
    let interface = state["interfaces"].as_object().unwrap().values().next().unwrap().clone();
    let addresses = interface["addresses"].as_array().unwrap().iter();
    let id = interface["network_interface_id"].as_str().unwrap().to_owned();
    (id, addresses.map(|held| held["address"].as_str().unwrap().to_owned()).collect())
}

/// Returns an address of the same subnet.
fn sibling(address: &str, host: u8) -> String {
    let (subnet, _) = address.rsplit_once('.').unwrap();
    format!("{subnet}.{host}")
}

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

#[tokio::test]
async fn a_free_address_is_chosen_and_released_again() {
    let system = System::start().await;
    let before = system.state().await;
    let (interface, had) = e0a(&system).await;
    let config = json!({"network_interface_id": interface});
    let made = system.create(TYPE, config.clone()).await;
    let state = made.json();
    let address = state["private_ip"].as_str().unwrap().to_owned();
    assert!(!had.contains(&address));
    assert_eq!(state["id"], json!(format!("{interface}/{address}")));
    assert_eq!((&state["assigned"], &state["release_on_destroy"]), (&json!(true), &json!(true)));
    assert_eq!(system.provider.read(&made).await.stored, made);
    assert!(system.provider.plan(TYPE, Some(&made), config).await.is_empty());
    let plan = system.provider.plan_destroy(&made).await;
    let gone = system.provider.apply(&plan).await;
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn two_resources_never_get_the_same_address() {
    let system = System::start().await;
    let (interface, _) = e0a(&system).await;
    let config = json!({"network_interface_id": interface});
    let (one, other) = tokio::join!(system.create(TYPE, config.clone()), system.create(TYPE, config.clone()));
    assert_ne!(one.json()["private_ip"], other.json()["private_ip"]);
}

#[tokio::test]
async fn each_impossible_address_is_refused_with_the_reason() {
    let system = System::start().await;
    let (interface, had) = e0a(&system).await;
    let named = |address: String| json!({"network_interface_id": interface, "private_ip": address});
    let cases = [
        (named(had[0].clone()), "primary address"),
        (named(had[1].clone()), "already assigned"),
        (named("192.0.2.7".into()), "outside the subnet"),
        (named(sibling(&had[0], 2)), "reserved by AWS"),
        (named(sibling(&had[0], 255)), "reserved by AWS"),
        (json!({"network_interface_id": "eni-0123456789abcdef0"}), "eni-0123456789abcdef0"),
    ];
    for (config, expected) in cases {
        let message = refusal(&system, config).await;
        assert!(message.contains(expected), "{expected}: {message}");
    }
}

#[tokio::test]
async fn an_address_of_another_interface_is_never_taken() {
    let system = System::start().await;
    let (interface, had) = e0a(&system).await;
    let state = system.state().await;
    let subnet = had[0].rsplit_once('.').unwrap().0.to_owned();
    let mut foreign =
        state["interfaces"].as_array().unwrap().iter().filter(|found| found["id"] != json!(interface));
    let address = foreign
        .find_map(|found| {
            let addresses = found["private_ips"].as_array()?;
            addresses.iter().find_map(|held| held.as_str().filter(|text| text.starts_with(&subnet)))
        })
        .expect("the preset has a foreign interface in the same subnet");
    let message = refusal(&system, json!({"network_interface_id": interface, "private_ip": address})).await;
    assert!(message.contains("in use by another network interface"), "{message}");
}

#[tokio::test]
async fn a_full_interface_says_what_fills_it() {
    let system = System::start().await;
    let (interface, _) = e0a(&system).await;
    let config = json!({"network_interface_id": interface});
    let mut left = 9;
    while left > 0 {
        system.create(TYPE, config.clone()).await;
        left -= 1;
    }
    let message = refusal(&system, config).await;
    assert!(message.contains("allows 15 private IPv4 addresses and 15 are in use"), "{message}");
    assert!(message.contains("LIF "), "the LIFs are named: {message}");
}

#[tokio::test]
async fn an_unused_address_is_adopted_and_not_released() {
    let system = System::start().await;
    let (interface, had) = e0a(&system).await;
    let address = sibling(&had[0], 60);
    let first = system.create(TYPE, json!({"network_interface_id": interface, "private_ip": address})).await;
    let adopting = json!({"network_interface_id": interface, "private_ip": address, "reuse_unused": true});
    let message = refusal(&system, adopting.clone()).await;
    assert!(message.contains("Another cvo_secondary_ip of this run"), "{message}");
    system.run_again().await;
    let adopted = system.create(TYPE, adopting).await;
    assert_eq!(adopted.json()["release_on_destroy"], json!(false));
    let plan = system.provider.plan_destroy(&adopted).await;
    system.requests().await;
    assert!(system.provider.apply(&plan).await.diagnostics.is_empty());
    assert!(
        system.provider.read(&first).await.json()["assigned"] == json!(true),
        "it was only removed from the state"
    );
}

#[tokio::test]
async fn an_imported_address_needs_no_change_and_is_kept_on_destroy() {
    let system = System::start().await;
    let (interface, had) = e0a(&system).await;
    let address = sibling(&had[0], 61);
    let config = json!({"network_interface_id": interface, "private_ip": address});
    system.create(TYPE, config.clone()).await;
    let imported = system.provider.import(TYPE, &format!("{interface}/{address}")).await;
    let read = system.provider.read(&imported.stored).await;
    let plan = system.provider.plan(TYPE, Some(&read.stored), config).await;
    assert!(plan.is_empty(), "{} {}", plan.planned(), text_of(&plan.diagnostics));
    assert_eq!(read.json()["release_on_destroy"], json!(false));
    for (id, expected) in [
        (format!("{interface}/{}", had[0]), "primary"),
        (format!("{interface}/{}", sibling(&had[0], 99)), "does not have"),
        ("nonsense".to_owned(), "Write the interface"),
    ] {
        let message = text_of(&system.provider.import(TYPE, &id).await.diagnostics);
        assert!(message.contains(expected), "{id}: {message}");
    }
}

#[tokio::test]
async fn a_vanished_address_keeps_its_identity_and_is_assigned_again() {
    let system = System::start().await;
    let (interface, had) = e0a(&system).await;
    let config = json!({"network_interface_id": interface, "private_ip": sibling(&had[0], 62)});
    let made = system.create(TYPE, config.clone()).await;
    let plan = system.provider.plan_destroy(&made).await;
    assert!(system.provider.apply(&plan).await.diagnostics.is_empty());
    let read = system.provider.read(&made).await;
    assert_eq!(read.json()["assigned"], json!(false));
    assert_eq!(read.json()["private_ip"], made.json()["private_ip"]);
    let again = system.update(&read.stored, config).await;
    assert_eq!(again.json(), made.json());
}
