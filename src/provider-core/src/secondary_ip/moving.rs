//! Another interface for an address that exists: that of the HA partner in the same subnet is a change in
//! place, any other interface is another address. Pure.

use ec2_core::PrivateAddress;
use tfplugin_core::{Attr, Diagnostics, Outcome, Path, Plan};

use super::checks::{Decision, Seen};
use super::identity::Identity;
use super::model::SecondaryIpModel;
use super::partner::Partner;
use crate::system::{Pair, lif_with, unseen};

/// The attribute that moves the address.
const ATTRIBUTE: &str = "network_interface_id";

/// Returns whether the plan gives another interface to the address, and keeps that one as far as it knows: the
/// apply compares an address that is not known yet.
pub fn moves(plan: &Plan<SecondaryIpModel>) -> bool {
    let Plan { prior: Some(prior), planned, .. } = plan else { return false };
    let keeps_address = planned.private_ip.is_unknown() || prior.private_ip == planned.private_ip;
    keeps_address && prior.network_interface_id != planned.network_interface_id
}

/// Plans a move within a pair as a change in place. `is_partner` is absent while the system cannot be asked;
/// the apply then refuses any other interface, because nothing is replaced by a guess.
pub fn settle(plan: &mut Plan<SecondaryIpModel>, is_partner: Option<bool>) {
    if !moves(plan) {
        return;
    }
    if plan.planned.network_interface_id.is_unknown() {
        plan.planned.id = Attr::Unknown;
    } else if is_partner != Some(false) {
        plan.replace.retain(|path| *path != Path::from(ATTRIBUTE));
    }
}

/// Refuses an interface that is not the partner's in the same subnet, when only the apply shows which one it
/// is.
pub fn not_the_partner(stored: &Identity, wanted: &str) -> Diagnostics {
    Diagnostics::error_at(
        ATTRIBUTE,
        format!("{} cannot move to {wanted}", stored.address),
        format!(
            "It is on {}, and only the interface of the HA partner in the same subnet can get it in place. \
             The plan could not tell, because the interface or the provider's endpoint was not known then. \
             Plan again: another interface is another address, and replaces this object.",
            stored.interface
        ),
    )
}

/// Refuses to move an address while the addresses of the pair are on their way.
///
/// # Errors
/// A takeover or giveback is in progress.
pub fn refuse_in_takeover(pair: &Pair, stored: &Identity) -> Outcome<()> {
    let Some((node, failover)) = pair.in_progress() else { return Ok(()) };
    Err(Diagnostics::error_at(
        ATTRIBUTE,
        format!("{} cannot change its interface now: node {node} {failover}", stored.address),
        "The addresses of both nodes are where the failover has brought them. Apply again after the giveback \
         (\"storage failover show\" tells).",
    ))
}

/// Decides about an address that is on the interface of the partner and is to move here. One that a LIF has
/// goes with the LIF.
pub fn decide(seen: &Seen<'_>, partner: &Partner<'_>, held: &PrivateAddress) -> Outcome<Decision> {
    if lif_with(seen.lifs, held.address).is_some() {
        return Ok(Decision::Adopt);
    }
    let refuse = |why: &str| {
        Err(Diagnostics::error_at(
            ATTRIBUTE,
            format!("{} stays on {}", held.address, partner.interface),
            format!("{why} Leave network_interface_id as it is until then, or name a new address."),
        ))
    };
    if partner.in_takeover {
        return refuse("A takeover of the HA pair is in progress, during which no address is moved.");
    }
    if let Some(elastic) = held.elastic_ip {
        return refuse(&format!("The Elastic IP {elastic} is tied to it. Disassociate that first."));
    }
    if let Some(why) = unseen(seen.lifs) {
        return refuse(&why);
    }
    seen.fits().map(|()| Decision::Reassign)
}
