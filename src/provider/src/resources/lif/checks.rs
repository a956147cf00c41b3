//! Facts for the placement of a LIF, and the checks before the first write. The checks read everything anew
//! while they hold the lock of the home node's interface, so that no other operation of this run releases the
//! address in between.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ec2::{InterfaceFilter, NetworkInterface, Subnet};
use ontap::{IpInterface, ServicePolicy};
use provider_core::lif::{
    Home, LifModel, Placement, Seen, Surroundings, Zones, other_port, refusals as lif_refusals,
    without_private_lifs,
};
use provider_core::object::OntapModel;
use provider_core::system::nodes_without_private_lif;
use provider_core::values::lif::has_block_services;
use tfplugin::{Attr, Cx, Diagnostics, Outcome, Text};

use super::routes;
use crate::clients::{Clients, Held};
use crate::diagnose::During;

/// A plan whose checks have passed.
#[derive(Debug)]
pub struct Checked {
    /// The plan, with every attribute settled.
    pub planned: LifModel,
    /// The address and the VPC of the home node, if the address is a floating one.
    pub floating: Option<(Ipv4Addr, String)>,
    /// The interface's lock, which keeps what was checked valid. It is released after the write and before
    /// the wait for routes, because every other LIF with its home on the node waits for it.
    pub held: Held,
    /// Uuids of the storage VM's existing LIFs.
    pub siblings: Vec<String>,
}

/// Checks everything that must hold before the planned LIF is written. `now` is the current state of a LIF
/// that exists.
pub async fn check(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: LifModel,
    now: Option<&LifModel>,
) -> Outcome<Checked> {
    let node = planned.home_node.value_or_default();
    let interface =
        cx.clients().e0a().await?.iter().find(|e0a| e0a.node == node).map(|e0a| &e0a.interface_id);
    let held = match interface {
        Some(id) => Some(cx.clients().hold_interface(id).await?),
        None => None,
    };
    let pair = match interface {
        Some(id) => cx.clients().pair_of(id).await?,
        None => None,
    };
    if let Some(pair) = pair.as_ref().filter(|_| now.is_none()) {
        let allowed = planned.allow_during_takeover == Attr::Known(true);
        pair.refuse_create(&planned.describe(), allowed, "home_node")?;
    }
    let place = placement(cx, &planned).await?;
    let mut refusals = place.refusals(&planned, &planned.failover.clone().or(Attr::Null));
    refusals.extend(other_port(now, &planned));
    refusals.into_result()?;
    let (Some(home), Some(held)) = (place.home, held) else { return Err(no_interface(&node)) };
    let floating = home.floating(&planned);
    let wanted = planned.address().filter(|_| floating.is_none());
    let (home, holders) = look_for_address(cx, home, wanted).await?;
    let svm_uuid = now.unwrap_or(&planned).svm_id.value_or_default();
    let of_svm = [("svm.uuid", svm_uuid.as_str())];
    let (lifs, policies) =
        futures::join!(ontap.list::<IpInterface>(&[]), ontap.list::<ServicePolicy>(&of_svm));
    let lifs = lifs.during("list the LIFs of the cluster")?;
    let policies = policies.during("list the service policies of the storage VM")?;
    let own_uuid = now.and_then(|now| now.id.known()).map(String::as_str);
    let seen = Seen {
        own_uuid,
        svm_uuid: &svm_uuid,
        lifs: &lifs,
        policies: &policies,
        home: &home,
        holders: &holders,
        partner: pair
            .as_ref()
            .filter(|pair| pair.is_in_takeover())
            .map(|pair| pair.partner.interface_id.as_str()),
    };
    let mut refusals = lif_refusals(&seen, &planned);
    if floating.is_some() {
        refusals.extend(missing_private_lifs(cx, &planned, &svm_uuid, &lifs).await?);
    }
    refusals.into_result()?;
    let of_svm = lifs.iter().filter(|lif| lif.svm.uuid.as_deref() == Some(svm_uuid.as_str()));
    let siblings = of_svm.map(|lif| lif.uuid.clone()).collect();
    let planned = planned.settled(home.subnet.cidr.prefix_len(), &policies);
    Ok(Checked { planned, floating, held, siblings })
}

/// Checks, before a plan is stored that changes nothing in ONTAP, what a floating address is compared with and
/// what it demands. Returns the address and the VPC of the home node, if the address is a floating one.
pub async fn compare(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: &LifModel,
) -> Outcome<Option<(Ipv4Addr, String)>> {
    let place = placement(cx, planned).await?;
    let mut refusals = place.compared(planned);
    let floating = place.home.and_then(|home| home.floating(planned));
    if floating.is_some() && planned.require_private_lifs == Attr::Known(true) {
        let svm = planned.svm_id.value_or_default();
        let lifs = ontap.list::<IpInterface>(&[("svm.uuid", &svm)]).await;
        let lifs = lifs.during("list the LIFs of the storage VM")?;
        refusals.extend(missing_private_lifs(cx, planned, &svm, &lifs).await?);
    }
    refusals.into_result()?;
    Ok(floating)
}

/// Refuses a floating address that demands private LIFs which are missing.
async fn missing_private_lifs(
    cx: &Cx<Clients>,
    planned: &LifModel,
    svm_uuid: &str,
    lifs: &[IpInterface],
) -> Outcome<Diagnostics> {
    if planned.require_private_lifs != Attr::Known(true) {
        return Ok(Diagnostics::new());
    }
    let subnets = cx.clients().e0a_subnets().await?;
    Ok(without_private_lifs(&nodes_without_private_lif(lifs, svm_uuid, &subnets)))
}

/// Reads the interface again if it does not show the address. If it still does not, finds the interfaces that
/// have it.
async fn look_for_address(
    cx: &Cx<Clients>,
    home: Home,
    address: Option<Ipv4Addr>,
) -> Outcome<(Home, Vec<NetworkInterface>)> {
    let Some(address) = address.filter(|address| !home.interface.has(*address)) else {
        return Ok((home, Vec::new()));
    };
    let interface = cx.clients().aws.interface_again(&home.interface.id, address).await?;
    let holders = if interface.has(address) {
        Vec::new()
    } else {
        let filter = InterfaceFilter::PrivateIps(vec![address]);
        cx.clients().aws.interfaces(filter, &format!("look who has {address}")).await?
    };
    Ok((Home { interface, ..home }, holders))
}

fn no_interface(node: &str) -> Diagnostics {
    Diagnostics::error_at(
        "home_node",
        format!("The network interface behind e0a of node {node} is not known"),
        "Name it in the provider block, in aws.network_interface_ids.",
    )
}

/// Returns whether the planned service policy serves blocks, or `None` if it is not known yet, or its storage
/// VM does not have it (yet), or may not be asked.
pub async fn serves_blocks(cx: &Cx<Clients>, model: &LifModel) -> Outcome<Option<bool>> {
    let (Some(svm), Some(policy)) = (model.svm_name.known().map(Text::text), model.service_policy.known())
    else {
        return Ok(None);
    };
    let ontap = cx.clients().ontap.client().await?;
    let found = ontap.find::<ServicePolicy>(&[("svm.name", &svm), ("name", policy)]).await;
    Ok(found.ok().flatten().map(|policy| has_block_services(&policy.services)))
}

/// Gathers the facts about the LIF's planned place.
pub async fn placement(cx: &Cx<Clients>, model: &LifModel) -> Outcome<Placement> {
    let mut ports: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for node in cx.clients().ontap.nodes().await? {
        ports.entry(node.name.clone()).or_default();
    }
    for port in cx.clients().ontap.ports().await? {
        if let Some(of_node) = port.node.name.as_ref().and_then(|node| ports.get_mut(node)) {
            of_node.push(port.name.clone());
        }
    }
    let home = match model.home_node.known().filter(|node| ports.contains_key(*node)) {
        Some(node) => home(cx, model, node).await?,
        None => None,
    };
    Ok(Placement { ports, home })
}

async fn home(cx: &Cx<Clients>, model: &LifModel, node: &str) -> Outcome<Option<Home>> {
    let Some(e0a) = cx.clients().e0a().await?.iter().find(|e0a| e0a.node == node) else { return Ok(None) };
    let interface = cx.clients().aws.interface(&e0a.interface_id).await?;
    let subnet = cx.clients().aws.subnet(&e0a.subnet_id).await?;
    let zones = zones(cx, model, &subnet).await?;
    Ok(Some(Home { interface, subnet, zones }))
}

/// Returns the availability zones of the nodes. Reads VPCs and route tables only for an address outside the
/// subnet.
async fn zones(cx: &Cx<Clients>, model: &LifModel, subnet: &Subnet) -> Outcome<Zones> {
    if !cx.clients().is_multi_az().await? {
        return Ok(Zones::One);
    }
    match model.address() {
        Some(address) if !subnet.cidr.contains(&address) => {
            let vpcs = cx.clients().aws.ec2().vpcs().await.during("list the VPCs")?;
            let tables = routes::tables(cx, model, &subnet.vpc_id).await?;
            let additional_cidrs = cx.clients().additional_cidrs.clone();
            Ok(Zones::Outside(Surroundings { vpcs, tables, pair: routes::pair(cx).await?, additional_cidrs }))
        }
        _ => Ok(Zones::Several),
    }
}

/// Returns the address and the VPC of the home node, if the LIF's address is a floating one.
pub async fn floating(cx: &Cx<Clients>, model: &LifModel) -> Outcome<Option<(Ipv4Addr, String)>> {
    Ok(placement(cx, model).await?.home.and_then(|home| home.floating(model)))
}
