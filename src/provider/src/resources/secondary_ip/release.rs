//! Releasing an address, inside the interface's lock, and only where it is certain that nobody else needs it.

use std::net::Ipv4Addr;

use ec2::NetworkInterface;
use provider_core::secondary_ip::{self as decisions, Identity, SecondaryIpModel};
use provider_core::system::{describe_lif, lif_with};
use tfplugin::{Attr, Cx, Diagnostics, Outcome};

use super::{RELEASED, checks, identity, lifs, settle};
use crate::clients::{Clients, stopped};
use crate::diagnose::During;

/// Takes the address off the interface that has it, which is its own or that of the HA partner.
pub async fn release(cx: &Cx<Clients>, prior: &SecondaryIpModel, stored: &Identity) -> Outcome<()> {
    let (interface, address) = (&stored.interface, stored.address);
    let (claims, token) = (&cx.clients().claims, identity::token(cx));
    let ontap = identity::on_its_cluster(cx, stored).await?;
    let _held = cx.clients().hold_interface(interface).await?;
    if claims.of_another(address, token.as_deref()).is_some() {
        let why = "Another cvo_secondary_ip had got it.";
        return Err(kept(cx, prior, why, decisions::of_another(interface, address)));
    }
    checks::require_e0a(cx, interface, RELEASED).await?;
    if let Some(now) = checks::holder(cx, interface, address).await? {
        let lifs = lifs(&ontap).await?;
        if let Some(lif) = lif_with(&lifs, address) {
            let why = format!("{} had it.", describe_lif(lif));
            return Err(kept(cx, prior, &why, decisions::in_use(&now, lif, address)));
        }
        decisions::release(&now, &lifs, address)?;
        take_off(cx, &now, address).await?;
    }
    if let Some(token) = token {
        claims.release(address, &token);
    }
    Ok(())
}

/// Says of an address that is only forgotten where it is, if it was to be released once.
pub fn forget(cx: &Cx<Clients>, prior: &SecondaryIpModel) {
    let Some(why) = identity::why_kept(cx) else { return };
    let (address, interface) = (prior.private_ip.known().map(|address| address.0), prior.interface());
    let address = address.map(|address| address.to_string()).unwrap_or_default();
    cx.warn(
        format!("{address} is forgotten and stays on {interface}"),
        format!(
            "An earlier destroy was to release it and was refused: {why} If nothing uses the address, data.cvo_system lists it as \
             unused: release it in EC2, or adopt it with reuse_unused = true."
        ),
    );
}

/// Refuses the release for good: the address is another's, and this object, which may be one that its successor has
/// replaced, is only forgotten by the next destroy.
fn kept(cx: &Cx<Clients>, prior: &SecondaryIpModel, why: &str, refusal: Diagnostics) -> Diagnostics {
    identity::keep(cx, why);
    cx.checkpoint(&SecondaryIpModel { release_on_destroy: Attr::Known(false), ..prior.clone() });
    refusal
}

async fn take_off(cx: &Cx<Clients>, now: &NetworkInterface, address: Ipv4Addr) -> Outcome<()> {
    if cx.stop().is_cancelled() {
        return Err(stopped(&format!("Releasing {address}")));
    }
    if let Err(error) = cx.clients().aws.ec2().unassign_private_ip(&now.id, address).await {
        // The answer may have got lost after it took effect.
        let is_gone = matches!(cx.clients().aws.interface_with(&now.id, address).await, Ok(None));
        if !is_gone {
            return Err(error).during(format!("release {address} from {}", now.id));
        }
    }
    settle(cx, &now.id, &format!("that {address} is gone"), |seen| !seen.has(address)).await?;
    Ok(())
}
