//! Where the two halves meet: which network interface is behind port e0a of which node, and what each of its
//! addresses is for.

mod addresses;
mod default_svm;
mod join;
mod pair;
mod private_lifs;

use std::net::{IpAddr, Ipv4Addr};

use ontap_core::Node;

pub use addresses::{AddressUse, Role, describe_lif, lif_with, uses};
pub use default_svm::{SvmId, oldest_svm};
pub use join::{has_management_address, join};
pub use pair::Pair;
pub use private_lifs::{floats, is_last_private_lif, nodes_without_private_lif, outside, stays};

/// The port that carries the LIFs of storage VMs in AWS.
pub const E0A: &str = "e0a";

/// The EC2 side of a node's port e0a. It does not change within a run; its addresses do and are read freshly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct E0a {
    /// Name of the node.
    pub node: String,
    /// `eni-…`
    pub interface_id: String,
    /// `subnet-…`
    pub subnet_id: String,
    /// `i-…`; none while the interface is detached.
    pub instance_id: Option<String>,
}

/// IPv4 addresses of the LIFs that a node is managed through.
pub fn management_addresses(node: &Node) -> Vec<Ipv4Addr> {
    let addresses = node.management_interfaces.iter().filter_map(|lif| lif.ip.address);
    let v4 = addresses.filter_map(|address| match address {
        IpAddr::V4(address) => Some(address),
        IpAddr::V6(_) => None,
    });
    v4.collect()
}
