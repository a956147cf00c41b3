//! Which LIFs carry a service, per node: pure.
//!
//! A storage VM opens a connection from the node that needs it, through a LIF whose policy has the service. What counts
//! is the home node: where a LIF is during a failover does not matter.

use std::collections::{BTreeMap, BTreeSet};

use ontap_core::{IpInterface, ServiceName, ServicePolicy};

use super::steps::{self, Change, Edit};

/// A service that nobody, or nobody on some nodes, would carry any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The service.
    pub service: ServiceName,
    /// Nodes that have a carrier before and none afterwards; empty when there is none on any node.
    pub nodes: BTreeSet<String>,
}

/// The services that lose their carriers by the edits.
pub fn missing(edits: &[Edit], policies: &[ServicePolicy], lifs: &[IpInterface]) -> Vec<Missing> {
    let mut after = policies.to_vec();
    edits.iter().for_each(|edit| steps::carry_out(edit, &mut after));
    let (before, after) = (by_uuid(policies), by_uuid(&after));
    let removed: BTreeSet<_> =
        edits.iter().filter(|edit| edit.change == Change::Remove).flat_map(|edit| &edit.services).collect();
    let lacks = |service: &ServiceName| {
        let carriers = home_nodes(service, lifs, &after);
        let nodes = if carriers.is_empty() {
            BTreeSet::new()
        } else {
            &home_nodes(service, lifs, &before) - &carriers
        };
        let is_missing = carriers.is_empty() || !nodes.is_empty();
        is_missing.then(|| Missing { service: service.clone(), nodes })
    };
    removed.into_iter().filter_map(lacks).collect()
}

/// Policies by uuid.
type Policies<'a> = BTreeMap<&'a str, &'a ServicePolicy>;

fn by_uuid(policies: &[ServicePolicy]) -> Policies<'_> {
    policies.iter().map(|policy| (policy.uuid.as_str(), policy)).collect()
}

/// The nodes that an enabled LIF with the service belongs to.
fn home_nodes(service: &ServiceName, lifs: &[IpInterface], policies: &Policies<'_>) -> BTreeSet<String> {
    let has = |lif: &IpInterface| match lif.service_policy.uuid.as_deref().and_then(|uuid| policies.get(uuid))
    {
        Some(policy) => policy.has(service),
        None => lif.services.iter().any(|carried| ServiceName::from(&carried[..]) == *service),
    };
    let carriers = lifs.iter().filter(|lif| lif.enabled == Some(true) && has(lif));
    carriers.map(|lif| lif.location.home_node.name.clone().unwrap_or_default()).collect()
}

impl Missing {
    /// `management-dns-client (no LIF of node cvo-node2)`, for messages.
    pub fn describe(&self) -> String {
        let service = &self.service;
        match self.nodes.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] => format!("{service} (no LIF at all)"),
            [node] => format!("{service} (no LIF of node {node})"),
            ref nodes => format!("{service} (no LIF of the nodes {})", nodes.join(" and ")),
        }
    }
}

#[cfg(test)]
#[path = "carriers_tests.rs"]
mod tests;
