//! Facts that need both halves: which network interface is behind port e0a of which node, and what each of
//! its addresses is for.

mod addresses;
mod default_svm;
mod full;
mod join;
mod pair;
mod private_lifs;
mod stray;
mod whereabouts;

pub use addresses::{AddressUse, Role, describe_lif, lif_with, unseen, uses};
pub use default_svm::{Oldest, SvmId, oldest_svm};
pub use full::Room;
pub use join::join;
pub use pair::Pair;
pub use private_lifs::{floats, is_last_private_lif, nodes_without_private_lif, outside};
pub use stray::{Stray, is_in_failover, strays};
pub use whereabouts::Whereabouts;

/// The port that carries the LIFs of storage VMs in AWS.
pub const E0A: &str = "e0a";

/// The EC2 side of a node's port e0a. It does not change within a run; its addresses do, and are read each
/// time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct E0a {
    /// Name of the node.
    pub node: String,
    /// `eni-…`
    pub interface_id: String,
    /// `subnet-…`
    pub subnet_id: String,
    /// `i-…`; absent while the interface is detached.
    pub instance_id: Option<String>,
}
