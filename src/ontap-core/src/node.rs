//! `/api/cluster/nodes`: the nodes, and the virtual machine in the cloud that each of them runs on.

use std::net::{IpAddr, Ipv4Addr};

use serde::Deserialize;

use crate::api_enum::api_enum;
use crate::ip_interface::ipv4;
use crate::record::{record, requested_whole};
use crate::{Object, Reference, address};

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
        /// Its state.
        pub state: Option<NodeState>,
        /// The virtual machine that it runs on.
        #[serde(default)]
        pub vm: VirtualMachine,
        /// LIFs through which the node is managed.
        #[serde(default)]
        pub management_interfaces: Vec<ManagementInterface>,
        /// High availability.
        #[serde(default)]
        pub ha: Ha,
    }
}

api_enum! {
    /// State of a node.
    NodeState {
        /// Up.
        Up = "up",
        /// Starting.
        Booting = "booting",
        /// Down.
        Down = "down",
        /// Taken over by its partner.
        TakenOver = "taken_over",
        /// Ready for the giveback by its partner.
        WaitingForGiveback = "waiting_for_giveback",
        /// Up, with faults.
        Degraded = "degraded",
        /// Unknown to the cluster.
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
    /// Its id in the cloud. That this is the instance id of EC2 is assumed (`instance-id-of-a-node`).
    pub instance_id: Option<String>,
    /// Its primary private address.
    #[serde(deserialize_with = "address::read")]
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
    /// A LIF through which a node is managed.
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
        #[serde(deserialize_with = "address::read")]
        pub address: Option<IpAddr>,
    }
}

/// High availability state of a node.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Ha {
    /// Whether the node belongs to a pair.
    pub enabled: Option<bool>,
    /// The other node of the pair.
    pub partners: Vec<Reference>,
    /// Takeover of the partner.
    pub takeover: Takeover,
    /// Giveback to the partner.
    pub giveback: Giveback,
}

/// Takeover of the partner.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Takeover {
    /// Its progress.
    pub state: Option<TakeoverState>,
}

/// Giveback to the partner.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Giveback {
    /// Its progress.
    pub state: Option<GivebackState>,
}

api_enum! {
    /// Progress of a takeover.
    TakeoverState {
        /// It is not possible.
        NotPossible = "not_possible",
        /// It was not attempted.
        NotAttempted = "not_attempted",
        /// The node has taken over its partner.
        InTakeover = "in_takeover",
        /// It is in progress.
        InProgress = "in_progress",
        /// It failed.
        Failed = "failed",
    }
}

api_enum! {
    /// Progress of a giveback.
    GivebackState {
        /// The node holds nothing of its partner.
        NothingToGiveback = "nothing_to_giveback",
        /// It was not attempted.
        NotAttempted = "not_attempted",
        /// It is in progress.
        InProgress = "in_progress",
        /// It failed.
        Failed = "failed",
    }
}

impl Object for Node {
    const PATH: &'static str = "/cluster/nodes";
}

requested_whole!(VirtualMachine, Ha);

impl Node {
    /// Returns the IPv4 addresses of the LIFs through which it is managed.
    pub fn management_ipv4(&self) -> Vec<Ipv4Addr> {
        self.management_interfaces.iter().filter_map(|lif| ipv4(lif.ip.address?)).collect()
    }
}
