//! The last private LIF of a node, which lets floating LIFs migrate there, through the protocol.

use crate::support::{System, text_of};
use cvo_simulator::inventory::Preset;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

const TYPE: &str = "cvo_lif";
const NODES: [&str; 2] = ["eni-0c0a51de00031e0a0", "eni-0c0a51de00032e0a0"];

/// A private LIF of `svm_2` that stays on its node in several zones, made together with its address.
struct Private {
    node: usize,
    host: u8,
}

impl Private {
    fn config(&self) -> Json {
        let Self { node, host } = self;
        json!({"name": format!("iscsi_{node}_{host}"), "svm_name": "svm_2", "address": format!("10.40.{node}.{host}"),
            "home_node": format!("cvo-node{node}"), "service_policy": "default-data-blocks",
            "timeouts": {"delete": "1s"}})
    }

    async fn make(&self, system: &System) -> Stored {
        let config = self.config();
        let address = json!({"network_interface_id": NODES[self.node - 1], "private_ip": config["address"]});
        system.create("cvo_secondary_ip", address).await;
        system.create(TYPE, config).await
    }
}

/// Returns a floating LIF of `svm_2`.
fn nas() -> Json {
    json!({"name": "nas", "svm_name": "svm_2", "address": "192.168.40.70", "home_node": "cvo-node1", "additional_cidrs": []})
}

async fn system() -> System {
    let system = System::of(Preset::HaMultiAz).await;
    system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await;
    system
}

/// Destroys a LIF, and returns the messages.
async fn destroy(system: &System, lif: &Stored) -> String {
    let plan = system.provider.plan_destroy(lif).await;
    assert!(
        plan.diagnostics.is_empty(),
        "the others may be destroyed in the same run: {}",
        text_of(&plan.diagnostics)
    );
    let answered = system.provider.apply(&plan).await;
    assert_eq!(answered.stored.exists(), answered.diagnostics.has_errors());
    text_of(&answered.diagnostics)
}

const FIRST: Private = Private { node: 1, host: 70 };
const SECOND: Private = Private { node: 2, host: 70 };

#[tokio::test(flavor = "multi_thread")]
async fn all_lifs_of_a_storage_vm_are_destroyed_at_the_same_time() {
    let system = system().await;
    let before = system.state().await["lifs"].clone();
    let mut lifs = vec![system.create(TYPE, nas()).await];
    for private in [FIRST, SECOND] {
        let mut patient = private.config();
        patient["timeouts"] = Json::Null;
        lifs.push(system.update(&private.make(&system).await, patient).await);
    }
    lifs.reverse();
    let messages = join_all(lifs.iter().map(|lif| destroy(&system, lif))).await;
    assert_eq!(messages, [""; 3]);
    assert_eq!(system.state().await["lifs"], before);
}

#[tokio::test]
async fn the_last_private_lif_of_a_node_is_destroyed_only_after_the_floating_one() {
    let system = system().await;
    let floating = system.create(TYPE, nas()).await;
    let private = FIRST.make(&system).await;
    SECOND.make(&system).await;
    let before = system.state().await;
    for node in ["", "cvo-node1", "cvo-node2"] {
        if !node.is_empty() {
            system.takeover(node).await;
        }
        let message = destroy(&system, &private).await;
        assert!(
            message.contains("the last private one of node cvo-node1 and cannot be destroyed"),
            "{message}"
        );
        assert!(message.contains("nas (192.168.40.70)") && message.contains("depends_on"), "{message}");
        if !node.is_empty() {
            system.giveback(node).await;
        }
        assert_eq!(system.state().await["lifs"], before["lifs"], "{node}");
    }
    assert_eq!(destroy(&system, &floating).await, "");
    assert_eq!(destroy(&system, &private).await, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_private_lifs_on_a_node_stays() {
    let system = system().await;
    system.create(TYPE, nas()).await;
    let lifs = [FIRST.make(&system).await, Private { node: 1, host: 71 }.make(&system).await];
    let messages = join_all(lifs.iter().map(|lif| destroy(&system, lif))).await;
    assert_eq!(messages.iter().filter(|message| message.is_empty()).count(), 1, "{messages:?}");
}

#[tokio::test]
async fn a_change_that_takes_the_last_private_lif_from_its_node_is_refused() {
    let system = system().await;
    let floating = system.create(TYPE, nas()).await;
    let with = |change: Json| {
        let mut config = FIRST.config();
        let files = json!({"service_policy": "default-data-files", "failover": "home_port_only"});
        for more in [files, change] {
            config.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        }
        config
    };
    let private = system.update(&FIRST.make(&system).await, with(json!({}))).await;
    let before = system.state().await;
    let off = with(json!({"enabled": false, "name": "private_off"}));
    for (config, path) in [
        (off.clone(), "[enabled]"),
        (with(json!({"home_node": "cvo-node2", "address": "10.40.2.70"})), "[home_node]"),
        (with(json!({"address": "192.168.40.71", "additional_cidrs": []})), "[address]"),
        (with(json!({"failover": "default"})), "[failover]"),
    ] {
        let plan = system.provider.plan(TYPE, Some(&private), config).await;
        assert!(!plan.diagnostics.has_errors(), "{path}: {}", text_of(&plan.diagnostics));
        let refused = system.provider.apply(&plan).await;
        let message = text_of(&refused.diagnostics);
        assert!(message.contains(path) && message.contains("nas (192.168.40.70)"), "{path}: {message}");
        assert_eq!(refused.json(), private.json(), "{path}");
        assert_eq!(system.state().await, before, "{path}");
    }
    assert_eq!(destroy(&system, &floating).await, "");
    system.update(&private, off).await;
}

#[tokio::test]
async fn in_one_zone_every_private_lif_can_be_destroyed() {
    let system = System::of(Preset::HaSingleAz).await;
    system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await;
    let address = json!({"network_interface_id": "eni-0c0a51de00021e0a0", "private_ip": "10.30.1.70"});
    system.create("cvo_secondary_ip", address).await;
    let config = json!({"name": "iscsi", "svm_name": "svm_2", "address": "10.30.1.70", "home_node": "cvo-node1",
        "service_policy": "default-data-blocks"});
    let lif = system.create(TYPE, config).await;
    assert_eq!(destroy(&system, &lif).await, "");
}
