//! The ONTAP side of a system: cluster, nodes, aggregates, the default storage VM and the initial LIFs.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

/// A cluster right after its deployment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClusterInventory {
    /// Cluster name.
    pub name: String,
    /// Nodes. Two nodes are HA partners.
    pub nodes: Vec<NodeSpec>,
    /// Data aggregates. The REST API does not include root aggregates.
    pub aggregates: Vec<AggregateSpec>,
    /// The storage VM that the deployment creates.
    pub default_svm: SvmSpec,
    /// LIFs that the deployment creates, of the cluster and of the default storage VM.
    pub interfaces: Vec<InterfaceSpec>,
    /// Gateways of the default routes of the cluster and of the default storage VM, the preferred one first:
    /// one for each subnet, because a node cannot use the router of the other's. No packet is simulated; it
    /// is assumed (`router-of-the-other-subnet`).
    pub gateways: Vec<Ipv4Addr>,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NodeSpec {
    /// Node name.
    pub name: String,
    /// Serial number, 20 digits on Cloud Volumes ONTAP.
    pub serial_number: String,
    /// NVRAM system id.
    pub system_id: String,
    /// EC2 instance that the node runs on.
    pub instance_id: String,
    /// Ports.
    pub ports: Vec<PortSpec>,
}

/// An Ethernet port of a node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PortSpec {
    /// For example `e0a`.
    pub name: String,
    /// MAC address of the EC2 interface behind it.
    pub mac_address: String,
    /// `Default` or `Cluster`, in the IPspace of the same name; `None` for a port that hosts no LIFs.
    #[serde(default = "default_domain")]
    pub broadcast_domain: Option<String>,
}

fn default_domain() -> Option<String> {
    Some("Default".to_owned())
}

/// A data aggregate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AggregateSpec {
    /// Aggregate name.
    pub name: String,
    /// Its home node.
    pub node: String,
    /// Size in bytes.
    pub size: u64,
}

/// The default storage VM.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SvmSpec {
    /// Its name.
    pub name: String,
    /// Its root volume.
    pub root_volume: String,
    /// Aggregate of the root volume.
    pub aggregate: String,
}

/// A LIF of the deployment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InterfaceSpec {
    /// LIF name.
    pub name: String,
    /// Storage VM, or `None` for a LIF of the cluster.
    pub svm: Option<String>,
    /// Its address.
    pub address: Ipv4Addr,
    /// Length of the netmask.
    pub prefix_length: u8,
    /// Home node.
    pub node: String,
    /// Home port.
    pub port: String,
    /// Service policy.
    pub service_policy: String,
    /// Where it may fail over to; `None` for as far as its services allow.
    pub failover: Option<String>,
}
