//! What the plan of an address looks at: where it goes, and what the apply would refuse for certain.

use std::sync::Arc;

use ec2::NetworkInterface;
use ontap::IpInterface;
use provider_core::secondary_ip::{Facts, Newcomer, SecondaryIpModel, foreseen, moves};
use provider_core::system::{Room, describe_lif, lif_with};
use tfplugin::{Attr, Cx, Diagnostics, Outcome, Plan, Text, calls};

use super::{identity, moving};
use crate::clients::{Age, Ahead, Clients, Leaving, New, persisting};

/// Gathers the facts for the rules.
pub async fn facts(cx: &Cx<Clients>, plan: &Plan<SecondaryIpModel>) -> Outcome<Facts> {
    let wanted = plan.config.network_interface_id.known().map(Text::text);
    if let Some(address) = plan.planned.address() {
        cx.clients().claims.place(address, wanted.as_deref());
    }
    let Some(wanted) = wanted else { return Ok(Facts::default()) };
    match &plan.prior {
        None => of_new(cx, plan, &wanted).await,
        Some(prior) => of_stored(cx, plan, prior, &wanted).await,
    }
}

/// Notes an address that is stored, and that its destroy releases.
pub fn hold(clients: &Clients, stored: &SecondaryIpModel) {
    let Some(address) = stored.address() else { return };
    clients.claims.store(address);
    if stored.release_on_destroy == Attr::Known(true) {
        clients.forecast.hold(address, &stored.interface());
    }
}

async fn of_stored(
    cx: &Cx<Clients>,
    plan: &Plan<SecondaryIpModel>,
    prior: &SecondaryIpModel,
    wanted: &str,
) -> Outcome<Facts> {
    let Some(address) = prior.address() else { return Ok(Facts::default()) };
    if plan.planned.private_ip.is_unknown() && !moves(plan) {
        return Ok(Facts::default());
    }
    let clients = cx.clients();
    if moves(plan) && clients.is_partner_in_subnet(&prior.interface(), wanted).await? {
        clients.forecast.leave(address, &prior.interface());
        let not_followed = moving::not_followed(cx, address, wanted).await.unwrap_or_default();
        return Ok(Facts { is_partner: true, not_followed, ..Facts::default() });
    }
    if moves(plan) || plan.planned.private_ip != prior.private_ip {
        // It is replaced: Terraform plans its successor as a new address.
        clients.claims.store(address);
        clients.forecast.leave(address, &prior.interface());
        let lifs = clients.all::<IpInterface>("LIFs", Age::Recent).await.unwrap_or_default();
        let lif_of_former = lif_with(&lifs, address).map(describe_lif);
        let is_sudden = !clients.forecast.has_seen(address);
        return Ok(Facts { lif_of_former, is_sudden, ..Facts::default() });
    }
    clients.forecast.keep(address, wanted, identity::token(cx));
    let stray = clients.stray_of(wanted, address).await.unwrap_or_default();
    Ok(Facts { stray, ..Facts::default() })
}

async fn of_new(cx: &Cx<Clients>, plan: &Plan<SecondaryIpModel>, wanted: &str) -> Outcome<Facts> {
    let clients = cx.clients();
    // Terraform gives the private data of an object that is replaced to its successor.
    if let Some(token) = identity::token(cx) {
        clients.forecast.succeed(&token);
    }
    let interface = place_ahead(cx, wanted).await?;
    let subnet = clients.aws.subnet(&interface.subnet_id).await?;
    let foreseen =
        if calls().has_applied() { Diagnostics::new() } else { foreseen_of(cx, plan, &interface).await? };
    Ok(Facts { place: Some((interface, subnet)), foreseen, ..Facts::default() })
}

/// Returns the interface as a read shows it that all plans of new addresses share. What is refused by it never
/// changes (subnet, primary address), or is looked at once more; and the apply looks for itself.
async fn place_ahead(cx: &Cx<Clients>, wanted: &str) -> Outcome<NetworkInterface> {
    let (clients, began) = (cx.clients(), cx.began());
    // The look for e0a shows the interface, too. Where ONTAP cannot be asked, the apply will tell.
    clients.e0a().await.ok();
    if calls().has_applied() {
        return clients.interface_of_age(wanted, Age::Any).await;
    }
    clients.interface_ahead(wanted, began).await
}

async fn foreseen_of(
    cx: &Cx<Clients>,
    plan: &Plan<SecondaryIpModel>,
    interface: &NetworkInterface,
) -> Outcome<Diagnostics> {
    let clients = cx.clients();
    let (claims, address) = (&clients.claims, plan.config.address());
    let is_there = address.is_some_and(|address| interface.has(address));
    let new = New { interface: interface.id.clone(), address };
    let before = clients.forecast.plan_new(new, !is_there);
    let limit = clients.address_limit(interface).await.ok().flatten();
    let is_full = limit.is_some_and(|limit| before.on_interface + interface.used_slots() >= limit);
    // Who has the addresses is told by a refusal only.
    let tells_of_lifs = is_there || is_full;
    let nodes = if tells_of_lifs { clients.ontap.nodes().await? } else { &[] };
    let refusal = |interface: &NetworkInterface, lifs: &[IpInterface], leaving| {
        let (own, lif) = (&claims.all(), address.and_then(|address| lif_with(lifs, address)));
        foreseen(&Newcomer {
            room: Room { interface, lifs, nodes, own, limit, coming: 0 },
            address,
            reuse_unused: plan.planned.reuse_unused,
            is_stored: address.is_some_and(|address| claims.has(address)),
            is_named_twice: before.is_named,
            lif_is_ours: lif.is_some_and(|lif| claims.knows_lif(&lif.uuid)),
            planned_before: before.on_interface,
            leaving,
        })
    };
    let ahead = |interface: &NetworkInterface, lifs: &[IpInterface]| {
        let Leaving { planned, open } = clients.forecast.leaving(interface);
        let at_least = refusal(interface, lifs, planned + open);
        match (at_least.has_errors(), open > 0 && refusal(interface, lifs, planned).has_errors()) {
            (true, _) if before.is_named => Ahead::Certain(at_least),
            (true, _) => Ahead::Refused(at_least),
            (false, true) => Ahead::Open,
            (false, false) => Ahead::Clear,
        }
    };
    let (mut lifs, mut now) = (Arc::default(), interface.clone());
    if tells_of_lifs {
        lifs = clients.all::<IpInterface>("LIFs", Age::Recent).await.unwrap_or_default();
        if matches!(ahead(&now, &lifs), Ahead::Refused(_)) {
            let of_all = clients.all::<IpInterface>("LIFs", Age::Now);
            let (of_all, again) = futures::join!(of_all, clients.aws.interface(&interface.id));
            lifs = of_all.unwrap_or_default();
            now = again.unwrap_or(now);
        }
    }
    let what = address.map_or_else(|| interface.id.clone(), |address| address.to_string());
    Ok(persisting(&what, || ahead(&now, &lifs)).await)
}
