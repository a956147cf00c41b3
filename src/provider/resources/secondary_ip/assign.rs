//! Assigning an address, inside the interface's lock: look, decide, write, look again.

use std::net::Ipv4Addr;

use ec2::{InterfaceFilter, NetworkInterface, Reassignment, free_addresses};
use ontap::{IpInterface, IpInterfaceFilter};
use rand::seq::IteratorRandom;
use tfplugin::{Attr, Cx, Diagnostics, Outcome};

use super::decide::{self, Decision, Partner, Present, Seen};
use super::model::SecondaryIpModel;
use super::settle;
use crate::clients::Clients;
use crate::diagnose::During;
use crate::system::lif_with;

/// EC2's codes, and the attributes that they are about.
const BLAMED: [(&str, &str); 3] = [
    ("PrivateIpAddressLimitExceeded", "network_interface_id"),
    ("InvalidNetworkInterfaceID.NotFound", "network_interface_id"),
    ("InvalidParameterValue", "private_ip"),
];

/// How often another address is chosen when somebody else was faster.
const CHOICES: usize = 5;

/// An address that the configuration names.
pub(super) async fn named(
    cx: &Cx<Clients>,
    planned: SecondaryIpModel,
    address: Ipv4Addr,
) -> Outcome<SecondaryIpModel> {
    let reuse = planned.reuse_unused == Attr::Known(true);
    let present = if reuse { Present::Reused } else { Present::Refused };
    match decide(cx, &planned, address, present).await? {
        Decision::Adopt => {
            cx.clients().claims().claim(&planned.interface(), address);
            Ok(settled(planned, address, false))
        }
        decision => write(cx, planned, address, decision).await.or_else(|failed| failed.kept(cx)),
    }
}

/// An address that vanished from its interface.
pub(super) async fn again(
    cx: &Cx<Clients>,
    planned: SecondaryIpModel,
    address: Ipv4Addr,
) -> Outcome<SecondaryIpModel> {
    match decide(cx, &planned, address, Present::Ours).await? {
        Decision::Adopt => Ok(planned.with_address(address, true)),
        decision => write(cx, planned, address, decision).await.map_err(Failed::into_diagnostics),
    }
}

/// A free address of the interface's subnet. It is chosen at random, so that two runs seldom choose the same.
pub(super) async fn chosen(cx: &Cx<Clients>, planned: SecondaryIpModel) -> Outcome<SecondaryIpModel> {
    let mut lost = Vec::new();
    for _ in 0..CHOICES {
        let address = choose(cx, &planned.interface(), &lost).await?;
        match write(cx, planned.clone(), address, Decision::Assign).await {
            Err(Failed::Taken(_)) => lost.push(address),
            Err(failed) => return failed.kept(cx),
            Ok(made) => return Ok(made),
        }
    }
    Err(Diagnostics::error(
        format!("No address could be assigned to {}", planned.interface()),
        format!("Others took {CHOICES} chosen addresses first. Apply again."),
    ))
}

async fn decide(
    cx: &Cx<Clients>,
    planned: &SecondaryIpModel,
    address: Ipv4Addr,
    present: Present,
) -> Outcome<Decision> {
    let clients = cx.clients();
    let pair = Clients::pair_of(cx, &planned.interface()).await?;
    let partner = pair.as_ref().map(|pair| Partner {
        interface: &pair.partner.interface_id,
        in_takeover: pair.is_in_takeover(),
        claimed: clients.claims().has(&pair.partner.interface_id, address),
        may_give: planned.allow_reassignment == Attr::Known(true),
    });
    let interface = clients.interface(&planned.interface()).await?;
    let filter = InterfaceFilter::PrivateIps(vec![address]);
    let holders = clients.interfaces(filter, &format!("look who has {address}")).await?;
    let lifs = lifs(cx).await?;
    let limit = limit(clients, &interface).await?;
    let nodes = Clients::nodes(cx).await?;
    let claimed = clients.claims().has(&interface.id, address);
    let seen = Seen { interface: &interface, holders: &holders, lifs: &lifs, nodes, limit, claimed, partner };
    decide::named(&seen, address, present)
}

async fn choose(cx: &Cx<Clients>, interface: &str, lost: &[Ipv4Addr]) -> Outcome<Ipv4Addr> {
    let clients = cx.clients();
    let interface = clients.interface(interface).await?;
    let lifs = lifs(cx).await?;
    let limit = limit(clients, &interface).await?;
    let nodes = Clients::nodes(cx).await?;
    let (claimed, partner) = (false, None);
    decide::fits(&Seen { interface: &interface, holders: &[], lifs: &lifs, nodes, limit, claimed, partner })?;
    let subnet = clients.subnet(&interface.subnet_id).await?;
    let reservations = clients.ec2().subnet_cidr_reservations(&subnet.id).await;
    let reservations = reservations.during(format!("read the reserved ranges of {}", subnet.id))?;
    let filter = InterfaceFilter::Subnet(subnet.id.clone());
    let others = clients.interfaces(filter, &format!("list the network interfaces of {}", subnet.id)).await?;
    let free = free_addresses(&subnet, &reservations, &others);
    let free = free.filter(|address| lif_with(&lifs, *address).is_none() && !lost.contains(address));
    free.choose(&mut rand::rng()).ok_or_else(|| {
        Diagnostics::error_at(
            "private_ip",
            format!("Subnet {} has no free address", subnet.id),
            format!(
                "All of {} is in use or reserved. Nothing was changed. Free an address of the subnet.",
                subnet.cidr
            ),
        )
    })
}

/// Why an assignment failed.
enum Failed {
    /// Another interface has the address by now.
    Taken(Diagnostics),
    /// It may be assigned, or is and does not show.
    Unseen(Box<SecondaryIpModel>, Diagnostics),
    /// Anything else.
    Otherwise(Diagnostics),
}

impl Failed {
    fn into_diagnostics(self) -> Diagnostics {
        match self {
            Self::Taken(diagnostics) | Self::Unseen(_, diagnostics) | Self::Otherwise(diagnostics) => {
                diagnostics
            }
        }
    }

    /// For a create: what may be there is kept and looked for by the next run. As an error it would make Terraform replace
    /// the address, and a full interface has no room for another before this one goes (docs/decisions/0009).
    fn kept(self, cx: &Cx<Clients>) -> Outcome<SecondaryIpModel> {
        let Self::Unseen(perhaps, told) = self else { return Err(self.into_diagnostics()) };
        for one in told.iter() {
            cx.warn(&one.summary, format!("{} {KEPT}", one.detail));
        }
        Ok(*perhaps)
    }
}

/// What is true of an address that has not been seen.
const KEPT: &str = "Whether the address is assigned was not seen. It is kept in the state, with assigned = false: the next apply \
                    looks for it, and assigns it if it is missing.";

/// Assigns; an answer that got lost is looked after, and what may exist is in the state from the beginning.
async fn write(
    cx: &Cx<Clients>,
    planned: SecondaryIpModel,
    address: Ipv4Addr,
    decision: Decision,
) -> Result<SecondaryIpModel, Failed> {
    let interface = planned.interface();
    let made = settled(planned, address, true);
    let perhaps = made.with_address(address, false);
    cx.checkpoint(&perhaps);
    let reassignment = match decision {
        Decision::Reassign => Reassignment::Allow,
        Decision::Assign | Decision::Adopt => Reassignment::Refuse,
    };
    let assigned = cx.clients().ec2().assign_private_ip(&interface, address, reassignment).await;
    if let Err(error) = assigned {
        let (taken, ambiguous) = (error.is_move_not_allowed(), error.is_ambiguous());
        let failed: Outcome<()> = Err(error).during_with(format!("assign {address} to {interface}"), &BLAMED);
        let failed = failed.err().unwrap_or_default();
        if !ambiguous {
            cx.withdraw();
            return Err(if taken { Failed::Taken(failed) } else { Failed::Otherwise(failed) });
        }
        if !matches!(Clients::interface_with(cx, &interface, address).await, Ok(Some(_))) {
            return Err(Failed::Unseen(Box::new(perhaps), failed));
        }
    }
    cx.clients().claims().claim(&interface, address);
    cx.checkpoint(&made);
    let seen = settle(cx, &interface, &address.to_string(), |seen| seen.has(address)).await;
    seen.map(|_| made).map_err(|told| Failed::Unseen(Box::new(perhaps), told))
}

fn settled(planned: SecondaryIpModel, address: Ipv4Addr, ours: bool) -> SecondaryIpModel {
    let release_on_destroy = planned.release_on_destroy.or(Attr::Known(ours));
    SecondaryIpModel { release_on_destroy, ..planned.clone() }.with_address(address, true)
}

async fn lifs(cx: &Cx<Clients>) -> Outcome<Vec<IpInterface>> {
    let ontap = Clients::ontap(cx).await?;
    ontap.ip_interfaces(&IpInterfaceFilter::default()).await.during("list the LIFs of the cluster")
}

/// Addresses that the type of the interface's instance allows; unknown for a detached interface.
async fn limit(clients: &Clients, interface: &NetworkInterface) -> Outcome<Option<usize>> {
    let Some(instance) = interface.instance_id() else { return Ok(None) };
    let instance = clients.instance(instance).await?;
    let limits = clients.instance_type(&instance.instance_type).await?;
    Ok(Some(limits.ipv4_addresses_per_interface))
}
