//! An address that is on e0a of the HA partner: healthy after a failover, and the only one that may be reassigned.

use std::net::Ipv4Addr;

use ec2_core::PrivateAddress;
use ontap_core::IpInterface;
use tfplugin_core::{Diagnostics, Outcome};

use super::checks::{Decision, HAS_IT, Present, Seen, UNSEEN, sees_cluster_lifs};
use super::identity::somebody_elses;
use crate::system::{describe_lif, lif_with};

/// What the other node of the pair has to do with the wanted address.
#[derive(Debug, Clone, Copy)]
pub struct Partner<'a> {
    /// Its name.
    pub node: &'a str,
    /// The interface behind its e0a.
    pub interface: &'a str,
    /// Whether a takeover or giveback of either node is going on.
    pub in_takeover: bool,
    /// Whether the configuration allows to take the address from there.
    pub may_give: bool,
}

/// What to do when the partner's interface has the address; `None` when it does not.
pub fn decide(seen: &Seen<'_>, address: Ipv4Addr, present: Present<'_>) -> Option<Outcome<Decision>> {
    let partner = seen.partner?;
    let holder = seen.holders.iter().find(|holder| holder.id == partner.interface)?;
    let held = holder.address(address)?;
    Some(match present {
        _ if held.primary => Err(refusal(&partner, address, "It is the primary address there.")),
        Present::Ours => Ok(Decision::Adopt),
        Present::Unfinished(_) if seen.lif_is_ours => Ok(Decision::Adopt),
        Present::Unfinished(sent) if partner.in_takeover || held.elastic_ip.is_some() => {
            let why = format!("It is on {}, the interface of the HA partner.", partner.interface);
            Err(somebody_elses(sent, &why))
        }
        _ if !partner.may_give => Err(not_allowed(seen, &partner, address)),
        _ if seen.claimed.is_some() => Err(refusal(&partner, address, HAS_IT)),
        _ => allowed(seen, &partner, held),
    })
}

/// What to do with an address that may be taken from there. One that cannot be is accepted where it is when a takeover can
/// have brought it there.
fn allowed(seen: &Seen<'_>, partner: &Partner<'_>, held: &PrivateAddress) -> Outcome<Decision> {
    match lif_with(seen.lifs, held.address) {
        Some(lif) if !partner.in_takeover || belongs_to(lif, partner.node) => {
            let why = format!("{} has it, and an address in use is never moved.", describe_lif(lif));
            Err(refusal(partner, held.address, &why))
        }
        None if !partner.in_takeover && held.elastic_ip.is_none() => {
            if !sees_cluster_lifs(seen.lifs) {
                return Err(refusal(partner, held.address, UNSEEN));
            }
            seen.fits().map(|()| Decision::Reassign)
        }
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
