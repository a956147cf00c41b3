//! Service policies: which services a LIF offers.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::cluster::{CLUSTER_IPSPACE, Cluster, DEFAULT_IPSPACE};
use super::error::{ApiError, ApiResult};
use super::names::Reference;
use crate::inventory::service_policy::{self, BuiltIn};

/// A service policy of a storage VM, or of the cluster.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServicePolicy {
    /// UUID.
    pub uuid: Uuid,
    /// Name, unique within its storage VM or the cluster.
    pub name: String,
    /// Storage VM, or `None` for a policy of the cluster.
    pub svm: Option<Uuid>,
    /// Name of its IPspace.
    pub ipspace: String,
    /// Its services, in order.
    pub entries: Vec<PolicyEntry>,
    /// Whether ONTAP created it.
    pub built_in: bool,
}

/// One service of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyEntry {
    /// Name, spelled with underscores.
    pub service: String,
    /// Networks that may use the service. Only the CLI shows and sets them.
    pub allowed_addresses: Vec<String>,
}

/// A POST or PATCH of a service policy.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PolicyRequest {
    /// Name.
    pub name: Option<String>,
    /// Storage VM.
    pub svm: Reference,
    /// IPspace of a policy of the cluster.
    pub ipspace: Reference,
    /// Replaces the whole list. Both dashes and underscores are accepted.
    pub services: Option<Vec<String>>,
}

/// All IPv4 addresses.
const OPEN: &str = "0.0.0.0/0";

impl PolicyEntry {
    /// Whether the service is open to everybody.
    pub fn is_open(&self) -> bool {
        self.allowed_addresses.iter().any(|network| network == OPEN)
    }

    /// Creates an entry open to everybody. NetApp's CLI reference shows this one network for every default
    /// service.
    pub(crate) fn open(service: impl Into<String>) -> Self {
        Self { service: service.into(), allowed_addresses: vec![OPEN.to_owned()] }
    }
}

impl ServicePolicy {
    /// Returns the names of its services.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.service.as_str())
    }

    /// How far a LIF with this policy may fail over. NetApp's page on LIFs and service policies: iSCSI,
    /// NVMe/TCP and BGP keep it on its home port, intercluster traffic on its home node.
    pub fn loosest_failover(&self) -> &'static str {
        let any = |names: &[&str]| self.services().any(|service| names.contains(&service));
        if any(&["data_iscsi", "data_nvme_tcp", "management_bgp"]) {
            return "home_port_only";
        }
        if any(&["intercluster_core"]) { "home_node_only" } else { "broadcast_domain_only" }
    }
}

impl Cluster {
    /// Adds the built-in policies of a storage VM.
    pub(crate) fn make_built_in_policies(&mut self, svm: Uuid, ipspace: &str) {
        self.add_built_in(Some(svm), ipspace, service_policy::SVM_POLICIES);
    }

    /// Adds the built-in policies of the cluster.
    pub(crate) fn make_cluster_policies(&mut self) {
        self.add_built_in(None, DEFAULT_IPSPACE, service_policy::CLUSTER_POLICIES);
        if self.is_pair() {
            self.add_built_in(None, CLUSTER_IPSPACE, service_policy::CLUSTER_IPSPACE_POLICIES);
        }
    }

    fn add_built_in(&mut self, svm: Option<Uuid>, ipspace: &str, policies: &[BuiltIn]) {
        let version = self.version;
        for built_in in policies.iter().filter(|policy| policy.since <= version) {
            let entries = built_in.services_in(version).map(PolicyEntry::open).collect();
            let policy = ServicePolicy {
                uuid: self.uuids.make(),
                name: built_in.name.to_owned(),
                svm,
                ipspace: ipspace.to_owned(),
                entries,
                built_in: true,
            };
            self.policies.push(policy);
        }
    }

    /// Creates a policy, or returns the reason for the refusal.
    pub fn create_policy(&mut self, request: &PolicyRequest) -> ApiResult<Uuid> {
        let name = request.name.clone().ok_or_else(|| ApiError::missing("name"))?;
        if name.starts_with("default-") {
            let message = format!("The name \"{name}\" must not begin with \"default-\".");
            return Err(ApiError::new(400, 53_281_931, message).on("name"));
        }
        let svm = if request.svm.is_absent() { None } else { Some(self.svm_for_network(&request.svm)?) };
        self.check_policy_name(svm, &name)?;
        let ipspace = match svm.and_then(|uuid| self.svm(uuid)) {
            Some(svm) => svm.ipspace.clone(),
            None => self.ipspace_of(&request.ipspace)?,
        };
        let entries = self.entries_for(svm, request.services.as_deref().unwrap_or_default(), &[])?;
        let uuid = self.uuids.make();
        self.policies.push(ServicePolicy { uuid, name, svm, ipspace, entries, built_in: false });
        Ok(uuid)
    }

    /// Deletes a policy (errors 53281927 and 53281928).
    pub fn delete_policy(&mut self, uuid: Uuid) -> ApiResult<()> {
        let policy = self.policy(uuid).ok_or_else(|| ApiError::not_found("uuid"))?;
        if policy.built_in {
            let message = format!("The system owns policy \"{}\".", policy.name);
            return Err(ApiError::new(409, 53_281_927, message));
        }
        if self.interfaces.iter().any(|interface| interface.policy == uuid) {
            let message = format!("LIFs use policy \"{}\".", policy.name);
            return Err(ApiError::new(409, 53_281_928, message));
        }
        self.policies.retain(|policy| policy.uuid != uuid);
        Ok(())
    }

    pub(super) fn check_policy_name(&self, svm: Option<Uuid>, name: &str) -> ApiResult<()> {
        if self.policies.iter().any(|policy| policy.svm == svm && policy.name == name) {
            Err(ApiError::new(409, 53_281_946, format!("Policy \"{name}\" already exists.")).on("name"))
        } else {
            Ok(())
        }
    }
}
