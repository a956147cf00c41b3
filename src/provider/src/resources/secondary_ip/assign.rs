//! Assignment of an address while the lock of the address is held: read, decide, write, read again.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use ec2::{InterfaceFilter, NetworkInterface, Reassignment, Subnet, free_addresses};
use ontap::{IpInterface, Listed};
use provider_core::secondary_ip::{
    self as decisions, Decision, Identity, Partner, Present, SecondaryIpModel, Seen,
};
use provider_core::system::{Pair, Room, lif_with};
use tfplugin::{Attr, Cx, Diagnostics, Outcome};

use super::steps::{Failed, write};
use super::{identity, lifs};
use crate::clients::{Age, Arriving, Clients, pause};
use crate::diagnose::During;

/// Number of addresses that are tried if another assignment is faster each time.
const CHOICES: usize = 5;

/// How often an address that finds its interface full looks again, a second apart, while others are being released.
const LOOKS_FOR_ROOM: usize = 15;

/// Assigns or adopts an address that the configuration names.
pub async fn named(
    cx: &Cx<Clients>,
    planned: SecondaryIpModel,
    address: Ipv4Addr,
) -> Outcome<SecondaryIpModel> {
    let arriving = cx.clients().arrivals.enter(&planned.interface(), Some(address));
    wait_for_room(cx, &planned.interface()).await?;
    let looked = look(cx, &planned.interface(), address).await?;
    refuse_in_failover(looked.pair.as_ref(), &planned)?;
    let token = identity::new_token(cx);
    let reuse = planned.reuse_unused == Attr::Known(true);
    let present = if reuse { Present::Reused } else { Present::Refused };
    let decision = decide(cx, &planned, (address, &arriving), (present, &token), &looked).await?;
    cx.clients().claims.claim(address, &token).map_err(|by| decisions::claimed(address, by))?;
    let Some(reassignment) = decision.reassignment() else { return Ok(planned.settled(address, false)) };
    identity::remember_sent(cx, &planned.interface(), address);
    let made = write(cx, planned.settled(address, true), address, reassignment, &token).await;
    made.map_err(Failed::into_diagnostics).inspect(|_| {
        arriving.arrived();
        identity::forget_sent(cx);
    })
}

/// Assigns again an address that vanished from its interface, or whose create is unfinished.
pub async fn again(
    cx: &Cx<Clients>,
    planned: SecondaryIpModel,
    address: Ipv4Addr,
) -> Outcome<SecondaryIpModel> {
    let token = identity::stored_or_new_token(cx);
    let sent = identity::sent(cx, &planned.interface(), address);
    let present = match &sent {
        Some(sent) => Present::Unfinished(sent),
        None if identity::is_moving(cx, &planned.interface()) => Present::Moving,
        None => Present::Ours,
    };
    let arriving = cx.clients().arrivals.enter(&planned.interface(), Some(address));
    let looked = look(cx, &planned.interface(), address).await?;
    let decision = decide(cx, &planned, (address, &arriving), (present, &token), &looked).await?;
    let claimed = cx.clients().claims.claim(address, &token);
    claimed.map_err(|by| decisions::claimed(address, by))?;
    let state = planned.with_address(address, true);
    let made = match decision.reassignment() {
        None => state,
        Some(reassignment) => {
            let made = write(cx, state, address, reassignment, &token).await;
            made.map_err(Failed::into_diagnostics)?
        }
    };
    arriving.arrived();
    identity::forget_sent(cx);
    if decision != Decision::Adopt {
        identity::forget_moving(cx);
    }
    Ok(made)
}

/// Moves an address, which is stored on the interface of the HA partner, to the planned interface.
pub async fn moved(
    cx: &Cx<Clients>,
    planned: SecondaryIpModel,
    stored: &Identity,
) -> Outcome<SecondaryIpModel> {
    identity::remember_moving(cx, &stored.interface);
    again(cx, planned, stored.address).await
}

/// Assigns a free address of the interface's subnet. The choice is random, so that two runs seldom choose the
/// same address.
pub async fn chosen(cx: &Cx<Clients>, planned: SecondaryIpModel) -> Outcome<SecondaryIpModel> {
    let token = identity::new_token(cx);
    let arriving = cx.clients().arrivals.enter(&planned.interface(), None);
    wait_for_room(cx, &planned.interface()).await?;
    let mut taken = Vec::new();
    for _ in 0..CHOICES {
        let address = choose(cx, &planned, &taken, (&token, &arriving)).await?;
        arriving.chosen(address);
        identity::remember_sent(cx, &planned.interface(), address);
        let made = write(cx, planned.settled(address, true), address, Reassignment::Refuse, &token).await;
        match made {
            Err(Failed::Taken(_)) => taken.push(address),
            Err(failed) => return Err(failed.into_diagnostics()),
            Ok(made) => {
                arriving.arrived();
                identity::forget_sent(cx);
                return Ok(made);
            }
        }
    }
    Err(Diagnostics::error(
        format!("No address could be assigned to {}", planned.interface()),
        format!("Others took {CHOICES} chosen addresses first. Apply again."),
    ))
}

/// Waits while an interface is full and this process releases addresses of it: Terraform makes the successors of
/// addresses at the same time as it destroys these.
async fn wait_for_room(cx: &Cx<Clients>, interface: &str) -> Outcome<()> {
    let clients = cx.clients();
    for _ in 0..LOOKS_FOR_ROOM {
        if clients.departures.of_svm(interface) == 0 {
            break;
        }
        let seen = clients.aws.interface(interface).await?;
        let limit = clients.address_limit(&seen).await?;
        if limit.is_none_or(|limit| seen.used_slots() < limit) {
            break;
        }
        if !pause(Duration::from_secs(1), "addresses to be released").await {
            break;
        }
    }
    Ok(())
}

/// What is decided by: the state of both halves, read at the same time.
struct Looked {
    pair: Option<Pair>,
    interface: NetworkInterface,
    /// The interfaces that have the address.
    holders: Vec<NetworkInterface>,
    lifs: Arc<Listed<IpInterface>>,
    limit: Option<usize>,
}

async fn look(cx: &Cx<Clients>, interface: &str, address: Ipv4Addr) -> Outcome<Looked> {
    let clients = cx.clients();
    let known = clients.interface_of_age(interface, Age::Any).await?;
    let (pair, found, lifs, limit) = futures::join!(
        clients.pair_of(interface),
        interface_and_holders(cx, &known, address),
        lifs(cx),
        clients.address_limit(&known)
    );
    let (interface, holders) = found?;
    // An instance stays with its interface behind e0a, but for one that was detached and attached anew.
    let limit = if interface.instance_id() == known.instance_id() {
        limit?
    } else {
        clients.address_limit(&interface).await?
    };
    Ok(Looked { pair: pair?, interface, holders, lifs: lifs?, limit })
}

/// Reads the interface, and those that have the address, with one question: the interface is the one that has its
/// primary address, which never changes.
async fn interface_and_holders(
    cx: &Cx<Clients>,
    known: &NetworkInterface,
    address: Ipv4Addr,
) -> Outcome<(NetworkInterface, Vec<NetworkInterface>)> {
    let (clients, what) = (cx.clients(), format!("look who has {address}"));
    let asked = known.primary().into_iter().chain([address]).collect();
    let mut found = clients.aws.interfaces(InterfaceFilter::PrivateIps(asked), &what).await?;
    let own = match found.iter().find(|found| found.id == known.id) {
        Some(own) => own.clone(),
        None => clients.aws.interface(&known.id).await?,
    };
    found.retain(|found| found.has(address));
    Ok((own, found))
}

/// Refuses a new address while another node does the work of this one, unless the configuration allows it.
fn refuse_in_failover(pair: Option<&Pair>, planned: &SecondaryIpModel) -> Outcome<()> {
    let allowed = planned.allow_during_takeover == Attr::Known(true);
    pair.map_or(Ok(()), |pair| pair.refuse_create("The address", allowed, "network_interface_id"))
}

async fn decide(
    cx: &Cx<Clients>,
    planned: &SecondaryIpModel,
    (address, arriving): (Ipv4Addr, &Arriving),
    (present, token): (Present<'_>, &str),
    Looked { pair, interface, holders, lifs, limit }: &Looked,
) -> Outcome<Decision> {
    let clients = cx.clients();
    let partner = pair.as_ref().map(|pair| Partner {
        node: &pair.partner.node,
        interface: &pair.partner.interface_id,
        in_takeover: pair.is_in_takeover(),
        may_give: planned.allow_reassignment == Attr::Known(true),
    });
    let (limit, coming) = (*limit, arriving.others_to_come(interface));
    let nodes = clients.ontap.nodes().await?;
    let claimed = clients.claims.of_another(address, Some(token));
    let lif_is_ours = lif_with(lifs, address).is_some_and(|lif| clients.claims.knows_lif(&lif.uuid));
    let own = &clients.claims.all();
    let seen = Seen { interface, holders, lifs, nodes, own, limit, coming, claimed, lif_is_ours, partner };
    decisions::named(&seen, address, present)
}

/// Chooses an address that is free in everything that is read at the same time.
async fn choose(
    cx: &Cx<Clients>,
    planned: &SecondaryIpModel,
    taken: &[Ipv4Addr],
    (token, arriving): (&str, &Arriving),
) -> Outcome<Ipv4Addr> {
    let (clients, interface) = (cx.clients(), planned.interface());
    let subnet = subnet_of(cx, &interface).await?;
    let filter = InterfaceFilter::Subnet(subnet.id.clone());
    let what = format!("list the network interfaces of {}", subnet.id);
    let (pair, others, reservations, lifs) = futures::join!(
        clients.pair_of(&interface),
        clients.aws.interfaces(filter, &what),
        clients.aws.ec2().subnet_cidr_reservations(&subnet.id),
        lifs(cx)
    );
    refuse_in_failover(pair?.as_ref(), planned)?;
    let (others, lifs) = (others?, lifs?);
    let reservations = reservations.during(format!("read the reserved ranges of {}", subnet.id))?;
    let interface = match others.iter().find(|other| other.id == interface) {
        Some(found) => found,
        None => &clients.aws.interface(&interface).await?,
    };
    let (limit, coming) = (clients.address_limit(interface).await?, arriving.others_to_come(interface));
    let (nodes, own) = (clients.ontap.nodes().await?, &clients.claims.all());
    decisions::fits(&Room { interface, lifs: &lifs, nodes, own, limit, coming })?;
    let free = free_addresses(&subnet, &reservations, &others);
    let free = free.filter(|address| lif_with(&lifs, *address).is_none() && !taken.contains(address));
    clients.claims.choose(free, token).ok_or_else(|| no_free_address(&subnet))
}

/// Returns the subnet of an interface. That of an interface behind e0a is known; an interface never leaves
/// its subnet.
async fn subnet_of(cx: &Cx<Clients>, interface: &str) -> Outcome<Subnet> {
    let clients = cx.clients();
    let known = clients.e0a().await?.iter().find(|e0a| e0a.interface_id == interface);
    match known {
        Some(e0a) => clients.aws.subnet(&e0a.subnet_id).await,
        None => clients.aws.subnet(&clients.aws.interface(interface).await?.subnet_id).await,
    }
}

fn no_free_address(subnet: &Subnet) -> Diagnostics {
    Diagnostics::error_at(
        "private_ip",
        format!("Subnet {} has no free address", subnet.id),
        format!(
            "All of {} is in use, reserved, or named by this configuration. Free an address of the subnet.",
            subnet.cidr
        ),
    )
}
