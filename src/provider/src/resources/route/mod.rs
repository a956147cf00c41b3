//! `cvo_route`: one static route of a storage VM.

mod claim;
mod exchange;
mod find;
mod last_default;
mod make;
mod successor;

use std::time::Duration;

use async_trait::async_trait;
use provider_core::identity::gone;
use provider_core::route::{
    Facts, NodeNet, RouteModel, chooses_gateway, gives_up_default, metric_of_later_releases, rules,
};
use provider_core::svm_of::refuse_other;
use provider_core::system::management_addresses;
use tfplugin::{Cx, DefaultTimeouts, Outcome, Plan, Resource, Timeouts};

use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity;
use crate::svm_of;

/// ONTAP's fields and error codes, and the attributes that they are about.
const BLAMED: [(&str, &str); 11] = [
    ("svm.name", "svm_name"),
    ("svm.uuid", "svm_name"),
    ("destination", "destination"),
    ("destination.address", "destination"),
    ("destination.netmask", "destination"),
    ("gateway", "gateway"),
    ("metric", "metric"),
    ("1966345", "gateway"),
    ("1966505", "gateway"),
    ("1967146", "svm_name"),
    ("53282375", "destination"),
];

/// The resource.
#[derive(Debug)]
pub struct Route;

#[async_trait]
impl Resource for Route {
    const NAME: &'static str = "route";

    type Model = RouteModel;
    type Clients = Clients;
    type Facts = Facts;

    fn default_timeouts() -> DefaultTimeouts {
        let write = Duration::from_secs(5 * 60);
        DefaultTimeouts { create: write, update: write, delete: write, ..DefaultTimeouts::default() }
    }

    fn timeouts(model: &RouteModel) -> Option<&Timeouts> {
        model.timeouts.known()
    }

    async fn facts(cx: &Cx<Clients>, plan: &Plan<RouteModel>) -> Outcome<Facts> {
        let nodes = if chooses_gateway(plan) { Some(node_nets(cx).await?) } else { None };
        let loses_default = match &plan.prior {
            Some(prior) if gives_up_default(plan) => loses_default(cx, prior).await?,
            _ => false,
        };
        let version = cx.clients().ontap.cluster().await?.version;
        Ok(Facts { new_name: svm_of::look_up(cx, plan).await?, version, nodes, loses_default })
    }

    fn plan(plan: &mut Plan<RouteModel>, facts: Option<&Facts>) {
        rules(plan, facts);
    }

    async fn create(cx: &Cx<Clients>, planned: RouteModel) -> Outcome<RouteModel> {
        let ontap = cx.clients().ontap.client().await?;
        // Terraform hands the private data of a route that is replaced to its successor, whose changes they are not.
        successor::forget_gone(cx, &[]);
        make::make(cx, &ontap, planned).await
    }

    async fn read(cx: &Cx<Clients>, prior: RouteModel) -> Outcome<Option<RouteModel>> {
        let recorded = identity::recorded_cluster(cx);
        let ontap = identity::on_its_cluster(cx, &format!("The {}", prior.describe())).await?;
        if let Some(unchanged) = find::unchanged(cx, &prior).await {
            return Ok(Some(unchanged));
        }
        match claim::ours(cx, &ontap, &prior).await?.first() {
            Some(route) => Ok(Some(prior.refreshed(route))),
            // It was never made, or does not show yet: the next apply makes it.
            None if prior.id.is_null() => Ok(Some(prior)),
            None => identity::gone_from_its_cluster(cx, &format!("The {}", prior.describe()), recorded)
                .map(|()| None),
        }
    }

    async fn update(cx: &Cx<Clients>, prior: RouteModel, planned: RouteModel) -> Outcome<RouteModel> {
        if planned.differs_only_here(&prior) {
            return Ok(planned);
        }
        let name = prior.describe();
        let ontap = identity::on_its_cluster(cx, &format!("The {name}")).await?;
        metric_of_later_releases(&planned, cx.clients().ontap.cluster().await?.version).into_result()?;
        match claim::ours(cx, &ontap, &prior).await?.first() {
            Some(old) => {
                refuse_other(&old.svm, &planned, &format!("The {name}"))?;
                exchange::exchange(cx, &ontap, old, &planned).await
            }
            None if prior.id.is_null() => make::make(cx, &ontap, planned).await,
            None => Err(gone(&format!("the {name}"))),
        }
    }

    async fn delete(cx: &Cx<Clients>, prior: RouteModel) -> Outcome<()> {
        let recorded = identity::recorded_cluster(cx);
        let ontap = identity::on_its_cluster(cx, &format!("The {}", prior.describe())).await?;
        let ours = claim::ours(cx, &ontap, &prior).await?;
        if ours.is_empty() {
            return identity::gone_from_its_cluster(cx, &format!("The {}", prior.describe()), recorded);
        }
        let departure = last_default::let_lifs_go_first(cx, &ontap, &prior, &ours).await?;
        for route in ours {
            ontap.delete_ip_route(&route.uuid).await.during(format!("delete the {}", prior.describe()))?;
        }
        departure.warn_of_lifs_left(cx, &prior);
        Ok(())
    }

    async fn import(cx: &Cx<Clients>, id: &str) -> Outcome<RouteModel> {
        let ontap = cx.clients().ontap.client().await?;
        let found = find::by_import_id(&ontap, id).await?;
        identity::remember_cluster(cx, &cx.clients().ontap.cluster().await?);
        Ok(RouteModel::default().observed(&found))
    }
}

async fn node_nets(cx: &Cx<Clients>) -> Outcome<Vec<NodeNet>> {
    let mut nets = Vec::new();
    for e0a in cx.clients().e0a().await? {
        let subnet = cx.clients().aws.subnet(&e0a.subnet_id).await?.cidr;
        let node = cx.clients().ontap.nodes().await?.iter().find(|node| node.name == e0a.node);
        let own = node.map(management_addresses).unwrap_or_default();
        nets.push(NodeNet { node: e0a.node.clone(), subnet, own });
    }
    Ok(nets)
}

/// Whether a changed destination leaves the storage VM with LIFs and without default route.
async fn loses_default(cx: &Cx<Clients>, prior: &RouteModel) -> Outcome<bool> {
    let ontap = identity::on_its_cluster(cx, &format!("The {}", prior.describe())).await?;
    let (Some(svm), Some(route)) = (prior.svm_id.known(), prior.id.known()) else { return Ok(false) };
    Ok(!last_default::lifs_without_default(&ontap, svm, &[route]).await?.is_empty())
}
