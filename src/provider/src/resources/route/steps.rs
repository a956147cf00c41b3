//! Replacement of one route by another.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ontap::{IpInterface, IpRoute, IpRouteBody, Listed};
use provider_core::object::OntapModel;
use provider_core::route::{Change, Replacement, RouteModel, change, duplicate, gateway_is_lif};
use tfplugin::{Cx, Diagnostics, Outcome, Recorded};

use super::{Route, replacements, routes_of};
use crate::clients::{Age, Clients};
use crate::diagnose::{During, DuringOf};
use crate::envelope::forget_sent;

/// Refuses a route that exists already, and a gateway that is the address of a LIF. Returns the uuids of the storage
/// VM's routes.
pub async fn refuse_impossible(cx: &Cx<Clients>, planned: &RouteModel, age: Age) -> Outcome<Vec<String>> {
    let (routes, lifs) = routes_and_lifs(cx, age).await?;
    let svm = planned.svm_id.value_or_default();
    let of_svm = || routes.iter().filter(|route| route.svm.uuid.as_ref() == Some(&svm));
    if let Some(existing) = of_svm().find(|route| planned.is_same_way(route)) {
        return Err(duplicate(existing));
    }
    let gateway = planned.gateway().map(IpAddr::V4);
    let is_gateway = |lif: &&IpInterface| gateway.is_some() && lif.ip.address == gateway;
    match lifs.iter().find(is_gateway) {
        Some(lif) => Err(gateway_is_lif(planned, lif)),
        None => Ok(of_svm().map(|route| route.uuid.clone()).collect()),
    }
}

/// How old what [`routes_and_lifs`] found may be when it decides about a new route.
const FRESH: Duration = Duration::from_millis(500);

/// Returns the age of answers that somebody asked for a moment ago, for this route or another. What appears meanwhile
/// ONTAP refuses itself: the same route (1966345), and the address of a LIF as a gateway (1966505).
pub fn just_asked() -> Age {
    Instant::now().checked_sub(FRESH).map_or(Age::Now, Age::Since)
}

/// Returns all routes and LIFs, from answers of this age.
pub async fn routes_and_lifs(
    cx: &Cx<Clients>,
    age: Age,
) -> Outcome<(Arc<Listed<IpRoute>>, Arc<Listed<IpInterface>>)> {
    let clients = cx.clients();
    let (routes, lifs) =
        futures::join!(clients.all::<IpRoute>("routes", age), clients.all::<IpInterface>("LIFs", age));
    Ok((routes?, lifs?))
}

/// Changes `old` to the plan, and deletes the routes that interrupted changes left.
pub async fn replace(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    old: &IpRoute,
    planned: &RouteModel,
) -> Outcome<RouteModel> {
    let now = planned.observed(old);
    let new = match change(&now, planned) {
        Change::None => old.clone(),
        Change::AddThenDelete => add_then_delete(cx, ontap, old, planned).await?,
        Change::DeleteThenAdd => delete_then_add(cx, ontap, old, planned).await?,
    };
    leave_only(cx, ontap, &new, planned).await?;
    forget_sent(cx);
    Ok(planned.refreshed(&new))
}

async fn add_then_delete(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    old: &IpRoute,
    planned: &RouteModel,
) -> Outcome<IpRoute> {
    let added = match added_before(cx, ontap, planned).await? {
        Some(added) => added,
        None => add(cx, ontap, planned).await?,
    };
    let new =
        ontap.get::<IpRoute>(&added.uuid).await.during(format!("read the new {}", planned.describe()))?;
    let deleted = ontap.delete::<IpRoute>(&old.uuid).await;
    let what = format!("delete the old {}; the new one exists beside it", now(old, planned).describe());
    deleted.during(what)?;
    Ok(new)
}

/// Deletes the routes that interrupted changes added, except the one that this change ends with. Each stays
/// recorded until it is gone.
async fn leave_only(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    new: &IpRoute,
    planned: &RouteModel,
) -> Outcome<()> {
    // Until everything is done, only this record identifies the new route: the state still has the old uuid.
    let begun = replacements::remembered(cx);
    if begun.are_at_most(&Replacement::of(planned)) {
        replacements::forget_gone(cx, &[]);
        return Ok(());
    }
    let all = routes_of(ontap, &planned.svm_id.value_or_default()).await?;
    for left in all.iter().filter(|route| begun.have(route) && route.uuid != new.uuid) {
        let deleted = ontap.delete::<IpRoute>(&left.uuid).await;
        deleted.during(format!("delete the {} of an interrupted change", now(left, planned).describe()))?;
    }
    replacements::forget_gone(cx, &[]);
    Ok(())
}

/// Returns the route that an interrupted run of the same change added. If it has another metric, it is ours
/// too and is deleted.
async fn added_before(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: &RouteModel,
) -> Outcome<Option<IpRoute>> {
    let begun = replacements::remembered(cx);
    if begun.is_empty() {
        return Ok(None);
    }
    let routes = routes_of(ontap, &planned.svm_id.value_or_default()).await?;
    let wanted = |route: &IpRoute| begun.have(route) && planned.is_same_way(route);
    let Some(added) = routes.into_iter().find(wanted) else { return Ok(None) };
    if change(&now(&added, planned), planned) == Change::None {
        return Ok(Some(added));
    }
    ontap.delete::<IpRoute>(&added.uuid).await.during("delete the route of an interrupted change")?;
    Ok(None)
}

async fn add(cx: &Cx<Clients>, ontap: &ontap::Client, planned: &RouteModel) -> Outcome<IpRoute> {
    refuse_impossible(cx, planned, Age::Now).await?;
    let body = planned.body();
    replacements::add(cx, Replacement::of(planned));
    let made = ontap.create::<IpRoute>(&body).await;
    if made.as_ref().is_err_and(is_certainly_not_made) {
        replacements::drop_one(cx, &Replacement::of(planned));
    }
    made.during_of::<Route>(format!("add the {}; the old one is unchanged", planned.describe()))
}

/// Returns whether the route certainly was not made: another run has it, or nothing was sent. After any other
/// error the next run looks for it.
fn is_certainly_not_made(error: &ontap::Error) -> bool {
    !error.is_ambiguous() && (error.is_duplicate() || error.code().is_none())
}

async fn delete_then_add(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    old: &IpRoute,
    planned: &RouteModel,
) -> Outcome<IpRoute> {
    let (old_body, new_body) = (now(old, planned).body(), planned.body());
    let former = Replacement::of(&now(old, planned));
    replacements::add(cx, Replacement::of(planned));
    // The old route may have to be made again.
    replacements::add(cx, former.clone());
    ontap
        .delete::<IpRoute>(&old.uuid)
        .await
        .during(format!("delete the {} to add it with another metric", planned.describe()))?;
    let added = match ontap.create::<IpRoute>(&new_body).await {
        Ok(added) => added,
        Err(error) => return Err(put_back(ontap, &old_body, planned, error).await),
    };
    replacements::drop_one(cx, &former);
    ontap.get::<IpRoute>(&added.uuid).await.during(format!("read the new {}", planned.describe()))
}

/// Makes the old route again, because the new one could not be added. The next read finds whichever exists.
async fn put_back(
    ontap: &ontap::Client,
    old: &IpRouteBody,
    planned: &RouteModel,
    error: ontap::Error,
) -> Diagnostics {
    let name = planned.describe();
    let failed: Outcome<()> = Err(error).during_of::<Route>(format!("add the {name} with another metric"));
    let mut failure = failed.err().unwrap_or_default();
    match ontap.create::<IpRoute>(old).await {
        Ok(_) => failure.push_error(
            format!("The old {name} was put back"),
            "It had been deleted, because ONTAP takes the same route with another metric for a duplicate. It \
             has its old metric and a new uuid, and everything else is as it was. Apply again to change the \
             metric.",
        ),
        Err(error) => {
            let back: Outcome<()> = Err(error).during(format!(
                "put the old {name} back; unless the new one exists after all, the storage VM is without it. \
                 Apply again"
            ));
            failure.extend(back.err().unwrap_or_default());
        }
    }
    failure
}

fn now(route: &IpRoute, like: &RouteModel) -> RouteModel {
    like.observed(route)
}
