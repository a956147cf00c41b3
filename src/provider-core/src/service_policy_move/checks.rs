//! Which LIFs carry a service, per node, and whether services may be left without carriers. Unless the
//! configuration of the move decides, the services that the storage VM is configured to use decide. Pure.
//!
//! A storage VM opens a connection from the node that needs it, through a LIF whose policy has the service.
//! Only the home node counts; where a LIF is during a failover does not matter.

use std::collections::{BTreeMap, BTreeSet};

use ontap_core::{FpolicyPolicy, IpInterface, ServiceName, ServicePolicy, SvmNameServices};

use super::messages::Lost;
use super::model::MoveModel;
use super::steps::{self, Change, Edit};

/// A service that no LIF would carry any more, on any node or on some nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The service.
    pub service: ServiceName,
    /// Nodes that have a carrier before the edits and none afterwards; empty if no node has one afterwards.
    pub nodes: BTreeSet<String>,
}

/// Returns the services that lose carriers because of the edits.
pub fn without_carriers(edits: &[Edit], policies: &[ServicePolicy], lifs: &[IpInterface]) -> Vec<Missing> {
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

/// Returns the home nodes of the enabled LIFs that have the service.
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
    /// Returns a description for messages, such as `management-dns-client (no LIF of node cvo-node2)`.
    pub fn describe(&self) -> String {
        let service = &self.service;
        match self.nodes.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] => format!("{service} (no LIF at all)"),
            [node] => format!("{service} (no LIF of node {node})"),
            ref nodes => format!("{service} (no LIF of the nodes {})", nodes.join(" and ")),
        }
    }
}

/// What to do if a service loses its carriers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnMissing {
    /// Refuse it.
    Refuse,
    /// Warn about it.
    Warn,
    /// Refuse it if the storage VM is configured to use the service; otherwise warn.
    RefuseIfUsed,
}

/// Returns what the configuration demands.
pub fn on_missing(model: &MoveModel) -> OnMissing {
    match model.on_missing_carrier.known().map(String::as_str) {
        Some("error") => OnMissing::Refuse,
        Some("warn") => OnMissing::Warn,
        _ => OnMissing::RefuseIfUsed,
    }
}

/// The service of FPolicy.
pub const FPOLICY: &str = "data_fpolicy_client";
/// The services whose use the record of a storage VM shows.
pub const NAME_SERVICES: [&str; 4] =
    ["management_ad_client", "management_dns_client", "management_ldap_client", "management_nis_client"];

/// What a storage VM is configured to use. Absent or empty if it was not read.
#[derive(Debug, Default)]
pub struct Uses {
    pub names: Option<SvmNameServices>,
    pub fpolicies: Vec<FpolicyPolicy>,
}

impl Uses {
    /// Returns what the service is needed for, or `None` if it is not needed.
    pub fn of(&self, service: &ServiceName) -> Option<&'static str> {
        let names = self.names.as_ref();
        match service.underscored() {
            "management_dns_client" => names?.dns.as_ref().map(|_| "DNS"),
            "management_ldap_client" => names?.ldap.as_ref().map(|_| "LDAP"),
            "management_nis_client" => names?.nis.as_ref().map(|_| "NIS"),
            "management_ad_client" => match names?.has_cifs() {
                Some(true) => Some("CIFS with Active Directory"),
                Some(false) => None,
                None => Some("CIFS with Active Directory, perhaps: ONTAP does not tell while it is stopped"),
            },
            FPOLICY => self.fpolicies.iter().any(FpolicyPolicy::needs_lif).then_some("FPolicy"),
            _ => None,
        }
    }
}

/// Separates the services that must not lose their carriers from those that may.
pub fn sort<'a>(
    missing: &'a [Missing],
    on_missing: OnMissing,
    uses: &Uses,
) -> (Vec<Lost<'a>>, Vec<Lost<'a>>) {
    let lost = missing.iter().map(|missing| Lost { missing, used_for: uses.of(&missing.service) });
    lost.partition(|lost| match on_missing {
        OnMissing::Refuse => true,
        OnMissing::Warn => false,
        OnMissing::RefuseIfUsed => lost.used_for.is_some(),
    })
}

#[cfg(test)]
#[path = "checks_tests.rs"]
mod tests;
