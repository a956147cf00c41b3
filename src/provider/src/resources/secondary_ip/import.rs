//! Import.

use std::net::Ipv4Addr;

use ontap::IpInterface;
use provider_core::secondary_ip::{
    SecondaryIpIdentity, SecondaryIpModel, holder_among, home_of, in_subnet, not_importable, parse_id,
};
use provider_core::values::InterfaceId;
use tfplugin::{Attr, Cx, Model, Outcome, Text};

use super::checks::at_partner;
use super::identity::remember_subnet;
use crate::clients::{Age, Clients};
use crate::identity;

/// Returns the address that an import id names, which is on its interface or on that of the HA partner. Its
/// destroy only removes it from the state.
pub async fn by_import_id(cx: &Cx<Clients>, id: &str) -> Outcome<SecondaryIpModel> {
    let (interface, address) = parse_id(id)?;
    cx.clients().claims.name(address);
    identity::remember_cluster(cx).await?;
    let found = cx.clients().aws.interface(interface.as_str()).await?;
    let at_partner =
        if found.has(address) { None } else { at_partner(cx, interface.as_str(), address).await? };
    match at_partner.as_ref().unwrap_or(&found).address(address) {
        Some(held) if !held.primary => {}
        Some(_) => return Err(not_importable(&found, &format!("{address} is its primary address"))),
        None => return Err(not_importable(&found, &format!("it does not have {address}"))),
    }
    remember_subnet(cx, &found.subnet_id);
    Ok(imported(Attr::Known(interface), address))
}

/// Returns the address of this identity. It belongs to the interface of the home of its LIF, or to the one that
/// has it.
pub async fn by_identity(cx: &Cx<Clients>, wanted: &SecondaryIpIdentity) -> Outcome<SecondaryIpModel> {
    let (clients, subnet, address) = (cx.clients(), &wanted.subnet_id, wanted.private_ip.0);
    clients.claims.name(address);
    identity::remember_cluster(cx).await?;
    let there = in_subnet(clients.e0a().await?, subnet)?;
    let interfaces = clients.e0a_interfaces(Age::Now).await?;
    let is_there = |id: &str| there.iter().any(|e0a| e0a.interface_id == id);
    let interfaces: Vec<_> = interfaces.iter().filter(|found| is_there(&found.id)).collect();
    let holder = holder_among(&interfaces, subnet, address)?;
    let home = match there[..] {
        [_] => holder.id.as_str(),
        _ => home_of(address, &holder.id, &there, &clients.all::<IpInterface>("LIFs", Age::Now).await?),
    };
    remember_subnet(cx, &holder.subnet_id);
    Ok(imported(InterfaceId::parse(home).ok().into(), address))
}

fn imported(network_interface_id: Attr<InterfaceId>, address: Ipv4Addr) -> SecondaryIpModel {
    let imported = SecondaryIpModel {
        network_interface_id,
        release_on_destroy: Attr::Known(false),
        ..SecondaryIpModel::defaults()
    };
    imported.with_address(address, true)
}
