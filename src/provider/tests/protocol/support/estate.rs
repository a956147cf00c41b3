//! Values that configurations share: a system's own names and addresses.

use cvo_simulator::Preset;
use serde_json::{Value as Json, json};

use super::System;

/// The nodes of a system, in order.
pub(crate) struct Estate {
    /// The kind of system.
    pub(crate) preset: Preset,
    nodes: Vec<Node>,
}

struct Node {
    name: String,
    interface: String,
    /// The first three numbers of the address of its subnet.
    subnet: String,
    gateway: String,
}

impl Estate {
    /// Reads the nodes of this system.
    pub(crate) async fn of(system: &System, preset: Preset) -> Self {
        let found = system.provider.data("cvo_system", json!({})).await.json();
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

    /// Returns whether LIFs for files have floating addresses.
    pub(crate) fn floats(&self) -> bool {
        self.preset == Preset::HaMultiAz
    }

    /// Returns the network interface behind e0a of a node.
    pub(crate) fn interface(&self, node: usize) -> &str {
        &self.nodes[node % self.nodes.len()].interface
    }

    /// Returns the name of a node.
    pub(crate) fn node(&self, node: usize) -> &str {
        &self.nodes[node % self.nodes.len()].name
    }

    /// Returns the configuration of a storage VM that may be destroyed.
    pub(crate) fn storage_vm(name: &str) -> Json {
        json!({"name": name, "aggregates": ["aggr1"], "root_volume_name": format!("root_{name}"),
            "root_volume_aggregate": "aggr1", "deletion_protection": false})
    }

    /// Returns the configuration of the default route of a storage VM.
    pub(crate) fn route(&self, svm: &str) -> Json {
        json!({"svm_name": svm, "gateway": self.nodes[0].gateway})
    }

    /// Returns an address in a node's subnet.
    pub(crate) fn private(&self, node: usize, host: u8) -> String {
        let node = &self.nodes[node % self.nodes.len()];
        format!("{}.{host}", node.subnet)
    }

    /// Returns the configuration that assigns that address to the node's interface.
    pub(crate) fn secondary(&self, node: usize, host: u8) -> Json {
        json!({"network_interface_id": self.interface(node), "private_ip": self.private(node, host)})
    }

    /// Returns the configuration of a LIF for blocks, which stays on its node.
    pub(crate) fn iscsi(&self, node: usize, svm: &str, host: u8) -> Json {
        json!({"name": format!("iscsi_{host}"), "svm_name": svm, "address": self.private(node, host),
            "home_node": self.node(node), "service_policy": "default-data-blocks"})
    }

    /// Returns the configuration of a LIF for files or management, with a floating address if the system has
    /// them.
    pub(crate) fn roaming(&self, svm: &str, policy: &str, host: u8) -> Json {
        let mut lif = json!({"name": format!("lif_{host}"), "svm_name": svm, "address": self.private(0, host),
            "home_node": self.nodes[0].name, "service_policy": policy});
        if self.floats() {
            lif["address"] = json!(format!("192.168.40.{host}"));
            lif["additional_cidrs"] = json!([]);
        }
        lif
    }
}
