//! Finding a route: in a recent look at all of them, or by an import id.

use ontap::{IpRoute, Scope, UnlessGone};
use provider_core::route::{Named, RouteModel, managed, none};
use tfplugin::{Cx, Diagnostics, Outcome};

use super::successor;
use crate::clients::{Age, Clients};
use crate::diagnose::During;

/// The route of a stored state if a recent look at all routes shows it unchanged and no change of it is begun. What looks
/// changed or gone there is looked at itself.
pub async fn unchanged(cx: &Cx<Clients>, stored: &RouteModel) -> Option<RouteModel> {
    if !successor::remembered(cx).is_empty() {
        return None;
    }
    let recent = cx.clients().all_routes(Age::Recent).await.ok()?;
    let route = recent.iter().find(|route| stored.id.known() == Some(&route.uuid))?;
    Some(stored.refreshed(route)).filter(|seen| seen == stored)
}

/// The routes of a storage VM.
pub async fn routes_of(ontap: &ontap::Client, svm_uuid: &str) -> Outcome<Vec<IpRoute>> {
    ontap.ip_routes(svm_uuid).await.during("list the routes of the storage VM")
}

/// The route that an import id names.
pub async fn by_import_id(ontap: &ontap::Client, id: &str) -> Outcome<IpRoute> {
    let Some(named) = Named::parse(id) else { return by_uuid(ontap, id).await };
    let svm = ontap.svm_by_name(named.svm).await.during(format!("look for storage VM {}", named.svm))?;
    match svm {
        Some(svm) => named.choose(routes_of(ontap, &svm.uuid).await?, id),
        None => Err(none(id, &all_routes(ontap).await?)),
    }
}

async fn by_uuid(ontap: &ontap::Client, id: &str) -> Outcome<IpRoute> {
    // What cannot be a uuid is not asked for: it would be part of a path.
    let is_uuid = !id.is_empty() && id.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let found = if is_uuid {
        ontap.ip_route(id).await.unless_gone().during(format!("read route {id}"))?
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
    for svm in ontap.svms().await.during("list the storage VMs")? {
        all.extend(routes_of(ontap, &svm.uuid).await?);
    }
    Ok(all)
}
