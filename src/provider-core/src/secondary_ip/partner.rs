//! Addresses on e0a of the HA partner: an address may be there after a failover, and may be reassigned only
//! from there.

use std::net::Ipv4Addr;

use ec2_core::PrivateAddress;
use ontap_core::IpInterface;
use tfplugin_core::{Diagnostics, Outcome};

use super::checks::{Decision, HAS_IT, Present, Seen};
use super::identity::perhaps_foreign;
use super::moving;
use crate::system::{describe_lif, lif_with, unseen};

/// The other node of the pair, with regard to the wanted address.
#[derive(Debug, Clone, Copy)]
pub struct Partner<'a> {
    /// Name of the node.
    pub node: &'a str,
    /// Id of the interface behind its e0a.
    pub interface: &'a str,
    /// Whether a takeover or giveback of either node is in progress.
    pub in_takeover: bool,
    /// Whether the configuration allows taking the address from there.
    pub may_give: bool,
}

/// Decides what to do if the partner's interface has the address; `None` if it does not.
pub fn decide(seen: &Seen<'_>, address: Ipv4Addr, present: Present<'_>) -> Option<Outcome<Decision>> {
    let partner = seen.partner?;
    let holder = seen.holders.iter().find(|holder| holder.id == partner.interface)?;
    let held = holder.address(address)?;
    Some(match present {
        _ if held.primary => Err(refusal(&partner, address, "It is the primary address there.")),
        Present::Ours => Ok(Decision::Adopt),
        Present::Moving => moving::decide(seen, &partner, held),
        Present::Unfinished(_) if seen.lif_is_ours => Ok(Decision::Adopt),
        Present::Unfinished(sent) if partner.in_takeover || held.elastic_ip.is_some() => {
            let why = format!("It is on {}, the interface of the HA partner.", partner.interface);
            Err(perhaps_foreign(sent, &why))
        }
        _ if !partner.may_give => Err(not_allowed(seen, &partner, address)),
        _ if seen.claimed.is_some() => Err(refusal(&partner, address, HAS_IT)),
        _ => allowed(seen, &partner, held),
    })
}

/// Decides about an address that may be taken from there. If it cannot be moved, accepts it there, provided
/// that a takeover may have brought it there.
fn allowed(seen: &Seen<'_>, partner: &Partner<'_>, held: &PrivateAddress) -> Outcome<Decision> {
    match lif_with(seen.lifs, held.address) {
        Some(lif) if !partner.in_takeover || belongs_to(lif, partner.node) => {
            let why = format!("{} has it, and an address in use is never moved.", describe_lif(lif));
            Err(refusal(partner, held.address, &why))
        }
        None if !partner.in_takeover && held.elastic_ip.is_none() => match unseen(seen.lifs) {
            Some(why) => Err(refusal(partner, held.address, &why)),
            None => seen.fits().map(|()| Decision::Reassign),
        },
        Some(_) | None => Ok(Decision::Adopt),
    }
}

fn belongs_to(lif: &IpInterface, node: &str) -> bool {
    lif.location.home_node.name.as_deref() == Some(node)
}

fn not_allowed(seen: &Seen<'_>, partner: &Partner<'_>, address: Ipv4Addr) -> Diagnostics {
    let user = lif_with(seen.lifs, address)
        .map_or_else(|| "No LIF uses it.".to_owned(), |lif| format!("{} has it.", describe_lif(lif)));
    let advice = format!("{user} allow_reassignment = true takes it from there if nothing uses it.");
    refusal(partner, address, &advice)
}

fn refusal(partner: &Partner<'_>, address: Ipv4Addr, why: &str) -> Diagnostics {
    Diagnostics::error_at(
        "private_ip",
        format!("{address} is on the network interface of the HA partner"),
        format!("It is on {}. {why} Choose another address, or leave private_ip out.", partner.interface),
    )
}
