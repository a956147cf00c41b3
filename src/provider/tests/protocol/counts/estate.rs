//! What the counted configurations have in common: a system's own names and addresses.

use cvo_simulator::Preset;
use serde_json::{Value as Json, json};

use super::data;
use crate::support::System;

/// The nodes of a system, in order.
pub(super) struct Estate {
    pub(super) preset: Preset,
    nodes: Vec<Node>,
}

struct Node {
    name: String,
    interface: String,
    /// The first three numbers of its subnet.
    subnet: String,
    gateway: String,
}

impl Estate {
    pub(super) async fn of(system: &System, preset: Preset) -> Self {
        let found = data(system, "cvo_system", json!({})).await;
        let node = |(name, node): (&String, &Json)| {
            let text = |key: &str| node[key].as_str().unwrap().to_owned();
            let gateway = text("subnet_gateway");
            Node {
                name: name.clone(),
                interface: text("network_interface_id"),
                subnet: gateway.rsplit_once('.').unwrap().0.to_owned(),
                gateway,
            }
        };
        Self { preset, nodes: found["nodes"].as_object().unwrap().iter().map(node).collect() }
    }

    /// Whether LIFs for files have floating addresses.
    pub(super) fn floats(&self) -> bool {
        self.preset == Preset::HaMultiAz
    }

    pub(super) fn storage_vm(name: &str) -> Json {
        json!({"name": name, "aggregates": ["aggr1"], "root_volume_name": format!("root_{name}"),
            "root_volume_aggregate": "aggr1", "deletion_protection": false})
    }

    pub(super) fn route(&self, svm: &str) -> Json {
        json!({"svm_name": svm, "gateway": self.nodes[0].gateway})
    }

    /// An address of a node's subnet.
    pub(super) fn private(&self, node: usize, host: u8) -> String {
        let node = &self.nodes[node % self.nodes.len()];
        format!("{}.{host}", node.subnet)
    }

    pub(super) fn secondary(&self, node: usize, host: u8) -> Json {
        let interface = &self.nodes[node % self.nodes.len()].interface;
        json!({"network_interface_id": interface, "private_ip": self.private(node, host)})
    }

    /// A LIF for blocks, which stays on its node.
    pub(super) fn iscsi(&self, node: usize, svm: &str, host: u8) -> Json {
        json!({"name": format!("iscsi_{host}"), "svm_name": svm, "address": self.private(node, host),
            "home_node": self.nodes[node % self.nodes.len()].name, "service_policy": "default-data-blocks"})
    }

    /// A LIF for files or management, with a floating address where there are such.
    pub(super) fn roaming(&self, svm: &str, policy: &str, host: u8) -> Json {
        let mut lif = json!({"name": format!("lif_{host}"), "svm_name": svm, "address": self.private(0, host),
            "home_node": self.nodes[0].name, "service_policy": policy});
        if self.floats() {
            lif["address"] = json!(format!("192.168.40.{host}"));
            lif["additional_cidrs"] = json!([]);
        }
        lif
    }
}
