//! Import.

use provider_core::secondary_ip::{SecondaryIpModel, not_importable, parse_id};
use tfplugin::{Attr, Cx, Model, Outcome};

use super::checks::at_partner;
use crate::clients::Clients;
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
    let imported = SecondaryIpModel {
        network_interface_id: Attr::Known(interface),
        release_on_destroy: Attr::Known(false),
        ..SecondaryIpModel::defaults()
    };
    Ok(imported.with_address(address, true))
}
