//! `cvo_route`: one static route of a storage VM.

mod last_default;
mod replacements;
mod steps;

use std::time::Instant;

use async_trait::async_trait;
use ontap::{IpRoute, Node};
use provider_core::moved::moved;
use provider_core::object::OntapModel;
use provider_core::route::{
    Facts, NodeNet, Ours, RouteModel, chooses_gateway, gives_up_default, metric_of_later_releases,
};
use provider_core::written::generate;
use tfplugin::{Cx, MovedFrom, Outcome, Plan, Recorded};

use crate::clients::{Age, Clients, Departing, DepartingKind};
use crate::diagnose::During;
use crate::envelope::{Object, Prepared, delete, listed};
use crate::identity;

/// The resource.
#[derive(Debug)]
pub struct Route;

#[async_trait]
impl Object for Route {
    const ERROR_ATTRIBUTES: &'static [(&'static str, &'static str)] = &[
        ("1966345", "gateway"),
        ("1966505", "gateway"),
        ("1967146", "svm_name"),
        ("2621462", "svm_name"),
        ("53282375", "destination"),
    ];
    /// A change makes another route.
    const KEEPS_UUID: bool = false;

    type Model = RouteModel;
    type Record = IpRoute;
    type Findings = ();

    fn generate(config: &mut RouteModel, state: &RouteModel) {
        generate(config, state);
    }

    fn move_from(source: &MovedFrom) -> Outcome<Option<RouteModel>> {
        moved(source).map(Some)
    }

    fn depart(cx: &Cx<Clients>, prior: &RouteModel) -> Option<Departing> {
        let (uuid, svm) = (prior.id.known()?, prior.svm_id.known()?);
        Some(cx.clients().departures.begin(DepartingKind::Route, uuid.clone(), svm.clone()))
    }

    async fn facts(cx: &Cx<Clients>, plan: &Plan<RouteModel>) -> Outcome<Option<Facts>> {
        let nodes = if chooses_gateway(plan) { Some(node_nets(cx).await?) } else { None };
        let loses_default = match &plan.prior {
            Some(prior) if gives_up_default(plan) => loses_default(cx, prior).await?,
            _ => false,
        };
        let version = cx.clients().ontap.cluster().await?.version;
        Ok(Some(Facts { version, nodes, loses_default }))
    }

    /// Returns `None` while a change of the route is unfinished.
    async fn listed(cx: &Cx<Clients>, _ontap: &ontap::Client, stored: &RouteModel, age: Age) -> Option<Ours> {
        if !replacements::remembered(cx).is_empty() {
            return None;
        }
        listed::<Self>(cx, stored, age).await.map(Ours::only)
    }

    async fn by_uuid(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        stored: &RouteModel,
        uuid: &str,
    ) -> ontap::Result<Ours> {
        ours(cx, ontap, stored, uuid).await
    }

    /// Returns it: ONTAP cannot change a route, so that another tool deletes it and makes it with another
    /// metric, and a storage VM has one route at most to a destination through a gateway. Nothing is lost
    /// with the uuid.
    async fn made_anew(_cx: &Cx<Clients>, ontap: &ontap::Client, gone: &RouteModel) -> Outcome<Option<Ours>> {
        let Some(svm) = gone.svm_id.known() else { return Ok(None) };
        let found = routes_of(ontap, svm).await?.into_iter().find(|route| gone.is_same_way(route));
        Ok(found.map(Ours::only))
    }

    async fn look_ahead(cx: &Cx<Clients>) {
        steps::routes_and_lifs(cx, steps::just_asked()).await.ok();
    }

    async fn prepare(
        cx: &Cx<Clients>,
        _ontap: &ontap::Client,
        planned: RouteModel,
    ) -> Outcome<Prepared<Self>> {
        // Terraform passes the private data of a replaced route to its successor; the changes recorded there
        // are not the successor's.
        replacements::forget_gone(cx, &[]);
        metric_of_later_releases(&planned, cx.clients().ontap.cluster().await?.version).into_result()?;
        let before = steps::refuse_impossible(cx, &planned, steps::just_asked()).await?;
        Ok(Prepared { before, ..Prepared::of(planned) })
    }

    async fn refuse_duplicate(cx: &Cx<Clients>, planned: &RouteModel) -> Outcome<()> {
        let asked = Instant::now();
        if steps::routes_and_lifs(cx, Age::Now).await.is_err() {
            // What ONTAP said about the route counts, and not that it could not be looked for.
            return Ok(());
        }
        steps::refuse_impossible(cx, planned, Age::Since(asked)).await.map(drop)
    }

    async fn finish(_cx: &Cx<Clients>, planned: RouteModel, found: Ours, (): ()) -> Outcome<RouteModel> {
        Ok(planned.observed(&found.first))
    }

    async fn change(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        (_, planned): (RouteModel, RouteModel),
        before: Ours,
    ) -> Outcome<RouteModel> {
        metric_of_later_releases(&planned, cx.clients().ontap.cluster().await?.version).into_result()?;
        planned.refuse_other_svm(&before)?;
        steps::replace(cx, ontap, &before.first, &planned).await
    }

    /// Checks nothing: a route has no reason to refuse a planned destroy.
    async fn plan_destroy(_cx: &Cx<Clients>, _prior: &RouteModel) -> Outcome<()> {
        Ok(())
    }

    async fn remove(cx: &Cx<Clients>, ontap: &ontap::Client, prior: &RouteModel, found: Ours) -> Outcome<()> {
        let ours = found.into_all();
        let departure = last_default::let_lifs_go_first(cx, prior, &ours).await?;
        for route in ours {
            delete::<Self>(ontap, prior, &route).await?;
        }
        departure.warn_of_lifs_left(cx, prior);
        Ok(())
    }
}

/// Returns the route with the stored uuid, and those that interrupted changes added.
///
/// # Errors
/// There is no route with this uuid, and no change has put another in its place.
async fn ours(
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

/// Returns the routes of a storage VM.
pub async fn routes_of(ontap: &ontap::Client, svm_uuid: &str) -> Outcome<Vec<IpRoute>> {
    ontap.list::<IpRoute>(&[("svm.uuid", svm_uuid)]).await.during("list the routes of the storage VM")
}

async fn node_nets(cx: &Cx<Clients>) -> Outcome<Vec<NodeNet>> {
    let mut nets = Vec::new();
    for e0a in cx.clients().e0a().await? {
        let subnet = cx.clients().aws.subnet(&e0a.subnet_id).await?.cidr;
        let node = cx.clients().ontap.nodes().await?.iter().find(|node| node.name == e0a.node);
        let own = node.map(Node::management_ipv4).unwrap_or_default();
        nets.push(NodeNet { node: e0a.node.clone(), subnet, own });
    }
    Ok(nets)
}

/// Returns whether a changed destination leaves a storage VM that has LIFs without a default route.
async fn loses_default(cx: &Cx<Clients>, prior: &RouteModel) -> Outcome<bool> {
    identity::on_its_cluster(cx, &prior.subject()).await?;
    let (Some(svm), Some(route)) = (prior.svm_id.known(), prior.id.known()) else { return Ok(false) };
    Ok(!last_default::lifs_without_default(cx, svm, &[route]).await?.is_empty())
}
