//! Assignment of an address while the lock of the address is held: read, decide, write, read again.

use std::net::Ipv4Addr;

use ec2::{InterfaceFilter, Reassignment, free_addresses};
use provider_core::secondary_ip::{
    self as decisions, Decision, Identity, Partner, Present, SecondaryIpModel, Seen,
};
use provider_core::system::{Room, lif_with};
use tfplugin::{Attr, Cx, Diagnostics, Outcome};

use super::steps::{Failed, write};
use super::{identity, lifs};
use crate::clients::Clients;
use crate::diagnose::During;

/// Number of addresses that are tried if another assignment is faster each time.
const CHOICES: usize = 5;

/// Assigns or adopts an address that the configuration names.
pub async fn named(
    cx: &Cx<Clients>,
    planned: SecondaryIpModel,
    address: Ipv4Addr,
) -> Outcome<SecondaryIpModel> {
    let token = identity::new_token(cx);
    let reuse = planned.reuse_unused == Attr::Known(true);
    let present = if reuse { Present::Reused } else { Present::Refused };
    let decision = decide(cx, &planned, address, present, &token).await?;
    cx.clients().claims.claim(address, &token).map_err(|by| decisions::claimed(address, by))?;
    let Some(reassignment) = decision.reassignment() else { return Ok(planned.settled(address, false)) };
    identity::remember_sent(cx, &planned.interface(), address);
    let made = write(cx, planned.settled(address, true), address, reassignment, &token).await;
    made.map_err(Failed::into_diagnostics).inspect(|_| identity::forget_sent(cx))
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
    let decision = decide(cx, &planned, address, present, &token).await?;
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
    let mut taken = Vec::new();
    for _ in 0..CHOICES {
        let address = choose(cx, &planned.interface(), &taken, &token).await?;
        identity::remember_sent(cx, &planned.interface(), address);
        let made = write(cx, planned.settled(address, true), address, Reassignment::Refuse, &token).await;
        match made {
            Err(Failed::Taken(_)) => taken.push(address),
            Err(failed) => return Err(failed.into_diagnostics()),
            Ok(made) => {
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

async fn decide(
    cx: &Cx<Clients>,
    planned: &SecondaryIpModel,
    address: Ipv4Addr,
    present: Present<'_>,
    token: &str,
) -> Outcome<Decision> {
    let clients = cx.clients();
    let pair = cx.clients().pair_of(&planned.interface()).await?;
    let partner = pair.as_ref().map(|pair| Partner {
        node: &pair.partner.node,
        interface: &pair.partner.interface_id,
        in_takeover: pair.is_in_takeover(),
        may_give: planned.allow_reassignment == Attr::Known(true),
    });
    let interface = clients.aws.interface(&planned.interface()).await?;
    let filter = InterfaceFilter::PrivateIps(vec![address]);
    let holders = clients.aws.interfaces(filter, &format!("look who has {address}")).await?;
    let lifs = lifs(&cx.clients().ontap.client().await?).await?;
    let limit = clients.address_limit(&interface).await?;
    let nodes = cx.clients().ontap.nodes().await?;
    let claimed = clients.claims.of_another(address, Some(token));
    let lif_is_ours = lif_with(&lifs, address).is_some_and(|lif| clients.claims.knows_lif(&lif.uuid));
    let own = &clients.claims.all();
    let (interface, holders, lifs) = (&interface, &holders[..], &lifs[..]);
    let seen = Seen { interface, holders, lifs, nodes, own, limit, claimed, lif_is_ours, partner };
    decisions::named(&seen, address, present)
}

async fn choose(cx: &Cx<Clients>, interface: &str, taken: &[Ipv4Addr], token: &str) -> Outcome<Ipv4Addr> {
    let clients = cx.clients();
    let interface = clients.aws.interface(interface).await?;
    let lifs = lifs(&cx.clients().ontap.client().await?).await?;
    let limit = clients.address_limit(&interface).await?;
    let (nodes, own) = (cx.clients().ontap.nodes().await?, &clients.claims.all());
    decisions::fits(&Room { interface: &interface, lifs: &lifs, nodes, own, limit })?;
    let subnet = clients.aws.subnet(&interface.subnet_id).await?;
    let reservations = clients.aws.ec2().subnet_cidr_reservations(&subnet.id).await;
    let reservations = reservations.during(format!("read the reserved ranges of {}", subnet.id))?;
    let filter = InterfaceFilter::Subnet(subnet.id.clone());
    let others =
        clients.aws.interfaces(filter, &format!("list the network interfaces of {}", subnet.id)).await?;
    let free = free_addresses(&subnet, &reservations, &others);
    let free = free.filter(|address| lif_with(&lifs, *address).is_none() && !taken.contains(address));
    clients.claims.choose(free, token).ok_or_else(|| {
        Diagnostics::error_at(
            "private_ip",
            format!("Subnet {} has no free address", subnet.id),
            format!(
                "All of {} is in use, reserved, or named by this configuration. Free an address of the \
                 subnet.",
                subnet.cidr
            ),
        )
    })
}
