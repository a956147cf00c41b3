//! `/api/cluster/nodes`: the nodes, and which virtual machine of the cloud each of them is.

use std::net::{IpAddr, Ipv4Addr};

use serde::Deserialize;

use crate::api_enum::api_enum;
use crate::ip_interface::ipv4;
use crate::record::{asked_as_a_whole, record};
use crate::{Object, Reference};

record! {
    /// One node.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct Node {
        /// Its uuid.
        pub uuid: String,
        /// Its name.
        pub name: String,
        /// Its serial number.
        pub serial_number: Option<String>,
        /// Its system id.
        pub system_id: Option<String>,
        /// What it is doing.
        pub state: Option<NodeState>,
        /// The virtual machine that it runs on.
        #[serde(default)]
        pub vm: VirtualMachine,
        /// LIFs that the node is managed through.
        #[serde(default)]
        pub management_interfaces: Vec<ManagementInterface>,
        /// High availability.
        #[serde(default)]
        pub ha: Ha,
    }
}

api_enum! {
    /// What a node is doing.
    NodeState {
        /// In operation.
        Up = "up",
        /// Starting.
        Booting = "booting",
        /// Not in operation.
        Down = "down",
        /// Its partner has taken over its work.
        TakenOver = "taken_over",
        /// Ready to get its work back from its partner.
        WaitingForGiveback = "waiting_for_giveback",
        /// In operation with faults.
        Degraded = "degraded",
        /// Not known to the cluster.
        Unknown = "unknown",
    }
}

/// The virtual machine that a node runs on; empty for hardware.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct VirtualMachine {
    /// Cloud that it runs in.
    pub provider_type: Option<CloudPlatform>,
    /// Account that it belongs to.
    pub account_id: Option<String>,
    /// Its id in the cloud, such as an EC2 instance id.
    pub instance_id: Option<String>,
    /// Its primary private address.
    pub primary_ip: Option<IpAddr>,
}

api_enum! {
    /// Cloud that a node runs in.
    CloudPlatform {
        /// Google Cloud.
        GoogleCloud = "GoogleCloud",
        /// Amazon Web Services.
        Aws = "AWS_S3",
        /// Microsoft Azure.
        Azure = "Azure_Cloud",
    }
}

record! {
    /// A LIF that a node is managed through.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct ManagementInterface {
        /// Its name.
        pub name: Option<String>,
        /// Its uuid.
        pub uuid: Option<String>,
        /// Its address.
        pub ip: ManagementIp,
    }
}

record! {
    /// The address of a management interface.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct ManagementIp {
        /// The address.
        pub address: Option<IpAddr>,
    }
}

/// High availability of a node.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Ha {
    /// Whether the node is one of a pair.
    pub enabled: Option<bool>,
    /// The other node of the pair.
    pub partners: Vec<Reference>,
    /// Taking over the partner's work.
    pub takeover: Takeover,
    /// Giving the partner's work back.
    pub giveback: Giveback,
}

/// Taking over the partner's work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Takeover {
    /// How far it is.
    pub state: Option<TakeoverState>,
}

/// Giving the partner's work back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Giveback {
    /// How far it is.
    pub state: Option<GivebackState>,
}

api_enum! {
    /// How far a takeover is.
    TakeoverState {
        /// It could not be done.
        NotPossible = "not_possible",
        /// None was begun.
        NotAttempted = "not_attempted",
        /// The node does its partner's work.
        InTakeover = "in_takeover",
        /// It is under way.
        InProgress = "in_progress",
        /// It failed.
        Failed = "failed",
    }
}

api_enum! {
    /// How far a giveback is.
    GivebackState {
        /// The node holds nothing of its partner's.
        NothingToGiveback = "nothing_to_giveback",
        /// None was begun.
        NotAttempted = "not_attempted",
        /// It is under way.
        InProgress = "in_progress",
        /// It failed.
        Failed = "failed",
    }
}

impl Object for Node {
    const PATH: &'static str = "/cluster/nodes";
}

asked_as_a_whole!(VirtualMachine, Ha);

impl Node {
    /// IPv4 addresses of the LIFs that it is managed through.
    pub fn management_ipv4(&self) -> Vec<Ipv4Addr> {
        self.management_interfaces.iter().filter_map(|lif| ipv4(lif.ip.address?)).collect()
    }
}
