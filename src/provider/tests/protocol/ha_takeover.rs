//! Takeovers, in both topologies and with either node down: what may be made, and that everything can be
//! destroyed.

use crate::support::{System, text_of};
use cvo_simulator::inventory::Preset;
use cvo_simulator::world::answers::FailedNode;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

/// A pair, the interface behind e0a of its first node, and addresses for its LIFs.
struct Topology {
    preset: Preset,
    interface: &'static str,
    private: &'static str,
    nas: &'static str,
}

const TOPOLOGIES: [Topology; 2] = [
    Topology {
        preset: Preset::HaSingleAz,
        interface: "eni-0c0a51de00021e0a0",
        private: "10.30.1.70",
        nas: "10.30.1.71",
    },
    Topology {
        preset: Preset::HaMultiAz,
        interface: "eni-0c0a51de00031e0a0",
        private: "10.40.1.70",
        nas: "192.168.40.71",
    },
];

impl Topology {
    fn floats(&self) -> bool {
        self.nas.starts_with("192.")
    }

    fn iscsi(&self) -> Json {
        json!({"name": "iscsi_1", "svm_name": "svm_2", "address": self.private, "home_node": "cvo-node1",
            "service_policy": "default-data-iscsi"})
    }

    fn nas(&self) -> Json {
        json!({"name": "nas", "svm_name": "svm_2", "address": self.nas, "home_node": "cvo-node1",
            "additional_cidrs": []})
    }

    async fn system(&self) -> System {
        let system = System::of(self.preset).await;
        system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await;
        system
    }

    async fn address(&self, system: &System, address: &str) -> Stored {
        let config = json!({"network_interface_id": self.interface, "private_ip": address});
        system.create("cvo_secondary_ip", config).await
    }

    /// Makes everything on node 1, and returns it in the order in which it is destroyed.
    async fn everything(&self, system: &System) -> Vec<Stored> {
        let mut made = vec![self.address(system, self.private).await];
        if !self.floats() {
            made.push(self.address(system, self.nas).await);
        }
        made.push(system.create("cvo_lif", self.iscsi()).await);
        made.push(system.create("cvo_lif", self.nas()).await);
        made.reverse();
        made
    }
}

/// Returns LIFs, interfaces and route tables, regardless of the order in which addresses were added.
async fn left(system: &System) -> Json {
    let mut state = system.state().await;
    for interface in state["interfaces"].as_array_mut().unwrap() {
        interface["private_ips"].as_array_mut().unwrap().sort_by_key(Json::to_string);
    }
    for table in state["route_tables"].as_array_mut().unwrap() {
        table["routes"].as_array_mut().unwrap().sort_by_key(Json::to_string);
    }
    json!([state["lifs"], state["interfaces"], state["route_tables"]])
}

async fn everything_is_destroyed(topology: &Topology, down: &str, shown: FailedNode) {
    let system = topology.system().await;
    system.simulator.world().lock().answers.failed_node = shown;
    let before = left(&system).await;
    let all = topology.everything(&system).await;
    system.takeover(down).await;
    system.run_again().await;
    for stored in &all {
        let gone = system.provider.apply(&system.provider.plan_destroy(stored).await).await;
        let what = format!("{:?}, {down}, {shown:?}, {}", topology.preset, stored.type_name);
        assert!(
            gone.diagnostics.is_empty() && !gone.stored.exists(),
            "{what}: {}",
            text_of(&gone.diagnostics)
        );
    }
    system.giveback(down).await;
    assert_eq!(left(&system).await, before, "{:?}, {down}, {shown:?}", topology.preset);
}

/// Every node that may be down, with as much as its record may show.
async fn everything_is_destroyed_in(topology: &Topology) {
    let shown = [FailedNode::Everything, FailedNode::NameAndState];
    let all = shown.into_iter().flat_map(|shown| ["cvo-node1", "cvo-node2"].map(|down| (down, shown)));
    join_all(all.map(|(down, shown)| everything_is_destroyed(topology, down, shown))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_destroyed_in_one_zone_with_either_node_down() {
    everything_is_destroyed_in(&TOPOLOGIES[0]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_destroyed_in_several_zones_with_either_node_down() {
    everything_is_destroyed_in(&TOPOLOGIES[1]).await;
}

#[tokio::test]
async fn a_lif_on_a_node_that_is_down_is_made_only_if_allowed() {
    for topology in TOPOLOGIES {
        let system = topology.system().await;
        topology.address(&system, topology.private).await;
        if !topology.floats() {
            topology.address(&system, topology.nas).await;
        }
        system.takeover("cvo-node1").await;
        let records = [FailedNode::NameAndState, FailedNode::Everything];
        for (mut config, shown) in [topology.nas(), topology.iscsi()].into_iter().zip(records) {
            system.simulator.world().lock().answers.failed_node = shown;
            system.run_again().await;
            let before = system.state().await;
            let plan = system.provider.plan("cvo_lif", None, config.clone()).await;
            assert!(
                !plan.diagnostics.has_errors(),
                "a takeover blocks no plan: {}",
                text_of(&plan.diagnostics)
            );
            let refused = system.provider.apply(&plan).await;
            let said = text_of(&refused.diagnostics);
            assert!(said.contains("[home_node]") && said.contains("allow_during_takeover"), "{said}");
            assert_eq!(system.state().await, before, "a refusal changes nothing");
            config["allow_during_takeover"] = json!(true);
            let lif = system.create("cvo_lif", config.clone()).await;
            let read = system.provider.read(&lif).await;
            assert!(system.provider.plan("cvo_lif", Some(&read.stored), config).await.is_empty());
        }
        system.giveback("cvo-node1").await;
        system.run_again().await;
        let nas = system.provider.import("cvo_lif", "svm_2/nas").await;
        let plan = system.provider.plan("cvo_lif", Some(&nas.stored), topology.nas()).await;
        assert_eq!(plan.planned()["home_node"], "cvo-node1", "{}", text_of(&plan.diagnostics));
    }
}
