//! An address that goes to the interface of the HA partner in the same subnet. While a LIF has the address,
//! the LIF takes it along when its own home changes, and only the state changes here.

use std::net::Ipv4Addr;

use ontap::IpInterface;
use provider_core::secondary_ip::{Identity, SecondaryIpModel, not_the_partner, refuse_in_takeover};
use provider_core::system::lif_with;
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
    let ontap = identity::on_its_cluster(cx, stored).await?;
    checks::require_e0a(cx, &wanted, ASSIGNED).await?;
    if !cx.clients().is_partner_in_subnet(&stored.interface, &wanted).await? {
        return Err(not_the_partner(stored, &wanted));
    }
    if let Some(pair) = cx.clients().pair_of(&wanted).await? {
        refuse_in_takeover(&pair, stored)?;
    }
    let _held = cx.clients().hold_interfaces(&stored.interface, &wanted).await?;
    if prior.assigned == Attr::Known(true) && lif_with(&lifs(&ontap).await?, stored.address).is_some() {
        identity::remember_moving(cx, &stored.interface);
        return Ok(planned.with_address(stored.address, true));
    }
    assign::moved(cx, planned, stored).await
}

/// Returns the state of an address that was found on this interface. One that a LIF has which is at home on
/// that node was re-homed together with its LIF, unless this object is waiting for its LIF.
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
    if identity::is_moving(cx, &prior.interface()) {
        return Ok(as_stored);
    }
    let lifs = cx.clients().all::<IpInterface>("LIFs", Age::Recent).await?;
    let home = lif_with(&lifs, address).and_then(|lif| lif.location.home_node.name.as_deref());
    let e0a = cx.clients().e0a().await?;
    let is_home = e0a.iter().any(|e0a| e0a.interface_id == holder && Some(e0a.node.as_str()) == home);
    Ok(if is_home { as_stored.on_interface(holder) } else { as_stored })
}
