//! Whether an address may be assigned, adopted or released: pure decisions on what was just read.

mod partner;

use std::net::Ipv4Addr;

use ec2::NetworkInterface;
use ontap::{IpInterface, Node, Scope};
use tfplugin::{Diagnostics, Outcome};

pub(super) use partner::Partner;

use crate::system::{describe_lif, lif_with, uses};

/// What was read of both halves, inside the interface's lock.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    /// The interface.
    pub(super) interface: &'a NetworkInterface,
    /// Interfaces that have the wanted address, in whatever VPC.
    pub(super) holders: &'a [NetworkInterface],
    /// LIFs of every scope, storage VM and state.
    pub(super) lifs: &'a [IpInterface],
    /// The nodes.
    pub(super) nodes: &'a [Node],
    /// Addresses that the instance type allows on one interface; unknown for a detached interface.
    pub(super) limit: Option<usize>,
    /// Whether another resource of this run has got the wanted address.
    pub(super) claimed: bool,
    /// The other node of the pair that the interface belongs to.
    pub(super) partner: Option<Partner<'a>>,
}

/// What it means that the interface has a wanted address already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Present {
    /// Somebody else put it there: it is refused.
    Refused,
    /// It is taken over if nothing uses it.
    Reused,
    /// It is this resource's own, which an earlier read did not show.
    Ours,
}

/// What to do with a wanted address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// Assign it.
    Assign,
    /// It is there: take it as it is.
    Adopt,
    /// Move it here from the partner's interface.
    Reassign,
}

/// Decides about an address that the configuration names.
pub(super) fn named(seen: &Seen<'_>, address: Ipv4Addr, present: Present) -> Outcome<Decision> {
    if let Some(held) = seen.interface.address(address) {
        return match present {
            _ if held.primary => Err(primary(seen, address)),
            Present::Refused => Err(already_there(seen, address)),
            Present::Reused => unused(seen, address).map(|()| Decision::Adopt),
            Present::Ours => Ok(Decision::Adopt),
        };
    }
    if let Some(decided) = partner::decide(seen, address, present) {
        return decided;
    }
    let vpc = &seen.interface.vpc_id;
    if let Some(other) = seen.holders.iter().find(|holder| holder.vpc_id == *vpc && holder.has(address)) {
        return Err(held_elsewhere(other, address));
    }
    fits(seen).map(|()| Decision::Assign)
}

/// Whether one more address fits, with everything that takes up the room when it does not.
pub(super) fn fits(seen: &Seen<'_>) -> Outcome<()> {
    let (used, Some(limit)) = (seen.interface.used_slots(), seen.limit) else { return Ok(()) };
    if used < limit {
        return Ok(());
    }
    let by: Vec<_> = uses(seen.interface, seen.lifs, seen.nodes).iter().map(|held| held.describe()).collect();
    Err(Diagnostics::error_at(
        "network_interface_id",
        format!("Network interface {} is full", seen.interface.id),
        format!(
            "Its instance type allows {limit} private IPv4 addresses and {used} are in use: {}. Nothing was changed. \
             Release an unused address, adopt one with reuse_unused = true, or use an instance type with more addresses.",
            by.join(", ")
        ),
    ))
}

/// Unused means: on no LIF of the cluster, no Elastic IP, chosen by no other resource, and the cluster's own LIFs
/// could be seen.
fn unused(seen: &Seen<'_>, address: Ipv4Addr) -> Outcome<()> {
    let in_takeover = seen.partner.is_some_and(|partner| partner.in_takeover);
    let refuse = |why: String| {
        Err(Diagnostics::error_at(
            "private_ip",
            format!("{address} cannot be taken over"),
            format!("{why} Nothing was changed. Choose another address, or leave private_ip out."),
        ))
    };
    if in_takeover {
        return refuse(
            "A takeover of the HA pair is in progress, so it cannot be told what is unused.".to_owned(),
        );
    }
    if let Some(lif) = lif_with(seen.lifs, address) {
        return refuse(format!("It is the address of {}.", describe_lif(lif)));
    }
    if let Some(elastic) = seen.interface.address(address).and_then(|held| held.elastic_ip) {
        return refuse(format!("The Elastic IP {elastic} is tied to it."));
    }
    if seen.claimed {
        return refuse("Another cvo_secondary_ip of this run has it.".to_owned());
    }
    if !sees_cluster_lifs(seen.lifs) {
        return refuse(UNSEEN.to_owned());
    }
    Ok(())
}

/// Why nothing is said of an address when only LIFs of storage VMs could be read.
const UNSEEN: &str = "The ONTAP account does not see the LIFs of the cluster, so it cannot be told whether one of them uses it.";

fn sees_cluster_lifs(lifs: &[IpInterface]) -> bool {
    lifs.iter().any(|lif| lif.scope == Some(Scope::Cluster))
}

/// Refuses to release an address that something uses.
pub(super) fn release(interface: &NetworkInterface, lifs: &[IpInterface], address: Ipv4Addr) -> Outcome<()> {
    let user = lif_with(lifs, address).map(describe_lif);
    let elastic = interface.address(address).and_then(|held| held.elastic_ip);
    let user = user.or_else(|| elastic.map(|elastic| format!("Elastic IP {elastic}")));
    let Some(user) = user else {
        return if sees_cluster_lifs(lifs) { Ok(()) } else { Err(perhaps_in_use(interface, address)) };
    };
    Err(Diagnostics::error(
        format!("{address} is in use and stays on {}", interface.id),
        format!(
            "{user} has it. Nothing was changed. Remove or re-address that first, then destroy again; to only forget the \
             address, use \"terraform state rm\". To change the address of a LIF, set lifecycle {{ create_before_destroy = \
             true }} here: the new one is assigned, the LIF follows, then this one is released."
        ),
    ))
}

fn perhaps_in_use(interface: &NetworkInterface, address: Ipv4Addr) -> Diagnostics {
    Diagnostics::error(
        format!("{address} may be in use and stays on {}", interface.id),
        format!(
            "{UNSEEN} Nothing was changed. Use an account that sees them, or apply release_on_destroy = false first: the \
             address is then only forgotten."
        ),
    )
}

fn primary(seen: &Seen<'_>, address: Ipv4Addr) -> Diagnostics {
    Diagnostics::error_at(
        "private_ip",
        format!("{address} is the primary address of {}", seen.interface.id),
        "The primary address belongs to its interface for good. Nothing was changed. Choose another address, or leave \
         private_ip out.",
    )
}

fn already_there(seen: &Seen<'_>, address: Ipv4Addr) -> Diagnostics {
    let holder = lif_with(seen.lifs, address)
        .map_or_else(|| "no LIF uses it".to_owned(), |lif| format!("{} has it", describe_lif(lif)));
    Diagnostics::error_at(
        "private_ip",
        format!("{address} is already assigned to {}", seen.interface.id),
        format!(
            "It was there before this resource, and {holder}. Nothing was changed. Set reuse_unused = true to take over an \
             unused address, or import it as {}/{address}.",
            seen.interface.id
        ),
    )
}

fn held_elsewhere(other: &NetworkInterface, address: Ipv4Addr) -> Diagnostics {
    let description =
        if other.description.is_empty() { String::new() } else { format!(" ({})", other.description) };
    let instance = other.instance_id().map(|id| format!(" of instance {id}")).unwrap_or_default();
    Diagnostics::error_at(
        "private_ip",
        format!("{address} is in use by another network interface"),
        format!(
            "{}{description}{instance} has it, and an address in use is never moved. Nothing was changed. Choose another \
             address, or leave private_ip out.",
            other.id
        ),
    )
}

#[cfg(test)]
mod tests;
