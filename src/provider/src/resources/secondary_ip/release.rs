//! Release of an address while the lock of the address is held, and only if certainly nothing else needs it.
//! That it is still there after its LIF is assumed (`address-outlives-its-lif`), and not relied upon.

use std::net::Ipv4Addr;
use std::sync::Arc;

use ec2::{NetworkInterface, Patience};
use futures::future::BoxFuture;
use ontap::{IpInterface, Listed};
use provider_core::secondary_ip::{self as decisions, Identity, SecondaryIpModel};
use provider_core::system::{describe_lif, lif_with};
use tfplugin::{Attr, Cx, Diagnostics, Outcome};

use super::{RELEASED, checks, identity, lifs, settle};
use crate::clients::{Clients, stopped, while_falling};
use crate::diagnose::During;

/// Releases the address from the interface that has it: its own or that of the HA partner. Waits for a LIF with
/// the address that goes in the same run; what else needs the interface, such as a LIF that this one waits
/// for, goes on meanwhile.
pub async fn release(cx: &Cx<Clients>, prior: &SecondaryIpModel, stored: &Identity) -> Outcome<()> {
    identity::on_its_cluster(cx, stored).await?;
    let Some(seen) = release_unless_used(cx, prior, stored).await? else { return Ok(()) };
    wait_for_lif(cx, seen, stored.address).await?;
    match release_unless_used(cx, prior, stored).await? {
        Some(Seen { holder, lif }) => keep(cx, prior, &holder, &lif, stored.address),
        None => Ok(()),
    }
}

/// Releases the address, unless a LIF has it: then returns what was seen.
async fn release_unless_used(
    cx: &Cx<Clients>,
    prior: &SecondaryIpModel,
    stored: &Identity,
) -> Outcome<Option<Seen>> {
    let (interface, address) = (&stored.interface, stored.address);
    let (claims, token) = (&cx.clients().claims, identity::token(cx));
    let _held = cx.clients().hold_address(address).await?;
    if claims.of_another(address, token.as_deref()).is_some() {
        let why = "Another cvo_secondary_ip had got it.";
        return Err(keep_and_refuse(cx, prior, why, decisions::of_another(interface, address)));
    }
    checks::require_e0a(cx, interface, RELEASED).await?;
    let mut found = holder_and_lifs(cx, interface, address).await?;
    // In a takeover it may have gone to the partner while it was looked at.
    for _ in 0..HOLDERS {
        let Some((holder, lifs)) = found else { break };
        if let Some(lif) = lif_with(&lifs, address) {
            return Ok(Some(Seen { holder, lif: lif.clone() }));
        }
        decisions::release(&holder, &lifs, address)?;
        found = unassign(cx, interface, &holder, address).await?;
    }
    if let Some((holder, _)) = found {
        return Err(decisions::moves_about(&holder.id, address));
    }
    if let Some(token) = token {
        claims.release(address, &token);
    }
    Ok(None)
}

/// Reads which interface has the address, and the LIFs at the same time, or later.
async fn holder_and_lifs(cx: &Cx<Clients>, interface: &str, address: Ipv4Addr) -> Outcome<Option<Found>> {
    let (first, seen) = futures::join!(cx.clients().aws.interface(interface), lifs(cx));
    let first = first?;
    if first.has(address) {
        return Ok(Some((first, seen?)));
    }
    match checks::holder_elsewhere(cx, interface, address).await? {
        Some(holder) => Ok(Some((holder, lifs(cx).await?))),
        None => Ok(None),
    }
}

/// The interface that has the address, and the LIFs.
type Found = (NetworkInterface, Arc<Listed<IpInterface>>);

/// How many interfaces are asked to release an address: those of a pair.
const HOLDERS: usize = 2;

/// An address that a LIF has.
struct Seen {
    /// The interface that has it.
    holder: NetworkInterface,
    /// The LIF.
    lif: IpInterface,
}

/// Waits for the LIF with the address, if it goes in the same run.
async fn wait_for_lif(cx: &Cx<Clients>, Seen { lif, .. }: Seen, address: Ipv4Addr) -> Outcome<()> {
    let departures = &cx.clients().departures;
    let patience = || departures.patience(departures.has(&lif.uuid));
    let number = |seen: &Arc<Listed<IpInterface>>| usize::from(lif_with(seen, address).is_some());
    let look = || -> BoxFuture<'_, Outcome<_>> { Box::pin(lifs(cx)) };
    let seen = Arc::new(Listed { records: vec![lif.clone()], faults: Vec::new() });
    let ended = || -> BoxFuture<'_, ()> { Box::pin(departures.has_ended(&lif.uuid)) };
    let what = format!("the LIF with {address} to go");
    while_falling(seen, &what, patience, number, ended, look).await.map(drop)
}

/// Refuses the release because a LIF has the address. If it was refused before for that reason, the object is
/// only forgotten: it may be the predecessor of another one, and no configuration reaches it.
fn keep(
    cx: &Cx<Clients>,
    prior: &SecondaryIpModel,
    now: &NetworkInterface,
    lif: &IpInterface,
    address: Ipv4Addr,
) -> Outcome<()> {
    if identity::why_kept(cx).is_some() {
        forget(cx, prior);
        return Ok(());
    }
    identity::remember_why_kept(cx, &format!("{} had it.", describe_lif(lif)));
    cx.checkpoint(prior);
    Err(decisions::in_use(now, lif, address))
}

/// Warns where the address of a removed object stays, if an earlier destroy was to release it.
pub fn forget(cx: &Cx<Clients>, prior: &SecondaryIpModel) {
    let Some(why) = identity::why_kept(cx) else { return };
    let (address, interface) = (prior.private_ip.known().map(|address| address.0), prior.interface());
    let address = address.map(|address| address.to_string()).unwrap_or_default();
    cx.warn(
        format!("{address} is forgotten and stays on {interface}"),
        format!(
            "An earlier destroy was to release it and was refused: {why} If nothing uses the address, \
             data.cvo_system lists it as unused: release it in EC2, or adopt it with reuse_unused = true."
        ),
    );
}

/// Refuses the release for good, because another object has the address. The next destroy only
/// removes this object, which its successor may have replaced, from the state.
fn keep_and_refuse(
    cx: &Cx<Clients>,
    prior: &SecondaryIpModel,
    why: &str,
    refusal: Diagnostics,
) -> Diagnostics {
    identity::remember_why_kept(cx, why);
    cx.checkpoint(&SecondaryIpModel { release_on_destroy: Attr::Known(false), ..prior.clone() });
    refusal
}

/// Releases the address from the interface that has it. After an error it is looked for: it may be gone although the
/// answer was lost, or it has gone to the other interface of the pair, which is returned.
async fn unassign(
    cx: &Cx<Clients>,
    interface: &str,
    now: &NetworkInterface,
    address: Ipv4Addr,
) -> Outcome<Option<Found>> {
    if cx.stop().is_cancelled() {
        return Err(stopped(&format!("Releasing {address}")));
    }
    let mut patience = Patience::after_an_answer();
    if let Err(error) = cx.clients().aws.ec2().unassign_private_ip(&now.id, address).await {
        match checks::holder_elsewhere(cx, interface, address).await {
            Ok(None) => patience = Patience::default(),
            Ok(Some(other)) if other.id != now.id => return Ok(Some((other, lifs(cx).await?))),
            Ok(Some(_)) | Err(_) => return Err(error).during(format!("release {address} from {}", now.id)),
        }
    }
    let expected = format!("that {address} is gone");
    settle(cx, (&now.id, &expected), patience, |seen| !seen.has(address)).await?;
    Ok(None)
}
