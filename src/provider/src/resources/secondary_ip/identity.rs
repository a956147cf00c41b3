//! Whose an address is: its cluster, and what an object keeps in private data, which are the token by which this run tells it
//! from another with the same address, what an unfinished create has sent, and why an address was kept.

use std::net::Ipv4Addr;

use provider_core::secondary_ip::{Identity, Sent};
use tfplugin::{Cx, Outcome};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::clients::Clients;
use crate::identity;

/// Key of the token.
const OWNER: &str = "owner";

/// Key of what an unfinished create has sent.
const SENT: &str = "sent";

/// Key of why a destroy kept the address.
const KEPT: &str = "kept";

/// The ONTAP client for an address that exists: refuses another cluster than that of its object. The address is never chosen
/// for another object from now on.
pub async fn on_its_cluster(cx: &Cx<Clients>, stored: &Identity) -> Outcome<ontap::Client> {
    cx.clients().claims.name(stored.address);
    identity::on_its_cluster(cx, &stored.subject()).await
}

/// The token of an object that is being made. Never one that is there already: Terraform hands the private data of an object
/// that is replaced to the plan of its successor.
pub fn anew(cx: &Cx<Clients>) -> String {
    let token = format!("{:032x}", rand::random::<u128>());
    cx.remember(OWNER, &token);
    cx.forget(SENT);
    cx.forget(KEPT);
    token
}

/// The token of an object that exists. One that was imported, or is of an older version, gets it now.
pub fn kept_or_new(cx: &Cx<Clients>) -> String {
    token(cx).unwrap_or_else(|| {
        let token = format!("{:032x}", rand::random::<u128>());
        cx.remember(OWNER, &token);
        token
    })
}

/// The token that is stored with the object.
pub fn token(cx: &Cx<Clients>) -> Option<String> {
    cx.private(OWNER)
}

/// A create is about to send this.
pub fn will_send(cx: &Cx<Clients>, interface: &str, address: Ipv4Addr) {
    let at = OffsetDateTime::now_utc().format(&Rfc3339).unwrap_or_default();
    cx.remember(SENT, &Sent { interface: interface.to_owned(), address, at });
}

/// The create has come to its end.
pub fn is_made(cx: &Cx<Clients>) {
    cx.forget(SENT);
}

/// What the object's create has sent, while its end was not seen.
pub fn sent(cx: &Cx<Clients>, interface: &str, address: Ipv4Addr) -> Option<Sent> {
    cx.private::<Sent>(SENT).filter(|sent| sent.interface == interface && sent.address == address)
}

/// A destroy was refused, and the next one only forgets the address.
pub fn keep(cx: &Cx<Clients>, why: &str) {
    cx.remember(KEPT, &why);
}

/// The configuration says anew whether the address is to be released.
pub fn keep_no_longer(cx: &Cx<Clients>) {
    cx.forget(KEPT);
}

/// Why an earlier destroy was refused.
pub fn why_kept(cx: &Cx<Clients>) -> Option<String> {
    cx.private(KEPT)
}
