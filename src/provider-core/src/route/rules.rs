//! Plan rules of `cvo_route`: pure.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use ontap_core::Version;
use tfplugin_core::{Attr, Diagnostics, Plan, Text};

use super::model::RouteModel;
use super::steps::{Change, change};
use crate::object::OntapModel;

/// Facts about the system that the rules need.
#[derive(Debug)]
pub struct Facts {
    /// Release of the cluster.
    pub version: Version,
    /// The nodes; absent if the plan does not choose another gateway.
    pub nodes: Option<Vec<NodeNet>>,
    /// Whether the plan leaves the storage VM without a default route.
    pub loses_default: bool,
}

/// The data of a node that a gateway is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeNet {
    /// Name of the node.
    pub node: String,
    /// Subnet of its port e0a.
    pub subnet: Ipv4Net,
    /// Management addresses of the node.
    pub own: Vec<Ipv4Addr>,
}

/// Returns whether the plan chooses a gateway.
pub fn chooses_gateway(plan: &Plan<RouteModel>) -> bool {
    plan.prior.as_ref().is_none_or(|prior| prior.gateway != plan.planned.gateway)
}

/// Returns whether the plan turns a default route into another route.
pub fn gives_up_default(plan: &Plan<RouteModel>) -> bool {
    let was = plan.prior.as_ref().is_some_and(RouteModel::is_default);
    was && plan.planned.destination.known().is_some_and(|destination| !destination.is_default())
}

/// Settles the attributes that the configuration leaves open.
pub fn settle(plan: &mut Plan<RouteModel>) {
    keep_null_metric(plan);
    foresee_new_id(plan);
}

/// Refuses the plan or warns about it.
pub fn review(plan: &mut Plan<RouteModel>, facts: Option<&Facts>) {
    warn_of_gap(plan);
    let Some(facts) = facts else { return };
    plan.diagnostics.extend(metric_of_later_releases(&plan.config, facts.version));
    if facts.loses_default {
        let svm = plan.planned.svm_name.known().map(Text::text).unwrap_or_default();
        plan.warn("destination", no_default_route(&svm), NO_DEFAULT_ROUTE);
    }
    if let Some(nodes) = &facts.nodes {
        check_gateway(plan, nodes);
    }
}

/// Keeps a null metric: ONTAP below 9.11.1 shows none, and that is not a change.
fn keep_null_metric(plan: &mut Plan<RouteModel>) {
    let lacks_metric = plan.prior.as_ref().is_some_and(RouteModel::lacks_metric);
    if lacks_metric && plan.config.metric.is_null() {
        plan.planned.metric = Attr::Null;
    }
}

/// Plans a new id and metric for a changed route, because ONTAP makes a new one.
fn foresee_new_id(plan: &mut Plan<RouteModel>) {
    let Some(prior) = &plan.prior else { return };
    if change(prior, &plan.planned) != Change::None {
        plan.planned.id = Attr::Unknown;
        plan.planned.metric = plan.planned.metric.or(Attr::Unknown);
    }
}

fn warn_of_gap(plan: &mut Plan<RouteModel>) {
    let Some(prior) = &plan.prior else { return };
    if change(prior, &plan.planned) == Change::DeleteThenAdd {
        let summary = format!("For a moment there is no {}", prior.describe());
        let detail = "ONTAP refuses the same route with another metric beside the first (1966345), so that \
             the old one goes before the new one is added. Traffic that needs it is interrupted unless \
             another route leads there.";
        plan.warn("metric", summary, detail);
    }
}

/// Refuses a metric that is set below ONTAP 9.11.1.
pub fn metric_of_later_releases(route: &RouteModel, version: Version) -> Diagnostics {
    let mut refusals = Diagnostics::new();
    if route.metric.known().is_some() && version < Version::ROUTE_METRIC {
        let detail = format!(
            "The cluster runs ONTAP {version}; routes have a metric from 9.11.1 on. Leave metric out."
        );
        refusals.push_error_at("metric", format!("ONTAP {version} knows no metric of routes"), detail);
    }
    refusals
}

fn check_gateway(plan: &mut Plan<RouteModel>, nodes: &[NodeNet]) {
    let Some(gateway) = plan.planned.gateway() else { return };
    if let Some(own) = nodes.iter().find(|node| node.own.contains(&gateway)) {
        let detail = "A route leads through a router: in AWS the second address of the subnet's range. A LIF \
             is none.";
        plan.refuse("gateway", format!("{gateway} is a management address of node {}", own.node), detail);
        return;
    }
    if !nodes.iter().any(|node| node.subnet.contains(&gateway)) {
        let subnets: Vec<_> =
            nodes.iter().map(|node| format!("{} of node {}", node.subnet, node.node)).collect();
        let detail = format!(
            "Port e0a is in {}. A router outside of it is not reachable from a LIF there; in AWS the router \
             is the second address of the subnet's range.",
            subnets.join(", ")
        );
        plan.warn("gateway", format!("{gateway} is in the subnet of no node"), detail);
    }
}

/// Returns the summary of the warning that a storage VM with LIFs loses its last default route.
pub fn no_default_route(svm: &str) -> String {
    format!("Storage VM {svm} loses its last default route")
}

/// Detail of that warning.
pub const NO_DEFAULT_ROUTE: &str = "Its LIFs then reach, and are reached by, only what is in their own \
     subnet or on another route. That does not matter if the LIFs are destroyed too.";

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
