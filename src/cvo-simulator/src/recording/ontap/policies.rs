//! Service policies. Only the private CLI shows who may use a service, so that its answer decides where it
//! was recorded.

use serde::Deserialize;
use uuid::Uuid;

use super::records::{InterfaceRecord, Link};
use super::storage::name_of;
use super::{Builder, Owner, Record, Result};
use crate::world::cluster::DEFAULT_IPSPACE;
use crate::world::service_policy::{PolicyEntry, ServicePolicy};

pub const POLICIES: &str = "/api/network/ip/service-policies";
pub const POLICY_ROWS: &str = "/api/private/cli/network/interface/service-policy";

#[derive(Debug, Clone, Deserialize)]
struct PolicyRecord {
    uuid: Option<Uuid>,
    name: Option<String>,
    svm: Option<Link>,
    scope: Option<String>,
    ipspace: Option<Link>,
    services: Option<Vec<String>>,
    is_built_in: Option<bool>,
}

/// A row of `network interface service-policy show`.
#[derive(Debug, Clone, Deserialize)]
struct PolicyRow {
    vserver: Option<String>,
    policy: Option<String>,
    services: Option<Vec<String>>,
    service_allowed_addresses: Option<Vec<String>>,
}

impl Builder<'_> {
    pub(super) fn policies(&mut self) -> Result<()> {
        let records: Option<Vec<Record<PolicyRecord>>> = self.recording.collection(POLICIES)?;
        let rows: Option<Vec<Record<PolicyRow>>> = self.recording.collection(POLICY_ROWS)?;
        if records.is_none() && rows.is_none() {
            self.built_in_policies();
        }
        records.iter().flatten().try_for_each(|record| self.policy(record))?;
        rows.iter().flatten().try_for_each(|row| self.policy_row(row))
    }

    /// Makes the policies that every system has.
    fn built_in_policies(&mut self) {
        self.not_recorded(POLICIES);
        self.cluster.make_cluster_policies();
        let svms = self.cluster.svms.iter().filter(|svm| !svm.is_destination());
        let svms: Vec<_> = svms.map(|svm| (svm.uuid, svm.ipspace.clone(), svm.name.clone())).collect();
        self.report.made_up("set(s) of built-in service policies", &self.cluster.name);
        for (uuid, ipspace, name) in svms {
            self.cluster.make_built_in_policies(uuid, &ipspace);
            self.report.made_up("set(s) of built-in service policies", name);
        }
    }

    fn policy(&mut self, record: &Record<PolicyRecord>) -> Result<()> {
        let name = record.required("name", record.name.clone())?;
        let svm = match self.owner(record.svm.as_ref(), record.scope.as_deref()) {
            Owner::Cluster => None,
            Owner::Svm(uuid) => Some(uuid),
            Owner::Unknown => {
                self.report.left_out("service polic(y) of an unknown storage VM", name);
                return Ok(());
            }
        };
        let uuid = self.uuid(record.uuid);
        let services = record.services.iter().flatten();
        let ipspace = name_of(record.ipspace.as_ref()).unwrap_or_else(|| self.ipspace_of(svm));
        let built_in = record.is_built_in.unwrap_or_else(|| is_built_in(&name));
        let entries = services.map(|service| PolicyEntry::open(underscored(service))).collect();
        self.cluster.policies.push(ServicePolicy { uuid, name, svm, ipspace, entries, built_in });
        Ok(())
    }

    /// Completes a policy with what the private CLI shows of it, or adds it.
    fn policy_row(&mut self, row: &Record<PolicyRow>) -> Result<()> {
        let name = row.required("policy", row.policy.clone())?;
        let vserver = row.required("vserver", row.vserver.clone())?;
        let ipspaces = self.cluster.ipspaces.iter();
        let of_ipspace = ipspaces.map(|ipspace| &ipspace.name).find(|ipspace| **ipspace == vserver).cloned();
        let (svm, ipspace) = match self.owner(Some(&Link { name: Some(vserver), uuid: None }), None) {
            Owner::Cluster => (None, DEFAULT_IPSPACE.to_owned()),
            Owner::Svm(uuid) => (Some(uuid), self.ipspace_of(Some(uuid))),
            Owner::Unknown => match of_ipspace.or_else(|| self.ipspace_with(&name)) {
                Some(ipspace) => (None, ipspace),
                None => {
                    self.report.left_out("service polic(y) of an unknown storage VM", name);
                    return Ok(());
                }
            },
        };
        let entries = self.entries(row, &name);
        let same = |policy: &&mut ServicePolicy| {
            policy.name == name && policy.svm == svm && (svm.is_some() || policy.ipspace == ipspace)
        };
        if let Some(policy) = self.cluster.policies.iter_mut().find(same) {
            policy.entries = entries;
            return Ok(());
        }
        let (uuid, built_in) = (self.uuid(None), is_built_in(&name));
        self.cluster.policies.push(ServicePolicy { uuid, name, svm, ipspace, entries, built_in });
        Ok(())
    }

    /// Returns the IPspace other than Default in which the cluster has a policy. Its storage VM has the name
    /// of the IPspace, which a redaction may have replaced.
    fn ipspace_with(&self, policy: &str) -> Option<String> {
        let own = self.cluster.policies.iter().filter(|own| own.svm.is_none() && own.name == policy);
        own.map(|own| &own.ipspace).find(|ipspace| *ipspace != DEFAULT_IPSPACE).cloned()
    }

    /// The services of a row, each with the networks that may use it, such as `data-core: 0.0.0.0/0`.
    fn entries(&mut self, row: &PolicyRow, policy: &str) -> Vec<PolicyEntry> {
        let services = row.services.iter().flatten();
        let mut entries: Vec<_> = services.map(|service| PolicyEntry::open(underscored(service))).collect();
        for text in row.service_allowed_addresses.iter().flatten() {
            let split = text.split_once(':').map(|(service, networks)| (underscored(service), networks));
            let entry = split.as_ref().and_then(|(service, networks)| {
                entries.iter_mut().find(|entry| entry.service == *service).map(|entry| (entry, networks))
            });
            match entry {
                Some((entry, networks)) => {
                    let networks = networks.split(',').map(str::trim).filter(|network| !network.is_empty());
                    entry.allowed_addresses = networks.map(str::to_owned).collect();
                }
                None => self.report.left_out("list(s) of allowed addresses that cannot be read", policy),
            }
        }
        entries
    }

    /// Returns the policy of a LIF, which is made with the LIF's services if it was not recorded. A LIF
    /// without a policy has one that does not exist.
    pub(super) fn policy_of(&mut self, record: &InterfaceRecord, svm: Option<Uuid>, ipspace: &str) -> Uuid {
        let Some(link) = record.service_policy.as_ref().filter(|link| !link.is_empty()) else {
            return Uuid::nil();
        };
        let own = self.cluster.policies.iter().filter(|policy| policy.svm == svm);
        let fits = |policy: &&ServicePolicy| svm.is_some() || policy.ipspace == ipspace;
        let mut found: Vec<_> = own.filter(|policy| link.points_at(&policy.name, policy.uuid)).collect();
        found.sort_by_key(|policy| !fits(policy));
        if let Some(policy) = found.first() {
            return policy.uuid;
        }
        let built_in = self
            .cluster
            .policies
            .iter()
            .find(|policy| policy.svm == svm && link.name.as_ref() == Some(&policy.name));
        if let Some(policy) = built_in {
            return policy.uuid;
        }
        let uuid = self.uuid(link.uuid);
        let name = link.name.clone().unwrap_or_else(|| link.shown());
        self.report.made_up("service polic(y) of a LIF", &name);
        let services = record.services.iter().flatten();
        self.cluster.policies.push(ServicePolicy {
            uuid,
            built_in: is_built_in(&name),
            name,
            svm,
            ipspace: ipspace.to_owned(),
            entries: services.map(|service| PolicyEntry::open(underscored(service))).collect(),
        });
        uuid
    }

    fn ipspace_of(&self, svm: Option<Uuid>) -> String {
        let svm = svm.and_then(|uuid| self.cluster.svm(uuid));
        svm.map_or_else(|| DEFAULT_IPSPACE.to_owned(), |svm| svm.ipspace.clone())
    }
}

/// ONTAP keeps names that begin so for its own policies (error 53281931).
fn is_built_in(name: &str) -> bool {
    name.starts_with("default-")
}

/// REST spells services with underscores, the private CLI with dashes.
fn underscored(service: &str) -> String {
    service.trim().replace('-', "_")
}
