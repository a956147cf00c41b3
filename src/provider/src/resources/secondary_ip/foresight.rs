//! What the plan of an address looks at: where it goes, and what the apply would refuse for certain.

use std::net::Ipv4Addr;
use std::sync::Arc;

use ec2::NetworkInterface;
use ontap::IpInterface;
use provider_core::secondary_ip::{Facts, Newcomer, SecondaryIpModel, foreseen, moves};
use provider_core::system::{Room, describe_lif, lif_with};
use tfplugin::{Cx, Diagnostics, Outcome, Plan, Text};

use crate::clients::{Age, Clients, New, persisting};

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

async fn of_stored(
    cx: &Cx<Clients>,
    plan: &Plan<SecondaryIpModel>,
    prior: &SecondaryIpModel,
    wanted: &str,
) -> Outcome<Facts> {
    let Some(address) = prior.address() else { return Ok(Facts::default()) };
    let clients = cx.clients();
    if moves(plan) && clients.is_partner_in_subnet(&prior.interface(), wanted).await? {
        clients.claims.leave(address, &prior.interface());
        return Ok(Facts { is_partner: true, ..Facts::default() });
    }
    if moves(plan) || plan.planned.private_ip != prior.private_ip {
        // It is replaced: Terraform plans its successor as a new address.
        clients.claims.store(address);
        clients.claims.leave(address, &prior.interface());
        let lifs = clients.all::<IpInterface>("LIFs", Age::Recent).await.unwrap_or_default();
        let lif_of_former = lif_with(&lifs, address).map(describe_lif);
        return Ok(Facts { lif_of_former, ..Facts::default() });
    }
    let stray = clients.stray_of(wanted, address).await.unwrap_or_default();
    Ok(Facts { stray, ..Facts::default() })
}

async fn of_new(cx: &Cx<Clients>, plan: &Plan<SecondaryIpModel>, wanted: &str) -> Outcome<Facts> {
    let clients = cx.clients();
    let interface = clients.aws.interface(wanted).await?;
    let subnet = clients.aws.subnet(&interface.subnet_id).await?;
    let foreseen = foreseen_of(cx, plan, &interface).await?;
    Ok(Facts { place: Some((interface, subnet)), foreseen, ..Facts::default() })
}

async fn foreseen_of(
    cx: &Cx<Clients>,
    plan: &Plan<SecondaryIpModel>,
    interface: &NetworkInterface,
) -> Outcome<Diagnostics> {
    let clients = cx.clients();
    let (claims, address) = (&clients.claims, plan.config.address());
    let is_there = address.is_some_and(|address| interface.has(address));
    let before = claims.plan_new(New { interface: interface.id.clone(), address }, !is_there);
    let limit = clients.address_limit(interface).await.ok().flatten();
    let is_full = limit.is_some_and(|limit| before.on_interface + interface.used_slots() >= limit);
    // Who has the addresses is told by a refusal only.
    let (lifs, nodes) = if is_there || is_full {
        let lifs = clients.all::<IpInterface>("LIFs", Age::Recent).await.unwrap_or_default();
        (lifs, clients.ontap.nodes().await?)
    } else {
        (Arc::default(), &[][..])
    };
    let lif = address.and_then(|address| lif_with(&lifs, address));
    let is_of_interface = |address: &Ipv4Addr| interface.has(*address);
    let refusal = || {
        let own = &claims.all();
        foreseen(&Newcomer {
            room: Room { interface, lifs: &lifs, nodes, own, limit },
            address,
            reuse_unused: plan.planned.reuse_unused,
            is_stored: address.is_some_and(|address| claims.has(address)),
            is_named_twice: before.is_named,
            lif_is_ours: lif.is_some_and(|lif| claims.knows_lif(&lif.uuid)),
            planned_before: before.on_interface,
            leaving: claims.leaving(&interface.id).iter().filter(|address| is_of_interface(address)).count(),
        })
    };
    let what = address.map_or_else(|| interface.id.clone(), |address| address.to_string());
    Ok(persisting(&what, refusal).await)
}
