//! Interfaces that do not belong to this system: no address is released from them, and none is assigned to
//! them.

use cvo_simulator::inventory::Preset;

use super::*;

/// Returns an interface that is not behind e0a of any node, with a secondary address.
async fn stranger(system: &System) -> (String, String) {
    let state = system.provider.data("cvo_system", json!({})).await.json();
    let ours: Vec<_> = state["interfaces"].as_object().unwrap().values().cloned().collect();
    let ours: Vec<_> = ours.iter().map(|found| found["network_interface_id"].clone()).collect();
    let all = addresses(system).await;
    let found = all.as_array().unwrap().iter().find(|found| !ours.contains(&found["id"])).unwrap();
    let (id, primary) = (found["id"].as_str().unwrap(), found["private_ips"][0].as_str().unwrap());
    let address = sibling(primary, 199);
    assign_by_hand(system, id, &address);
    (id.to_owned(), address)
}

/// Returns the state of another object with a stranger's interface and address, and the original object.
async fn copied(system: &System, interface: &str, address: &str) -> (Stored, Stored) {
    let (own, had) = e0a(system).await;
    let config = json!({"network_interface_id": own, "private_ip": sibling(&had[0], 60)});
    let made = system.create(TYPE, config).await;
    let mut state = made.json();
    state["id"] = json!(format!("{interface}/{address}"));
    state["network_interface_id"] = json!(interface);
    state["private_ip"] = json!(address);
    let copy = system.provider.upgrade(TYPE, 0, state).await.stored;
    (Stored { private: made.private.clone(), ..copy }, made)
}

async fn nothing_is_taken(preset: Preset) {
    let system = System::of(preset).await;
    let (interface, address) = stranger(&system).await;
    let (damaged, made) = copied(&system, &interface, &address).await;
    let before = system.state().await;
    let plan = system.provider.plan_destroy(&made).await;
    let unplanned =
        tfplugin::testing::Planned { stored: damaged.clone(), private: damaged.private.clone(), ..plan };
    let deleted = system.provider.apply(&unplanned).await;
    assert!(deleted.stored.exists());
    for diagnostics in [system.provider.plan_destroy(&damaged).await.diagnostics, deleted.diagnostics] {
        let message = text_of(&diagnostics);
        assert!(diagnostics.has_errors(), "{preset:?}");
        for expected in [interface.as_str(), "of instance i-", "terraform state rm"] {
            assert!(message.contains(expected), "{preset:?} {expected}: {message}");
        }
    }
    assert_eq!(system.state().await, before, "{preset:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_state_takes_no_address_from_a_stranger() {
    for preset in [Preset::SingleNode, Preset::HaSingleAz, Preset::HaMultiAz] {
        nothing_is_taken(preset).await;
    }
}

#[tokio::test]
async fn nothing_is_assigned_to_a_stranger() {
    let system = System::start().await;
    let (interface, address) = stranger(&system).await;
    let message =
        refusal(&system, json!({"network_interface_id": interface, "private_ip": sibling(&address, 198)}))
            .await;
    assert!(message.contains(&interface) && message.contains("of instance i-"), "{message}");
}
