//! Whether an address may be assigned or adopted: pure decisions on what was just read.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ec2_core::{NetworkInterface, Reassignment};
use ontap_core::{IpInterface, Node};
use tfplugin_core::{Diagnostics, Outcome};

use super::identity::{Sent, require_sent};
use super::partner::{self, Partner};
use crate::system::{Room, describe_lif, lif_with, unseen};

/// The state of both halves, read while the lock of the address is held.
#[derive(Debug)]
pub struct Seen<'a> {
    /// The interface.
    pub interface: &'a NetworkInterface,
    /// Interfaces that have the wanted address, in any VPC.
    pub holders: &'a [NetworkInterface],
    /// LIFs of every scope, storage VM and state.
    pub lifs: &'a [IpInterface],
    /// The nodes of the cluster.
    pub nodes: &'a [Node],
    /// Addresses that objects of this run have or name.
    pub own: &'a BTreeSet<Ipv4Addr>,
    /// Number of addresses that the instance type allows on one interface; unknown for a detached interface.
    pub limit: Option<usize>,
    /// Number of addresses that others of this run bring to the interface, and that it does not show.
    pub coming: usize,
    /// The claim of another object of this run on the wanted address.
    pub claimed: Option<Claim>,
    /// Whether the LIF with the wanted address belongs to an object of this run.
    pub lif_is_ours: bool,
    /// The other node of the pair, if the interface belongs to one.
    pub partner: Option<Partner<'a>>,
}

/// How the object that has an address obtained it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The configuration of the object names the address.
    Named,
    /// The address was chosen in this run.
    Chosen,
}

/// What to make of a wanted address that the interface has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Present<'a> {
    /// It was assigned by something else: refuse it.
    Refused,
    /// Adopt it if nothing uses it.
    Reused,
    /// It is this resource's own address, which an earlier read did not show.
    Ours,
    /// It is this resource's own address, which is to move here from the partner's interface.
    Moving,
    /// It was sent by this resource's create, unless something else assigned it in the meantime.
    Unfinished(&'a Sent),
}

/// What to do with a wanted address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Assign it.
    Assign,
    /// Adopt the address where it is.
    Adopt,
    /// Move it here from the partner's interface.
    Reassign,
}

impl Decision {
    /// Returns whether the request to EC2 allows reassignment, or `None` if no request is sent.
    pub fn reassignment(self) -> Option<Reassignment> {
        match self {
            Self::Assign => Some(Reassignment::Refuse),
            Self::Reassign => Some(Reassignment::Allow),
            Self::Adopt => None,
        }
    }
}

/// Decides what to do with an address that the configuration names.
pub fn named(seen: &Seen<'_>, address: Ipv4Addr, present: Present<'_>) -> Outcome<Decision> {
    let is_own = matches!(present, Present::Ours | Present::Moving);
    if seen.claimed == Some(Claim::Chosen) && !is_own {
        return Err(claimed(address, Claim::Chosen));
    }
    if let Some(held) = seen.interface.address(address) {
        return match present {
            _ if held.primary => Err(primary(seen, address)),
            Present::Refused => Err(already_there(seen.interface, lif_with(seen.lifs, address), address)),
            Present::Reused => require_unused(seen, address).map(|()| Decision::Adopt),
            Present::Ours | Present::Moving => Ok(Decision::Adopt),
            Present::Unfinished(sent) => require_sent(seen, held, sent).map(|()| Decision::Adopt),
        };
    }
    if let Some(decided) = partner::decide(seen, address, present) {
        return decided;
    }
    let vpc = &seen.interface.vpc_id;
    if let Some(other) = seen.holders.iter().find(|holder| holder.vpc_id == *vpc && holder.has(address)) {
        return Err(held_elsewhere(other, address));
    }
    match seen.claimed.filter(|_| !is_own) {
        Some(by) => Err(claimed(address, by)),
        None => seen.fits().map(|()| Decision::Assign),
    }
}

/// Refuses an address that another object of this run has obtained.
pub fn claimed(address: Ipv4Addr, by: Claim) -> Diagnostics {
    let detail = match by {
        Claim::Named => "Name each address in one cvo_secondary_ip only, or leave private_ip out.",
        Claim::Chosen => {
            "A cvo_secondary_ip without private_ip chose it in this run, before this one named it. \
             \"terraform apply -replace=ADDRESS_OF_THAT_RESOURCE\" makes that one choose another address: it \
             is the one whose private_ip is this address in \"terraform show\". Then apply again."
        }
    };
    Diagnostics::error_at(
        "private_ip",
        format!("{address} is that of {ANOTHER}"),
        format!("{HAS_IT} {detail}"),
    )
}

const ANOTHER: &str = "another cvo_secondary_ip";

/// The reason why a wanted address is not available.
pub const HAS_IT: &str = "Another cvo_secondary_ip of this run has it.";

/// Refuses a full interface.
///
/// # Errors
/// The interface has no room for another address.
pub fn fits(room: &Room<'_>) -> Outcome<()> {
    if room.left() == Some(0) { Err(room.refusal("network_interface_id", 0)) } else { Ok(()) }
}

impl Seen<'_> {
    pub fn fits(&self) -> Outcome<()> {
        let Self { interface, lifs, nodes, own, limit, coming, .. } = *self;
        fits(&Room { interface, lifs, nodes, own, limit, coming })
    }
}

/// Refuses an address unless it is certainly unused: no LIF of the cluster, no Elastic IP and no other
/// resource has it, and the cluster's own LIFs could be read.
fn require_unused(seen: &Seen<'_>, address: Ipv4Addr) -> Outcome<()> {
    let in_takeover = seen.partner.is_some_and(|partner| partner.in_takeover);
    let refuse = |why: String| {
        Err(Diagnostics::error_at(
            "private_ip",
            format!("{address} cannot be taken over"),
            format!("{why} Choose another address, or leave private_ip out."),
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
    if seen.claimed.is_some() {
        return refuse(HAS_IT.to_owned());
    }
    unseen(seen.lifs).map_or(Ok(()), refuse)
}

fn primary(seen: &Seen<'_>, address: Ipv4Addr) -> Diagnostics {
    Diagnostics::error_at(
        "private_ip",
        format!("{address} is the primary address of {}", seen.interface.id),
        "The primary address belongs to its interface for good. Choose another address, or leave private_ip \
         out.",
    )
}

/// Refuses an address that the interface has already. One that a LIF has cannot be adopted.
pub fn already_there(
    interface: &NetworkInterface,
    lif: Option<&IpInterface>,
    address: Ipv4Addr,
) -> Diagnostics {
    let id = &interface.id;
    let detail = match lif {
        Some(lif) => format!(
            "It was there before this resource, and {} has it. Choose another address, or leave private_ip \
             out. If this very address is to be managed here, import it as {id}/{address}.",
            describe_lif(lif)
        ),
        None => format!(
            "It was there before this resource, and no LIF uses it. Set reuse_unused = true to take over an \
             unused address, or import it as {id}/{address}."
        ),
    };
    Diagnostics::error_at("private_ip", format!("{address} is already assigned to {id}"), detail)
}

fn held_elsewhere(other: &NetworkInterface, address: Ipv4Addr) -> Diagnostics {
    Diagnostics::error_at(
        "private_ip",
        format!("{address} is in use by another network interface"),
        format!(
            "{} has it, and an address in use is never moved. Choose another address, or leave private_ip \
             out.",
            describe_interface(other)
        ),
    )
}

/// Returns a description for messages, such as `eni-0a1b (Data - e0a) of instance i-1`.
pub fn describe_interface(interface: &NetworkInterface) -> String {
    let description = match interface.description.as_str() {
        "" => String::new(),
        description => format!(" ({description})"),
    };
    let instance = interface.instance_id().map(|id| format!(" of instance {id}")).unwrap_or_default();
    format!("{}{description}{instance}", interface.id)
}

#[cfg(test)]
#[path = "checks_tests.rs"]
mod tests;
