//! The secondary addresses of a query.

use ec2_core::{NetworkInterface, PrivateAddress};
use ontap_core::{IpInterface, Node};

use super::{Filter, Listed};
use crate::estate::addresses::model;
use crate::secondary_ip::{SecondaryIpModel, home_of};
use crate::system::{E0a, describe_lif, is_in_failover, lif_with, unseen};

/// What is known of the interfaces behind e0a and of who uses their addresses.
#[derive(Debug, Clone, Copy)]
pub struct Interfaces<'a> {
    /// Which interface is behind e0a of which node.
    pub e0a: &'a [E0a],
    /// These interfaces.
    pub interfaces: &'a [NetworkInterface],
    /// The LIFs of every scope, all of them.
    pub lifs: &'a [IpInterface],
    /// The nodes.
    pub nodes: &'a [Node],
    /// The node that the addresses belong to, if only those of one are wanted.
    pub node: Option<&'a str>,
    /// Whether only addresses are wanted that nothing uses.
    pub is_unused: bool,
}

/// An address with its subnet, which an identity needs.
type OfSubnet = (Listed<SecondaryIpModel>, String);

impl Interfaces<'_> {
    /// Returns why it is not certain which addresses nothing uses, or which node they belong to. They are not
    /// listed then.
    #[must_use]
    pub fn doubt(&self) -> Option<String> {
        let failover = "A failover is in progress: they may belong to the other node.";
        unseen(self.lifs).or_else(|| is_in_failover(self.nodes).then(|| failover.to_owned()))
    }
}

/// Returns the secondary addresses that are wanted, by interface. Those of the cluster's and the nodes' LIFs,
/// and those that an Elastic IP is tied to, are what the deployment or other tools made.
#[must_use]
pub fn addresses(around: &Interfaces<'_>, filter: &Filter<'_>) -> Vec<OfSubnet> {
    let is_certain = around.doubt().is_none();
    let mut found = Vec::new();
    for interface in around.interfaces {
        for held in interface.addresses.iter().filter(|held| !held.primary) {
            let lif = lif_with(around.lifs, held.address);
            let is_wanted = match lif {
                Some(lif) => !around.is_unused && is_of_wanted(lif, filter),
                None => is_certain && is_free(held, filter),
            };
            if is_wanted {
                found.extend(listed(around, interface, held, lif));
            }
        }
    }
    found
}

fn is_of_wanted(lif: &IpInterface, filter: &Filter<'_>) -> bool {
    match lif.svm.uuid {
        Some(_) => filter.wants(&lif.svm),
        None => filter.svm.is_none() && filter.left_out.is_none(),
    }
}

/// Whether the address, which no LIF has, is one of those that are wanted.
fn is_free(held: &PrivateAddress, filter: &Filter<'_>) -> bool {
    filter.svm.is_none() && (held.elastic_ip.is_none() || filter.left_out.is_none())
}

fn listed(
    around: &Interfaces<'_>,
    interface: &NetworkInterface,
    held: &PrivateAddress,
    lif: Option<&IpInterface>,
) -> Option<OfSubnet> {
    let subnet = interface.subnet_id.clone();
    let there: Vec<_> = around.e0a.iter().filter(|e0a| e0a.subnet_id == subnet).collect();
    let home = home_of(held.address, &interface.id, &there, around.lifs);
    let node = there.iter().find(|e0a| e0a.interface_id == home).map(|e0a| e0a.node.as_str());
    if around.node.is_some() && node != around.node {
        return None;
    }
    let user = lif.map_or_else(|| format!("unused on {home}"), describe_lif);
    let name = format!("{} ({user})", held.address);
    Some((Listed { object: model(home, held.address), name }, subnet))
}
