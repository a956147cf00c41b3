//! Finding a route: by its uuid, or by an import id.

use ontap::{IpRoute, Scope, Svm, UnlessGone};
use provider_core::route::{Named, Ours, RouteModel, managed, none};
use tfplugin::{Cx, Diagnostics, Outcome};

use super::replacements;
use crate::clients::Clients;
use crate::diagnose::During;

/// The route of a stored uuid, and those that interrupted changes added.
///
/// # Errors
/// That there is no route of this uuid, unless a change has put another in its place.
pub async fn ours(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    stored: &RouteModel,
    uuid: &str,
) -> ontap::Result<Ours> {
    let own = ontap.get::<IpRoute>(uuid).await;
    if own.as_ref().is_err_and(|error| !error.is_not_found()) {
        return own.map(Ours::only);
    }
    let replacements = replacements::remembered(cx);
    let mut others = Vec::new();
    if let Some(svm) = stored.svm_id.known().filter(|_| !replacements.is_empty()) {
        let all = ontap.list::<IpRoute>(&[("svm.uuid", svm)]).await?;
        replacements::forget_gone(cx, &all);
        others.extend(all.into_iter().filter(|route| replacements.have(route) && route.uuid != *uuid));
    }
    match own {
        Ok(first) => Ok(Ours { first, others, replacements }),
        Err(gone) if others.is_empty() => Err(gone),
        Err(_) => Ok(Ours { first: others.remove(0), others, replacements }),
    }
}

/// The routes of a storage VM.
pub async fn routes_of(ontap: &ontap::Client, svm_uuid: &str) -> Outcome<Vec<IpRoute>> {
    ontap.list::<IpRoute>(&[("svm.uuid", svm_uuid)]).await.during("list the routes of the storage VM")
}

/// The route that an import id names.
pub async fn by_import_id(ontap: &ontap::Client, id: &str) -> Outcome<IpRoute> {
    let Some(named) = Named::parse(id) else { return by_uuid(ontap, id).await };
    let svm = ontap
        .find::<Svm>(&[("name", named.svm)])
        .await
        .during(format!("look for storage VM {}", named.svm))?;
    match svm {
        Some(svm) => named.choose(routes_of(ontap, &svm.uuid).await?, id),
        None => Err(none(id, &all_routes(ontap).await?)),
    }
}

async fn by_uuid(ontap: &ontap::Client, id: &str) -> Outcome<IpRoute> {
    // What cannot be a uuid is not asked for: it would be part of a path.
    let is_uuid = !id.is_empty() && id.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let found = if is_uuid {
        ontap.get::<IpRoute>(id).await.unless_gone().during(format!("read route {id}"))?
    } else {
        None
    };
    match found {
        Some(route) if route.scope == Some(Scope::Cluster) => Err(Diagnostics::error(
            format!("Route {id} belongs to no storage VM"),
            "cvo_route manages routes of storage VMs; those of the cluster belong to the system.",
        )),
        Some(route) => managed(route),
        None => Err(none(id, &all_routes(ontap).await?)),
    }
}

async fn all_routes(ontap: &ontap::Client) -> Outcome<Vec<IpRoute>> {
    let mut all = Vec::new();
    for svm in ontap.list::<Svm>(&[]).await.during("list the storage VMs")? {
        all.extend(routes_of(ontap, &svm.uuid).await?);
    }
    Ok(all)
}
