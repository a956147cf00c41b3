//! The location of an address: its interface or, after a failover, that of the HA partner. And the check that
//! an interface belongs to this system.

use std::net::Ipv4Addr;

use ec2::NetworkInterface;
use provider_core::secondary_ip::{SecondaryIpModel, fits, not_ours};
use provider_core::system::Room;
use tfplugin::{Cx, Diagnostics, Outcome};

use super::{identity, lifs, moving};
use crate::clients::{Age, Clients};

/// Returns the stored address if a recent read of its interface, or of those of the pair, shows it unchanged.
/// An address that looks changed or gone there is read by itself.
pub async fn unchanged(
    cx: &Cx<Clients>,
    stored: &SecondaryIpModel,
    address: Ipv4Addr,
) -> Option<SecondaryIpModel> {
    let recent = cx.clients().interface_and_siblings(&stored.interface(), Age::Recent).await.ok()?;
    let holder = recent.iter().find(|interface| interface.has(address))?;
    let seen = moving::seen(cx, stored, address, &holder.id).await.ok()?;
    identity::remember_subnet(cx, &holder.subnet_id);
    Some(seen).filter(|seen| seen == stored)
}

/// Returns the interface that has the address, of the two that may have it. Absent only if a second read some
/// seconds later shows it on neither.
pub async fn holder(
    cx: &Cx<Clients>,
    interface: &str,
    address: Ipv4Addr,
) -> Outcome<Option<NetworkInterface>> {
    let first = cx.clients().aws.interface(interface).await?;
    if first.has(address) { Ok(Some(first)) } else { holder_elsewhere(cx, interface, address).await }
}

/// The same, after a first read of the interface did not show the address.
pub async fn holder_elsewhere(
    cx: &Cx<Clients>,
    interface: &str,
    address: Ipv4Addr,
) -> Outcome<Option<NetworkInterface>> {
    if let Some(partner) = at_partner(cx, interface, address).await? {
        return Ok(Some(partner));
    }
    let again = cx.clients().aws.interface_again(interface, address).await?;
    if again.has(address) {
        return Ok(Some(again));
    }
    at_partner(cx, interface, address).await
}

/// Records the subnet of an address that no interface has, if it is not recorded yet: that of its own interface.
pub async fn note_subnet(cx: &Cx<Clients>, interface: &str) {
    if !identity::has_subnet(cx)
        && let Ok(found) = cx.clients().interface_of_age(interface, Age::Any).await
    {
        identity::remember_subnet(cx, &found.subnet_id);
    }
}

/// Returns the partner's interface, if it has the address.
pub async fn at_partner(
    cx: &Cx<Clients>,
    interface: &str,
    address: Ipv4Addr,
) -> Outcome<Option<NetworkInterface>> {
    let Some(partner) = cx.clients().partner_e0a(interface).await? else { return Ok(None) };
    let found = cx.clients().aws.interface(&partner.interface_id).await?;
    Ok(Some(found).filter(|found| found.has(address)))
}

/// Returns what fills an interface on which EC2 finds no room, if a look shows that there is none: another
/// object was faster.
pub async fn full(cx: &Cx<Clients>, interface: &str) -> Option<Diagnostics> {
    let clients = cx.clients();
    let (interface, lifs) = futures::join!(clients.aws.interface(interface), lifs(cx));
    let (interface, lifs) = (&interface.ok()?, &lifs.ok()?);
    let limit = clients.address_limit(interface).await.ok()?;
    let (nodes, own) = (clients.ontap.nodes().await.ok()?, &clients.claims.all());
    fits(&Room { interface, lifs, nodes, own, limit, coming: 0 }).err()
}

/// Returns the subnet of an interface behind e0a of a node of this system, and refuses any other interface.
/// `action` completes "Addresses are ...".
pub async fn require_e0a<'a>(cx: &'a Cx<Clients>, interface: &str, action: &str) -> Outcome<&'a str> {
    let e0a = cx.clients().e0a().await?;
    if let Some(found) = e0a.iter().find(|e0a| e0a.interface_id == interface) {
        return Ok(&found.subnet_id);
    }
    let found = cx.clients().aws.interface(interface).await.ok();
    Err(not_ours(interface, found.as_ref(), e0a, action))
}
