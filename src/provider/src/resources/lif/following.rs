//! The private address of a LIF that gets another home, within a pair of one availability zone. The LIF goes
//! first, ONTAP is given time to bring the address after it, then EC2 is told to, and if neither works the LIF
//! goes back: LIF and address end on the same node.

use std::net::Ipv4Addr;
use std::time::Duration;

use ec2::{NetworkInterface, Patience, Reassignment};
use futures::future::BoxFuture;
use ontap::{IpInterface, IpInterfaceBody, LocationBody};
use provider_core::lif::{
    LifModel, Origin, address_elsewhere, failover_began, not_followed, stranded, went_back,
};
use provider_core::object::OntapModel;
use tfplugin::{Attr, Cx, DefaultTimeouts, Diagnostics, Outcome, Recorded};

use super::checks::holders;
use super::rehoming::forget;
use crate::clients::{Clients, every_second, stopped, wait_until};
use crate::diagnose::During;

/// How long ONTAP may take to bring the address after its LIF, unless the update has less than four times
/// that. That it brings it is assumed (`address-follows-its-lif`).
const PATIENCE: Duration = Duration::from_secs(60);

/// A private address that is to go with its LIF to another home.
#[derive(Debug, Clone)]
pub struct Follower {
    address: Ipv4Addr,
    former_node: String,
    former_interface: String,
    interface: NetworkInterface,
}

impl Follower {
    /// The address, which may still be at `origin`, goes to `interface`.
    pub fn new(address: Ipv4Addr, origin: &Origin<'_>, interface: &NetworkInterface) -> Self {
        Self {
            address,
            former_node: origin.node.to_owned(),
            former_interface: origin.interface.to_owned(),
            interface: interface.clone(),
        }
    }

    fn wanted(&self) -> &str {
        &self.interface.id
    }
}

/// Sees that the address is where its LIF has its new home. `before` is the LIF as it was, `after` as it was
/// read back.
pub async fn finish(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    (before, after): (&LifModel, &LifModel),
    lif: &IpInterface,
    follower: &Follower,
) -> Outcome<()> {
    cx.pending(after, format!("Whether {} went with its LIF is not known", follower.address));
    if lif.location.is_home == Some(false) {
        send_home(ontap, after).await?;
    }
    let time = DefaultTimeouts::default().overridden_by(after.timeouts.known()).update;
    let patience = PATIENCE.min(time / 4);
    if waited_for(cx, follower, patience).await? {
        forget(cx);
        return Ok(());
    }
    if cx.stop().is_cancelled() {
        return Err(stopped(&format!("Waiting for {} to follow its LIF", follower.address)));
    }
    let Err(why) = bring(cx, follower, patience).await? else {
        forget(cx);
        return Ok(());
    };
    put_back(cx, ontap, (before, after), follower, &why).await
}

/// Sends the LIF home. That its new home is enough is assumed (`lif-goes-to-its-new-home`).
async fn send_home(ontap: &ontap::Client, lif: &LifModel) -> Outcome<()> {
    let location = LocationBody { is_home: Some(true), ..LocationBody::default() };
    let home = IpInterfaceBody { location, ..IpInterfaceBody::default() };
    let sent = ontap.patch::<IpInterface>(&lif.id.value_or_default(), &home).await;
    sent.during(format!("send {} to its new home", lif.describe()))
}

/// Waits until the wanted interface has the address.
async fn waited_for(cx: &Cx<Clients>, follower: &Follower, patience: Duration) -> Outcome<bool> {
    let look = || -> BoxFuture<'_, Outcome<_>> {
        Box::pin(async {
            let holder = holder(cx, follower).await?;
            Ok(if holder.as_deref() == Some(follower.wanted()) { Ok(()) } else { Err(()) })
        })
    };
    let looks = usize::try_from(patience.as_secs()).unwrap_or_default();
    let what = format!("{} to follow its LIF", follower.address);
    Ok(wait_until(every_second().take(looks), &what, look).await?.is_ok())
}

/// Returns the interface of the own VPC that has the address.
async fn holder(cx: &Cx<Clients>, follower: &Follower) -> Outcome<Option<String>> {
    let holders = holders(cx, follower.address).await?;
    let mut own = holders.into_iter().filter(|found| found.vpc_id == follower.interface.vpc_id);
    Ok(own.next().map(|found| found.id))
}

/// Assigns the address to the wanted interface. The inner error is the reason why it could not be.
async fn bring(cx: &Cx<Clients>, follower: &Follower, patience: Duration) -> Outcome<Result<(), String>> {
    let (clients, wanted, address) = (cx.clients(), follower.wanted(), follower.address);
    let _held = clients.hold_address(address).await?;
    if let Some(pair) = clients.pair_of(wanted).await?
        && let Some((node, failover)) = pair.in_progress()
    {
        return Err(failover_began(address, node, failover));
    }
    let reassignment = match holder(cx, follower).await? {
        Some(holder) if holder == wanted => return Ok(Ok(())),
        Some(holder) if holder == follower.former_interface => Reassignment::Allow,
        Some(holder) => return Ok(Err(address_elsewhere(address, &holder))),
        None => Reassignment::Refuse,
    };
    let assigned = clients.aws.ec2().assign_private_ip(wanted, address, reassignment).await;
    let patience = Patience { total: Patience::default().total.min(patience), ..Patience::default() };
    let (stop, expected) = (tfplugin::stop().cancelled_owned(), address.to_string());
    let is_there = |seen: &NetworkInterface| seen.has(address);
    let failure = match assigned {
        Err(error) if !error.is_ambiguous() => error,
        Ok(()) | Err(_) => {
            let place = (wanted, expected.as_str());
            match ec2::until(clients.aws.ec2(), place, patience, stop, is_there).await {
                Ok(_) => return Ok(Ok(())),
                Err(unsettled) => assigned.err().unwrap_or(unsettled),
            }
        }
    };
    if cx.stop().is_cancelled() {
        return Err(failure).during(format!("assign {address} to {wanted}"));
    }
    let now = holder(cx, follower).await?;
    let waited = patience.total.as_secs();
    Ok(Err(format!("{} {failure}", not_followed(address, wanted, waited, now.as_deref()))))
}

/// Gives the LIF its former home again. Always an error, which says what is true then.
async fn put_back(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    (before, after): (&LifModel, &LifModel),
    follower: &Follower,
    why: &str,
) -> Outcome<()> {
    let wanted = after.home_node.value_or_default();
    let back = LifModel {
        home_node: follower.former_node.clone().into(),
        home_port: before.home_port.clone(),
        enabled: before.enabled,
        ..after.clone()
    };
    let put = send_back(ontap, after, &back).await;
    let holder = holder(cx, follower).await.ok().flatten();
    if let Err(unable) = put {
        let mut errors = stranded(after, &follower.former_node, why, holder.as_deref());
        errors.extend(unable);
        return Err(errors);
    }
    forget(cx);
    cx.withdraw();
    cx.checkpoint(&LifModel { complete: Attr::Known(true), ..back.clone() });
    Err(went_back(&back, &wanted, why, holder.as_deref()))
}

async fn send_back(ontap: &ontap::Client, after: &LifModel, back: &LifModel) -> Outcome<()> {
    let uuid = after.id.value_or_default();
    for (action, body) in back.steps(after) {
        ontap.patch::<IpInterface>(&uuid, &body).await.during(action)?;
    }
    let lif = ontap.get::<IpInterface>(&uuid).await.during(format!("read {}", back.describe()))?;
    let is_back = LifModel::default().observed(&lif).home_node == back.home_node;
    if !is_back {
        return Err(Diagnostics::error(
            format!("{} was sent back and does not show it", back.subject()),
            "ONTAP accepted the request.",
        ));
    }
    if lif.location.is_home == Some(false) { send_home(ontap, back).await } else { Ok(()) }
}
