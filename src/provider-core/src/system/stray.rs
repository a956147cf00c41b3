//! Addresses that are not where their LIFs are: pure.

use ec2_core::NetworkInterface;
use ontap_core::{IpInterface, Node};

use super::addresses::describe_lif;
use super::{E0A, E0a};

/// An address on the interface of the HA partner, while its LIF is at home and no takeover is in progress:
/// nobody reaches the LIF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// Uuid of the LIF.
    pub lif: String,
    /// The address.
    pub address: String,
    /// The summary of a warning.
    pub summary: String,
    /// The detail of a warning.
    pub detail: String,
}

/// Returns the LIFs whose addresses are on the interface of another node than their own, where they are at
/// home. Whether a failover explains it, [`is_in_failover`] tells.
pub fn strays(lifs: &[IpInterface], interfaces: &[NetworkInterface], e0a: &[E0a]) -> Vec<Stray> {
    lifs.iter().filter_map(|lif| stray(lif, interfaces, e0a)).collect()
}

fn stray(lif: &IpInterface, interfaces: &[NetworkInterface], e0a: &[E0a]) -> Option<Stray> {
    let (address, home) = (lif.ipv4()?, lif.location.home_node.name.as_deref()?);
    let holder = interfaces.iter().find(|interface| interface.has(address))?;
    let there = e0a.iter().find(|e0a| e0a.interface_id == holder.id)?;
    let own = e0a.iter().find(|e0a| e0a.node == home)?;
    let is_at_home = lif.location.node.name.as_deref() == Some(home);
    if !is_at_home || there.node == home {
        return None;
    }
    let (described, wanted) = (describe_lif(lif), &own.interface_id);
    Some(Stray {
        lif: lif.uuid.clone(),
        address: address.to_string(),
        summary: format!("{described} cannot be reached"),
        detail: format!(
            "It is at home on node {home}, and its address {address} is on {}, which is port {E0A} of node {}. \
             No takeover is in progress. Assign the address to {wanted}: aws ec2 assign-private-ip-addresses \
             --network-interface-id {wanted} --private-ip-addresses {address} --allow-reassignment",
            holder.id, there.node
        ),
    })
}

/// Returns whether a node does not do its work itself at the moment, or not completely.
pub fn is_in_failover(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| node.failover(nodes).is_some())
}

#[cfg(test)]
#[path = "stray_tests.rs"]
mod tests;
