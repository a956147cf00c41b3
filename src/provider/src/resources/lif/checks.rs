//! Facts for the placement of a LIF, and the checks before the first write. The checks read everything anew
//! while they hold the lock of the address, so that no other operation of this run releases it in between.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::time::Instant;

use ec2::{InterfaceFilter, NetworkInterface, Subnet};
use ontap::{IpInterface, Listed, ServicePolicy};
use provider_core::lif::{
    Home, LifModel, Origin, Placement, Seen, Surroundings, Zones, other_port, refusals as lif_refusals,
    refuse_in_takeover, without_private_lifs,
};
use provider_core::object::OntapModel;
use provider_core::system::{Pair, nodes_without_private_lif};
use tfplugin::{Attr, Cx, Diagnostics, Outcome};

use super::following::Follower;
use super::routes;
use crate::clients::{Age, Arriving, Clients, Held};
use crate::diagnose::During;

/// A plan whose checks have passed.
#[derive(Debug)]
pub struct Checked {
    /// The plan, with every attribute settled.
    pub planned: LifModel,
    /// The address and the VPC of the home node, if the address is a floating one.
    pub floating: Option<(Ipv4Addr, String)>,
    /// The private address that is to go with the LIF to another home.
    pub follower: Option<Follower>,
    /// The lock of the address, which keeps what was checked valid.
    pub held: Option<Held>,
    /// A place for the address on the interface of another home.
    pub arriving: Option<Arriving>,
    /// Uuids of the storage VM's existing LIFs.
    pub siblings: Vec<String>,
}

/// The LIF before a change.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// Its current state.
    pub now: &'a LifModel,
    /// The home node that it leaves, or left in a change whose end was not seen.
    pub former_home: Option<&'a str>,
}

/// Checks everything that must hold before the planned LIF is written. `before` is absent for a new LIF.
pub async fn check(cx: &Cx<Clients>, planned: LifModel, before: Option<Before<'_>>) -> Outcome<Checked> {
    let now = before.map(|before| before.now);
    let node = planned.home_node.value_or_default();
    let svm_uuid = now.unwrap_or(&planned).svm_id.value_or_default();
    let held = hold_address(cx, &planned).await?;
    let arriving = arriving(cx, &planned, before).await?;
    // They do not depend on each other.
    let (pair, place, lifs, policies) = futures::join!(
        pair_of_home(cx, &node),
        placement(cx, &planned, None),
        cx.clients().all::<IpInterface>("LIFs", Age::Now),
        policies(cx, &svm_uuid, &planned)
    );
    let (pair, place) = (pair?, place?);
    if let Some(pair) = &pair {
        refuse_in_failover(pair, &planned, before)?;
    }
    let mut refusals = place.refusals(&planned, &planned.failover.clone().or(Attr::Null));
    refusals.extend(other_port(now, &planned));
    refusals.into_result()?;
    let Some(home) = place.home else { return Err(no_interface(&node)) };
    let floating = home.floating(&planned);
    let wanted = planned.address().filter(|_| floating.is_none());
    let origin = pair.as_ref().and_then(|pair| origin(pair, &home, &planned, before));
    let (home, holders) = look_for_address(cx, home, wanted, origin.is_some()).await?;
    let (lifs, policies) = (lifs?, policies?);
    let limit = match origin {
        Some(_) => cx.clients().address_limit(&home.interface).await?,
        None => None,
    };
    let in_takeover = pair.as_ref().filter(|pair| pair.is_in_takeover());
    let seen = Seen {
        own_uuid: now.and_then(|now| now.id.known()).map(String::as_str),
        svm_uuid: &svm_uuid,
        lifs: &lifs,
        policies: &policies,
        home: &home,
        holders: &holders,
        partner: in_takeover.map(|pair| pair.partner.interface_id.as_str()),
        origin: origin.as_ref(),
        own: &cx.clients().claims.all(),
        limit,
        coming: arriving.as_ref().map(|own| own.others_to_come(&home.interface)).unwrap_or_default(),
    };
    let mut refusals = lif_refusals(&seen, &planned);
    if floating.is_some() {
        refusals.extend(missing_private_lifs(cx, &planned, &svm_uuid, &lifs).await?);
    }
    refusals.into_result()?;
    let of_svm = lifs.iter().filter(|lif| lif.svm.uuid.as_deref() == Some(svm_uuid.as_str()));
    let siblings = of_svm.map(|lif| lif.uuid.clone()).collect();
    let follower =
        origin.zip(wanted).map(|(origin, address)| Follower::new(address, &origin, &home.interface));
    let planned = planned.settled(home.subnet.cidr.prefix_len(), &policies);
    Ok(Checked { planned, floating, follower, held, arriving, siblings })
}

/// Checks, before a plan is stored that changes nothing in ONTAP, what a floating address is compared with and
/// what it demands. Returns the address and the VPC of the home node, if the address is a floating one.
pub async fn compare(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: &LifModel,
) -> Outcome<Option<(Ipv4Addr, String)>> {
    let place = placement(cx, planned, None).await?;
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

/// Holds the address, if the plan knows it.
async fn hold_address(cx: &Cx<Clients>, planned: &LifModel) -> Outcome<Option<Held>> {
    match planned.address() {
        Some(address) => cx.clients().hold_address(address).await.map(Some),
        None => Ok(None),
    }
}

/// Keeps a place for the address on the interface of a home that the LIF changes to.
async fn arriving(
    cx: &Cx<Clients>,
    planned: &LifModel,
    before: Option<Before<'_>>,
) -> Outcome<Option<Arriving>> {
    let changes_home = before.is_some_and(|before| before.former_home.is_some());
    let Some(address) = planned.address().filter(|_| changes_home) else { return Ok(None) };
    let node = planned.home_node.value_or_default();
    let e0a = cx.clients().e0a().await?.iter().find(|e0a| e0a.node == node);
    Ok(e0a.map(|e0a| cx.clients().arrivals.enter(&e0a.interface_id, Some(address))))
}

async fn pair_of_home(cx: &Cx<Clients>, node: &str) -> Outcome<Option<Pair>> {
    let e0a = cx.clients().e0a().await?.iter().find(|e0a| e0a.node == node);
    match e0a {
        Some(e0a) => cx.clients().pair_of(&e0a.interface_id).await,
        None => Ok(None),
    }
}

/// Returns where the address still may be, if it is to go with the LIF to another home in the same zone.
fn origin<'a>(
    pair: &'a Pair,
    home: &Home,
    planned: &LifModel,
    before: Option<Before<'_>>,
) -> Option<Origin<'a>> {
    let before = before.filter(|before| before.now.address == planned.address)?;
    let partner = &pair.partner;
    let is_origin = home.zones == Zones::One && before.former_home == Some(partner.node.as_str());
    is_origin.then_some(Origin { node: &partner.node, interface: &partner.interface_id })
}

async fn policies(cx: &Cx<Clients>, svm_uuid: &str, planned: &LifModel) -> Outcome<Vec<ServicePolicy>> {
    let listed = cx.clients().policies_of_svm(svm_uuid).await?;
    told(listed, planned).during("list the service policies of the storage VM")
}

/// Refuses to make a LIF, or to give it another home, while a failover is in progress.
fn refuse_in_failover(pair: &Pair, planned: &LifModel, before: Option<Before<'_>>) -> Outcome<()> {
    match before {
        None => {
            let allowed = planned.allow_during_takeover == Attr::Known(true);
            pair.refuse_create(&planned.describe(), allowed, "home_node")
        }
        Some(before) if before.former_home.is_some() => refuse_in_takeover(pair, planned),
        Some(_) => Ok(()),
    }
}

/// Reads the interface again if it does not show the address. If it still does not, finds the interfaces that
/// have it. An address that may be elsewhere is looked for there at once.
async fn look_for_address(
    cx: &Cx<Clients>,
    home: Home,
    address: Option<Ipv4Addr>,
    may_be_elsewhere: bool,
) -> Outcome<(Home, Vec<NetworkInterface>)> {
    let Some(address) = address.filter(|address| !home.interface.has(*address)) else {
        return Ok((home, Vec::new()));
    };
    if may_be_elsewhere {
        let holders = holders(cx, address).await?;
        if !holders.is_empty() {
            return Ok((home, holders));
        }
    }
    let interface = cx.clients().aws.interface_again(&home.interface.id, address).await?;
    let holders = if interface.has(address) { Vec::new() } else { holders(cx, address).await? };
    Ok((Home { interface, ..home }, holders))
}

/// Returns the interfaces that have the address, in any VPC.
pub async fn holders(cx: &Cx<Clients>, address: Ipv4Addr) -> Outcome<Vec<NetworkInterface>> {
    let filter = InterfaceFilter::PrivateIps(vec![address]);
    cx.clients().aws.interfaces(filter, &format!("look who has {address}")).await
}

fn no_interface(node: &str) -> Diagnostics {
    Diagnostics::error_at(
        "home_node",
        format!("The network interface behind e0a of node {node} is not known"),
        "Name it in the provider block, in aws.network_interface_ids.",
    )
}

/// Returns the service policies, unless the planned one is among those that ONTAP shows in part.
fn told(listed: Listed<ServicePolicy>, planned: &LifModel) -> ontap::Result<Vec<ServicePolicy>> {
    let wanted = planned.service_policy.known();
    let of_name = |policy: &&ServicePolicy| Some(&policy.name) == wanted;
    listed.iter().filter(of_name).try_for_each(|policy| listed.refuse_faulty(&policy.uuid))?;
    Ok(listed.records)
}

/// Returns the service policies of a storage VM; none if it does not exist yet.
pub async fn policies_of(cx: &Cx<Clients>, svm: &str, planned: &LifModel) -> Outcome<Vec<ServicePolicy>> {
    let listed = cx.clients().policies_of_svm_named(svm).await?;
    told(listed, planned).during(format!("list the service policies of storage VM {svm}"))
}

/// Gathers the facts about the LIF's planned place: for a plan since it began, for a check now.
pub async fn placement(
    cx: &Cx<Clients>,
    model: &LifModel,
    plan_began: Option<Instant>,
) -> Outcome<Placement> {
    let mut ports: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for node in cx.clients().ontap.nodes().await? {
        ports.entry(node.name.clone()).or_default();
    }
    let home = async {
        match model.home_node.known().filter(|node| ports.contains_key(*node)) {
            Some(node) => home(cx, model, node, plan_began).await,
            None => Ok(None),
        }
    };
    let (home, all_ports) = futures::join!(home, cx.clients().ontap.ports());
    let home = home?;
    for port in all_ports? {
        if let Some(of_node) = port.node.name.as_ref().and_then(|node| ports.get_mut(node)) {
            of_node.push(port.name.clone());
        }
    }
    Ok(Placement { ports, home })
}

async fn home(
    cx: &Cx<Clients>,
    model: &LifModel,
    node: &str,
    plan_began: Option<Instant>,
) -> Outcome<Option<Home>> {
    let Some(e0a) = cx.clients().e0a().await?.iter().find(|e0a| e0a.node == node) else { return Ok(None) };
    let interface = match plan_began {
        Some(began) => cx.clients().interface_ahead(&e0a.interface_id, began).await?,
        None => cx.clients().aws.interface(&e0a.interface_id).await?,
    };
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
            let tables = routes::tables(cx, model, &subnet.vpc_id);
            let (vpcs, tables) = futures::join!(cx.clients().aws.vpcs(), tables);
            let (vpcs, tables) = (vpcs?.to_vec(), tables?);
            let additional_cidrs = cx.clients().additional_cidrs.clone();
            Ok(Zones::Outside(Surroundings { vpcs, tables, pair: routes::pair(cx).await?, additional_cidrs }))
        }
        _ => Ok(Zones::Several),
    }
}

/// Returns the address and the VPC of the home node, if the LIF's address is a floating one.
pub async fn floating(cx: &Cx<Clients>, model: &LifModel) -> Outcome<Option<(Ipv4Addr, String)>> {
    Ok(placement(cx, model, None).await?.home.and_then(|home| home.floating(model)))
}
