//! Another home for a LIF within a pair: what its plan looks at, and the request, whose end the next apply sees
//! to if this one does not.

use std::iter;
use std::time::Duration;

use futures::future::BoxFuture;
use ontap::{IpInterface, IpInterfaceBody, LocationBody};
use provider_core::lif::{LifModel, Placement, Unfinished, Zones, former_home};
use provider_core::object::OntapModel;
use provider_core::system::Stray;
use tfplugin::{Cx, Outcome, Plan};

use crate::clients::{Clients, wait_until};

/// Private-state key of a change of the home whose end was not seen.
const REHOMING: &str = "rehoming";

/// Returns the interface on which a `cvo_secondary_ip` of this run keeps the address, if the LIF is to leave it.
/// Gives the plan of that object a moment, in case Terraform does not know that it comes first.
pub async fn kept_on(
    cx: &Cx<Clients>,
    plan: &Plan<LifModel>,
    place: Option<&Placement>,
) -> Outcome<Option<String>> {
    let is_moved = plan.prior.as_ref().is_some_and(|prior| {
        prior.home_node != plan.planned.home_node && prior.address == plan.planned.address
    });
    let home =
        place.and_then(|place| place.home.as_ref()).filter(|home| is_moved && home.zones == Zones::One);
    let (Some(home), Some(address)) = (home, plan.planned.address()) else { return Ok(None) };
    let look = || -> BoxFuture<'_, Outcome<_>> {
        let kept_on = cx.clients().claims.place_of(address).filter(|place| *place != home.interface.id);
        Box::pin(async move { Ok(kept_on.map_or(Ok(()), Err)) })
    };
    let pauses = iter::repeat_n(Duration::from_millis(200), 10);
    Ok(wait_until(pauses, &format!("the plan of {address}"), look).await?.err())
}

/// Returns the LIF if it exists and nobody reaches it, because its address is on the partner's interface, unless
/// this very apply brings it home.
pub async fn stray(cx: &Cx<Clients>, plan: &Plan<LifModel>) -> Outcome<Option<Stray>> {
    if plan.prior.is_none() || is_unfinished(cx) {
        return Ok(None);
    }
    let node = plan.planned.home_node.known();
    let e0a = cx.clients().e0a().await?.iter().find(|e0a| Some(&e0a.node) == node);
    match (e0a, plan.planned.address()) {
        (Some(e0a), Some(address)) => cx.clients().stray_of(&e0a.interface_id, address).await,
        _ => Ok(None),
    }
}

/// Returns the home node that the LIF leaves, or left in a change whose end was not seen.
pub fn former_home_of(cx: &Cx<Clients>, now: &LifModel, planned: &LifModel) -> Option<String> {
    let unfinished = cx.private::<Unfinished>(REHOMING);
    former_home(now, planned, unfinished.as_ref()).map(str::to_owned)
}

/// Returns whether the end of a change of the home was not seen.
pub fn is_unfinished(cx: &Cx<Clients>) -> bool {
    cx.private::<Unfinished>(REHOMING).is_some()
}

/// Removes the record of a change of the home.
pub fn forget(cx: &Cx<Clients>) {
    cx.forget(REHOMING);
}

/// Sends one request of a change. Before a new home is sent, the LIF is kept as not complete, so that the
/// next apply finishes what this one does not see to its end.
pub async fn send(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    now: &LifModel,
    planned: &LifModel,
    body: &IpInterfaceBody,
) -> ontap::Result<()> {
    let uuid = now.id.value_or_default();
    let (Some(from), Some(address)) = (former_home(now, planned, None), planned.address()) else {
        return ontap.patch::<IpInterface>(&uuid, body).await;
    };
    let is_rehoming = body.location.home_port != LocationBody::default().home_port;
    if is_rehoming {
        cx.remember(REHOMING, &Unfinished { from: from.to_owned(), address });
        cx.pending(now, format!("Whether {} has its new home is not known", now.describe()));
    }
    let sent = ontap.patch::<IpInterface>(&uuid, body).await;
    if is_rehoming && sent.as_ref().is_err_and(|error| !error.is_ambiguous()) {
        forget(cx);
        cx.withdraw();
    }
    sent
}
