//! Right before the first write: what must hold is read freshly, inside the lock of the home node's interface, so
//! that nobody of this run releases the address in between.

use std::net::Ipv4Addr;

use ec2::{InterfaceFilter, NetworkInterface};
use ontap::{IpInterface, ServicePolicy};
use tfplugin::{Attr, Cx, Diagnostics, Outcome};
use tokio::sync::OwnedMutexGuard;

use super::admit::{self, Seen};
use super::model::LifModel;
use super::place::{self, Home};
use crate::clients::Clients;
use crate::diagnose::During;
use crate::system::nodes_without_private_lif;

/// Which LIF is about to be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    /// Uuid of its storage VM.
    pub(super) svm_uuid: &'a str,
    /// What it is now, when it exists.
    pub(super) now: Option<&'a LifModel>,
}

/// A plan that may be carried out.
#[derive(Debug)]
pub(super) struct Ready {
    /// The plan, with everything settled.
    pub(super) planned: LifModel,
    /// The address and its VPC, if that is a floating address.
    pub(super) floating: Option<(Ipv4Addr, String)>,
    /// As long as this exists, what was looked at holds. It ends with the write: routes are waited for without it, because
    /// every other LIF at home on the node waits for it.
    pub(super) held: OwnedMutexGuard<()>,
    /// Uuids of the LIFs that the storage VM has.
    pub(super) siblings: Vec<String>,
}

/// Looks at everything that must hold, or refuses.
pub(super) async fn ready(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: LifModel,
    target: Target<'_>,
) -> Outcome<Ready> {
    let node = planned.home_node.value_or_default();
    let interface = Clients::e0a(cx).await?.iter().find(|e0a| e0a.node == node).map(|e0a| &e0a.interface_id);
    let held = match interface {
        Some(id) => Some(Clients::hold_interface(cx, id).await?),
        None => None,
    };
    let pair = match interface {
        Some(id) => Clients::pair_of(cx, id).await?,
        None => None,
    };
    if let Some(pair) = pair.as_ref().filter(|_| target.now.is_none()) {
        let allowed = planned.allow_during_takeover == Attr::Known(true);
        pair.refuse_create(&planned.describe(), allowed, "home_node")?;
    }
    let place = place::look(cx, &planned).await?;
    let mut refusals = place.refusals(&planned, &planned.failover.clone().or(Attr::Null));
    refusals.extend(place::other_port(target.now, &planned));
    refusals.into_result()?;
    let (Some(home), Some(held)) = (place.home, held) else { return Err(no_interface(&node)) };
    let floating = home.floating(&planned);
    let wanted = planned.address().filter(|_| floating.is_none());
    let (home, holders) = look_for_address(cx, home, wanted).await?;
    let of_svm = [("svm.uuid", target.svm_uuid)];
    let (lifs, policies) =
        futures::join!(ontap.list::<IpInterface>(&[]), ontap.list::<ServicePolicy>(&of_svm));
    let lifs = lifs.during("list the LIFs of the cluster")?;
    let policies = policies.during("list the service policies of the storage VM")?;
    let own_uuid = target.now.and_then(|now| now.id.known()).map(String::as_str);
    let seen = Seen {
        own_uuid,
        svm_uuid: target.svm_uuid,
        lifs: &lifs,
        policies: &policies,
        home: &home,
        holders: &holders,
        partner: pair
            .as_ref()
            .filter(|pair| pair.is_in_takeover())
            .map(|pair| pair.partner.interface_id.as_str()),
    };
    let mut refusals = admit::refusals(&seen, &planned);
    if floating.is_some() && planned.require_private_lifs == Attr::Known(true) {
        let subnets = Clients::e0a_subnets(cx).await?;
        refusals.extend(admit::without_private_lifs(&nodes_without_private_lif(
            &lifs,
            target.svm_uuid,
            &subnets,
        )));
    }
    refusals.into_result()?;
    let of_svm = lifs.iter().filter(|lif| lif.svm.uuid.as_deref() == Some(target.svm_uuid));
    let siblings = of_svm.map(|lif| lif.uuid.clone()).collect();
    Ok(Ready { planned: planned.settled(home.subnet.cidr.prefix_len()), floating, held, siblings })
}

/// The interface once more when it does not show the address, and then whoever has it.
async fn look_for_address(
    cx: &Cx<Clients>,
    home: Home,
    address: Option<Ipv4Addr>,
) -> Outcome<(Home, Vec<NetworkInterface>)> {
    let Some(address) = address.filter(|address| !home.interface.has(*address)) else {
        return Ok((home, Vec::new()));
    };
    let interface = Clients::interface_again(cx, &home.interface.id, address).await?;
    let holders = if interface.has(address) {
        Vec::new()
    } else {
        let filter = InterfaceFilter::PrivateIps(vec![address]);
        cx.clients().interfaces(filter, &format!("look who has {address}")).await?
    };
    Ok((Home { interface, ..home }, holders))
}

fn no_interface(node: &str) -> Diagnostics {
    Diagnostics::error_at(
        "home_node",
        format!("The network interface behind e0a of node {node} is not known"),
        "Nothing was changed. Name it in the provider block, in aws.network_interface_ids.",
    )
}
