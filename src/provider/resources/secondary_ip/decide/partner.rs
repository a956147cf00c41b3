//! An address that is on e0a of the HA partner: healthy after a failover, and the only one that may be reassigned.

use std::net::Ipv4Addr;

use ec2::PrivateAddress;
use tfplugin::{Diagnostics, Outcome};

use super::{Decision, Present, Seen, UNSEEN, fits, sees_cluster_lifs};
use crate::system::{describe_lif, lif_with};

/// What the other node of the pair has to do with the wanted address.
#[derive(Debug, Clone, Copy)]
pub(in crate::resources::secondary_ip) struct Partner<'a> {
    /// The interface behind its e0a.
    pub(in crate::resources::secondary_ip) interface: &'a str,
    /// Whether a takeover or giveback of either node is going on.
    pub(in crate::resources::secondary_ip) in_takeover: bool,
    /// Whether another resource of this run has got the address on that interface.
    pub(in crate::resources::secondary_ip) claimed: bool,
    /// Whether the configuration allows to take the address from there.
    pub(in crate::resources::secondary_ip) may_give: bool,
}

/// What to do when the partner's interface has the address; `None` when it does not.
pub(super) fn decide(seen: &Seen<'_>, address: Ipv4Addr, present: Present) -> Option<Outcome<Decision>> {
    let partner = seen.partner?;
    let holder = seen.holders.iter().find(|holder| holder.id == partner.interface)?;
    let held = holder.address(address)?;
    Some(match present {
        _ if held.primary => Err(refusal(&partner, address, "It is the primary address there.")),
        Present::Ours => Ok(Decision::Adopt),
        _ if !partner.may_give => Err(not_allowed(seen, &partner, address)),
        _ if partner.claimed => {
            Err(refusal(&partner, address, "Another cvo_secondary_ip of this run has it."))
        }
        _ if stays(seen, &partner, held) => Ok(Decision::Adopt),
        _ if !sees_cluster_lifs(seen.lifs) => Err(refusal(&partner, address, UNSEEN)),
        _ => fits(seen).map(|()| Decision::Reassign),
    })
}

/// Whether the address is in use, or may be: it is then accepted where it is.
fn stays(seen: &Seen<'_>, partner: &Partner<'_>, held: &PrivateAddress) -> bool {
    partner.in_takeover || held.elastic_ip.is_some() || lif_with(seen.lifs, held.address).is_some()
}

fn not_allowed(seen: &Seen<'_>, partner: &Partner<'_>, address: Ipv4Addr) -> Diagnostics {
    let user = lif_with(seen.lifs, address)
        .map_or_else(|| "No LIF uses it.".to_owned(), |lif| format!("{} has it.", describe_lif(lif)));
    let advice = format!(
        "{user} allow_reassignment = true takes it from there if nothing uses it, and else leaves it there."
    );
    refusal(partner, address, &advice)
}

fn refusal(partner: &Partner<'_>, address: Ipv4Addr, why: &str) -> Diagnostics {
    Diagnostics::error_at(
        "private_ip",
        format!("{address} is on the network interface of the HA partner"),
        format!(
            "It is on {}. {why} Nothing was changed. Choose another address, or leave private_ip out.",
            partner.interface
        ),
    )
}
