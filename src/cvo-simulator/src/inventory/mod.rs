//! The systems that can be simulated, as plain data.

pub mod cluster;
pub mod ec2;
pub mod fields;
pub mod ha;
mod pair;
pub mod service_policy;
mod single_node;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use cluster::ClusterInventory;
pub use ec2::Ec2Inventory;
pub use ha::FailoverMode;

/// Both sides of a system right after its deployment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inventory {
    /// The ONTAP side.
    pub cluster: ClusterInventory,
    /// The AWS side.
    pub ec2: Ec2Inventory,
    /// How addresses follow LIFs to the other node; `None` for a single node.
    pub failover_mode: Option<FailoverMode>,
}

/// Name of an [`Inventory`] that the simulator provides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// One node in one subnet.
    SingleNode,
    /// An HA pair in one Availability Zone.
    HaSingleAz,
    /// An HA pair in several Availability Zones.
    HaMultiAz,
}

impl Preset {
    /// Every preset, in the order in which the command line lists them.
    pub const ALL: &'static [Self] = &[Self::SingleNode, Self::HaSingleAz, Self::HaMultiAz];

    /// Returns the name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::SingleNode => "single-node",
            Self::HaSingleAz => "ha-single-az",
            Self::HaMultiAz => "ha-multi-az",
        }
    }

    /// Returns the system with this name.
    pub fn inventory(self) -> Inventory {
        match self {
            Self::SingleNode => single_node::inventory(),
            Self::HaSingleAz => pair::SINGLE_AZ.inventory(),
            Self::HaMultiAz => pair::MULTI_AZ.inventory(),
        }
    }
}

impl FromStr for Preset {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|preset| preset.name() == text).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|preset| preset.name()).collect();
            format!("no preset is called \"{text}\"; there are: {}", names.join(", "))
        })
    }
}
