//! The systems that the demo can show.

use clap::ValueEnum;

/// The nodes of a system and their placement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Topology {
    /// One node.
    SingleNode,
    /// An HA pair in one availability zone.
    HaSingleAz,
    /// An HA pair in two availability zones, with floating addresses.
    HaMultiAz,
}

impl Topology {
    /// Returns the name of the simulator's preset and of the folder below `examples/stacks`.
    pub fn name(self) -> &'static str {
        match self {
            Self::SingleNode => "single-node",
            Self::HaSingleAz => "ha-single-az",
            Self::HaMultiAz => "ha-multi-az",
        }
    }

    /// Returns a description for messages.
    pub fn description(self) -> &'static str {
        match self {
            Self::SingleNode => "single-node system",
            Self::HaSingleAz => "HA pair in one availability zone",
            Self::HaMultiAz => "HA pair in two availability zones",
        }
    }

    /// Whether one node can take over the work of another.
    pub fn is_pair(self) -> bool {
        self != Self::SingleNode
    }
}
