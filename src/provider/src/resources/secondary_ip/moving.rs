//! An address that goes to the interface of the HA partner in the same subnet. While a LIF has the address,
//! the LIF takes it along when its own home changes, and only the state changes here.

use std::net::Ipv4Addr;

use ontap::IpInterface;
use provider_core::secondary_ip::{Identity, SecondaryIpModel, not_the_partner, refuse_in_takeover};
use provider_core::system::{describe_lif, lif_with};
use tfplugin::{Attr, Cx, Outcome};

use super::{ASSIGNED, assign, checks, identity, lifs};
use crate::clients::{Age, Clients};

/// Moves an address that no LIF has. One that a LIF has stays where it is until its LIF takes it along.
pub async fn to_partner(
    cx: &Cx<Clients>,
    prior: &SecondaryIpModel,
    planned: SecondaryIpModel,
    stored: &Identity,
) -> Outcome<SecondaryIpModel> {
    let wanted = planned.interface();
    identity::on_its_cluster(cx, stored).await?;
    let subnet = checks::require_e0a(cx, &wanted, ASSIGNED).await?;
    if !cx.clients().is_partner_in_subnet(&stored.interface, &wanted).await? {
        return Err(not_the_partner(stored, &wanted));
    }
    identity::remember_subnet(cx, subnet);
    if let Some(pair) = cx.clients().pair_of(&wanted).await? {
        refuse_in_takeover(&pair, stored)?;
    }
    let _held = cx.clients().hold_address(stored.address).await?;
    if prior.assigned == Attr::Known(true) && lif_with(&lifs(cx).await?, stored.address).is_some() {
        identity::remember_moving(cx, &stored.interface);
        return Ok(planned.with_address(stored.address, true));
    }
    assign::moved(cx, planned, stored).await
}

/// Returns the state of an address that was found on this interface. It belongs there if the LIF that has it is
/// at home on that node: the two were re-homed together, or the LIF did not take the address along to the stored
/// interface. So does an address that waits for a LIF which there is no longer. Anything else is a failover, or an
/// address that strayed.
pub async fn seen(
    cx: &Cx<Clients>,
    prior: &SecondaryIpModel,
    address: Ipv4Addr,
    holder: &str,
) -> Outcome<SecondaryIpModel> {
    let as_stored = prior.with_address(address, true);
    if holder == prior.interface() {
        identity::forget_moving(cx);
        return Ok(as_stored);
    }
    let lifs = cx.clients().all::<IpInterface>("LIFs", Age::Recent).await?;
    let belongs_there = match lif_with(&lifs, address) {
        Some(lif) => is_at_home(cx, lif, holder).await?,
        None if identity::is_moving(cx, &prior.interface()) => {
            let pair = cx.clients().pair_of(holder).await?;
            pair.is_some_and(|pair| !pair.is_in_takeover())
        }
        None => false,
    };
    Ok(if belongs_there { as_stored.on_interface(holder) } else { as_stored })
}

/// Returns whether the LIF has its home on the node of this interface.
async fn is_at_home(cx: &Cx<Clients>, lif: &IpInterface, interface: &str) -> Outcome<bool> {
    let e0a = cx.clients().e0a().await?.iter().find(|e0a| e0a.interface_id == interface);
    Ok(e0a.is_some_and(|e0a| lif.location.home_node.name.as_ref() == Some(&e0a.node)))
}

/// Returns the LIF that an earlier apply left the move to this interface to, if it did not take the address along.
pub async fn not_followed(cx: &Cx<Clients>, address: Ipv4Addr, wanted: &str) -> Outcome<Option<String>> {
    if !identity::is_moving(cx, wanted) {
        return Ok(None);
    }
    let lifs = lifs(cx).await?;
    match lif_with(&lifs, address) {
        Some(lif) if !is_at_home(cx, lif, wanted).await? => Ok(Some(describe_lif(lif))),
        _ => Ok(None),
    }
}
