//! Finding a route: in a recent look at all of them, or by an import id.

use ontap::{IpRoute, Scope, UnlessGone};
use tfplugin::{Cx, Diagnostics, Outcome, Text};

use super::model::RouteModel;
use super::successor::Successors;
use crate::clients::{Age, Clients};
use crate::diagnose::During;
use crate::values::{Destination, Ipv4};

/// The route of a stored state if a recent look at all routes shows it unchanged and no change of it is begun. What looks
/// changed or gone there is looked at itself.
pub(super) async fn unchanged(cx: &Cx<Clients>, stored: &RouteModel) -> Option<RouteModel> {
    if !Successors::remembered(cx).is_empty() {
        return None;
    }
    let recent = Clients::all_routes(cx, Age::Recent).await.ok()?;
    let route = recent.iter().find(|route| stored.id.known() == Some(&route.uuid))?;
    Some(stored.refreshed(route)).filter(|seen| seen == stored)
}

/// The routes of a storage VM.
pub(super) async fn routes_of(ontap: &ontap::Client, svm_uuid: &str) -> Outcome<Vec<IpRoute>> {
    ontap.list::<IpRoute>(&[("svm.uuid", svm_uuid)]).await.during("list the routes of the storage VM")
}

/// The route that an import id names.
pub(super) async fn by_import_id(ontap: &ontap::Client, id: &str) -> Outcome<IpRoute> {
    let Some(named) = Named::parse(id) else { return by_uuid(ontap, id).await };
    let svm = ontap
        .find::<ontap::Svm>(&[("name", named.svm)])
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
    for svm in ontap.list::<ontap::Svm>(&[]).await.during("list the storage VMs")? {
        all.extend(routes_of(ontap, &svm.uuid).await?);
    }
    Ok(all)
}

/// `svm_name/CIDR/gateway`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Named<'a> {
    svm: &'a str,
    destination: Destination,
    gateway: Ipv4,
}

impl<'a> Named<'a> {
    fn parse(id: &'a str) -> Option<Self> {
        let (rest, gateway) = id.rsplit_once('/')?;
        let (svm, destination) = rest.split_once('/')?;
        let (destination, gateway) = (Destination::parse(destination).ok()?, Ipv4::parse(gateway).ok()?);
        Some(Self { svm, destination, gateway })
    }

    fn choose(self, routes: Vec<IpRoute>, id: &str) -> Outcome<IpRoute> {
        let is_named = |route: &&IpRoute| {
            route.ipv4_destination() == Some(self.destination.network())
                && route.ipv4_gateway() == Some(self.gateway.0)
        };
        let matching: Vec<_> = routes.iter().filter(is_named).collect();
        match matching[..] {
            [only] => managed(only.clone()),
            [] => Err(none(id, &routes)),
            _ => Err(Diagnostics::error(
                format!("{id:?} names several routes"),
                format!("Import by uuid: {}.", candidates(&routes)),
            )),
        }
    }
}

fn managed(route: IpRoute) -> Outcome<IpRoute> {
    if route.ipv4_destination().is_some() && route.ipv4_gateway().is_some() {
        return Ok(route);
    }
    Err(Diagnostics::error(
        format!("Route {} is no IPv4 route", route.uuid),
        "cvo_route manages IPv4 routes only: network interfaces of Cloud Volumes ONTAP in AWS carry no other addresses.",
    ))
}

fn none(id: &str, routes: &[IpRoute]) -> Diagnostics {
    let there = match candidates(routes) {
        list if list.is_empty() => "There are no routes to choose from.".to_owned(),
        list => format!("There are: {list}."),
    };
    Diagnostics::error(
        format!("There is no route {id:?}"),
        format!(
            "The import id is svm_name/CIDR/gateway, such as svm_2/0.0.0.0/0/10.0.1.1, or the route's uuid. {there}"
        ),
    )
}

/// `svm_2/0.0.0.0/0/10.0.1.1 (uuid)`, in order.
fn candidates(routes: &[IpRoute]) -> String {
    let mut ids: Vec<_> =
        routes.iter().map(|route| format!("{} ({})", import_id(route), route.uuid)).collect();
    ids.sort();
    ids.join(", ")
}

/// The id that a route is imported by.
pub(super) fn import_id(route: &IpRoute) -> String {
    let svm = route.svm.name.as_deref().unwrap_or_default();
    let destination = route.ipv4_destination().map(|net| net.to_string()).unwrap_or_default();
    let gateway = route.ipv4_gateway().map(|gateway| gateway.to_string()).unwrap_or_default();
    format!("{svm}/{destination}/{gateway}")
}

#[cfg(test)]
mod tests;
