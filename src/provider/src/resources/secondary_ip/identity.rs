//! The identity of an address: its cluster, and what its object keeps in private data. This is the token that
//! distinguishes the object in this run from another with the same address, its subnet, what an unfinished create
//! sent, why a destroy kept the address, and that it is on its way from the HA partner.

use std::net::Ipv4Addr;

use provider_core::secondary_ip::{Identity, Sent};
use tfplugin::{Cx, Outcome, Private};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::clients::Clients;
use crate::identity;

/// Private-state key of the token.
const OWNER: &str = "owner";

/// Private-state key of the subnet that the address is in.
const SUBNET: &str = "subnet_id";

/// Private-state key of what an unfinished create sent.
const SENT: &str = "sent";

/// Private-state key of the interface from which the address is to move to its own one.
const MOVING: &str = "moving_from";

/// Private-state key of why a destroy kept the address.
const KEPT: &str = "kept";

/// Returns the ONTAP client for an existing address. Refuses a cluster other than that of the object. From
/// now on, the address is never chosen for another object.
pub async fn on_its_cluster(cx: &Cx<Clients>, stored: &Identity) -> Outcome<ontap::Client> {
    cx.clients().claims.store(stored.address);
    identity::on_its_cluster(cx, &stored.subject()).await
}

/// Creates the token of a new object. A stored token is never used, because Terraform passes the private data
/// of a replaced object to its successor.
pub fn new_token(cx: &Cx<Clients>) -> String {
    let token = format!("{:032x}", rand::random::<u128>());
    cx.remember(OWNER, &token);
    cx.forget(SENT);
    cx.forget(KEPT);
    cx.forget(MOVING);
    token
}

/// Returns the token of an existing object. An object that was imported or made by an older version gets one
/// now.
pub fn stored_or_new_token(cx: &Cx<Clients>) -> String {
    token(cx).unwrap_or_else(|| {
        let token = format!("{:032x}", rand::random::<u128>());
        cx.remember(OWNER, &token);
        token
    })
}

/// Returns the stored token.
pub fn token(cx: &Cx<Clients>) -> Option<String> {
    cx.private(OWNER)
}

/// Returns the token in the private data of an object.
pub fn token_in(private: &Private) -> Option<String> {
    private.get(OWNER)
}

/// Records the subnet that the address is in. A create does so before its first checkpoint: Terraform passes the
/// private data of a replaced object, which may have been in another subnet, to its successor.
pub fn remember_subnet(cx: &Cx<Clients>, subnet: &str) {
    cx.remember(SUBNET, &subnet);
}

/// Returns whether the subnet is recorded. An object that an older version made or imported lacks it until it is
/// read.
pub fn has_subnet(cx: &Cx<Clients>) -> bool {
    cx.private::<String>(SUBNET).is_some()
}

/// Returns the subnet in the private data of an object.
pub fn subnet_in(private: &Private) -> Option<String> {
    private.get(SUBNET)
}

/// Records what a create is about to send.
pub fn remember_sent(cx: &Cx<Clients>, interface: &str, address: Ipv4Addr) {
    let at = OffsetDateTime::now_utc().format(&Rfc3339).unwrap_or_default();
    cx.remember(SENT, &Sent { interface: interface.to_owned(), address, at });
}

/// Removes the record, because the outcome of the create is known.
pub fn forget_sent(cx: &Cx<Clients>) {
    cx.forget(SENT);
}

/// Returns what the object's create sent, if its outcome is unknown.
pub fn sent(cx: &Cx<Clients>, interface: &str, address: Ipv4Addr) -> Option<Sent> {
    cx.private::<Sent>(SENT).filter(|sent| sent.interface == interface && sent.address == address)
}

/// Records that the address is to move here from this interface.
pub fn remember_moving(cx: &Cx<Clients>, from: &str) {
    cx.remember(MOVING, &from);
}

/// Removes the record, because the address is here.
pub fn forget_moving(cx: &Cx<Clients>) {
    cx.forget(MOVING);
}

/// Returns whether the address was to move to this interface and has not been seen there since.
pub fn is_moving(cx: &Cx<Clients>, here: &str) -> bool {
    cx.private::<String>(MOVING).is_some_and(|from| from != here)
}

/// Records why a destroy was refused; the next destroy only removes the object from the state.
pub fn remember_why_kept(cx: &Cx<Clients>, why: &str) {
    cx.remember(KEPT, &why);
}

/// Removes the reason, because the configuration decides again whether the address is released.
pub fn forget_why_kept(cx: &Cx<Clients>) {
    cx.forget(KEPT);
}

/// Returns why an earlier destroy was refused.
pub fn why_kept(cx: &Cx<Clients>) -> Option<String> {
    cx.private(KEPT)
}
