//! Changes to service policies: as a whole over REST, service by service over the CLI, and by an upgrade.

use ipnet::IpNet;
use uuid::Uuid;

use super::cluster::Cluster;
use super::error::{ApiError, ApiResult};
use super::ip_interface::failover_under;
use super::service_policy::{PolicyEntry, PolicyRequest, ServicePolicy};
use super::version::OntapVersion;
use crate::inventory::service_policy;

const FILE_SERVICES: [&str; 3] = ["data_nfs", "data_cifs", "data_flexcache"];
const BLOCK_SERVICES: [&str; 2] = ["data_iscsi", "data_nvme_tcp"];

impl Cluster {
    /// Carries out a PATCH. A list of services replaces the old one. Because REST has no allowed addresses,
    /// it opens every entry to everybody: assumed (`policy-patch-opens-services`).
    pub fn modify_policy(&mut self, uuid: Uuid, request: &PolicyRequest) -> ApiResult<()> {
        let mut policy = self.policy_at(uuid)?.clone();
        if let Some(name) = request.name.as_ref().filter(|name| **name != policy.name) {
            if policy.built_in {
                let message = format!("The built-in policy \"{}\" cannot be renamed.", policy.name);
                return Err(ApiError::new(400, 53_281_930, message).on("name"));
            }
            self.check_policy_name(policy.svm, name)?;
            policy.name.clone_from(name);
        }
        if let Some(services) = &request.services {
            policy.entries = self.entries_for(policy.svm, services, &policy.entries)?;
        }
        self.replace_policy(policy)
    }

    /// Adds one service, open to everybody unless `allowed` names networks. Error 1 for a service that the
    /// policy already has is assumed (`policy-command-codes`).
    pub fn add_service(&mut self, uuid: Uuid, service: &str, allowed: &[String]) -> ApiResult<()> {
        let mut policy = self.policy_at(uuid)?.clone();
        let entry = PolicyEntry::restricted(service.replace('-', "_"), allowed)?;
        if policy.services().any(|known| known == entry.service) {
            let message = format!("Service \"{service}\" is in policy \"{}\" already.", policy.name);
            return Err(ApiError::new(409, 1, message).on("service"));
        }
        self.check_service(policy.svm, &entry.service)?;
        policy.entries.push(entry);
        check_combination(&policy.entries)?;
        self.replace_policy(policy)
    }

    /// Removes one service. Error 4 for a service that the policy does not have is assumed
    /// (`policy-command-codes`).
    pub fn remove_service(&mut self, uuid: Uuid, service: &str) -> ApiResult<()> {
        let mut policy = self.policy_at(uuid)?.clone();
        let at = policy.position_of(service)?;
        policy.entries.remove(at);
        self.replace_policy(policy)
    }

    /// Sets the networks that may use a service.
    pub fn restrict_service(&mut self, uuid: Uuid, service: &str, allowed: &[String]) -> ApiResult<()> {
        let mut policy = self.policy_at(uuid)?.clone();
        let at = policy.position_of(service)?;
        policy.entries[at] = PolicyEntry::restricted(policy.entries[at].service.clone(), allowed)?;
        self.replace_policy(policy)
    }

    /// Upgrades to another release. That its built-in policies gain the services of the new release and keep
    /// their other services is assumed (`policies-after-upgrade`) from NetApp's page on services after an
    /// upgrade.
    pub fn upgrade(&mut self, version: OntapVersion) {
        self.version = version;
        self.release_text = None;
        for policy in self.policies.iter_mut().filter(|policy| policy.built_in) {
            let known = service_policy::built_in(policy.svm.is_some(), &policy.name);
            for service in known.into_iter().flat_map(|known| known.services_in(version)) {
                if !policy.services().any(|had| had == service) {
                    policy.entries.push(PolicyEntry::open(service));
                }
            }
        }
    }

    fn policy_at(&self, uuid: Uuid) -> ApiResult<&ServicePolicy> {
        self.policy(uuid).ok_or_else(|| ApiError::not_found("uuid"))
    }

    /// Error 53281893: from 9.13.1 on, the block services of a policy that a LIF uses cannot change. The
    /// condition is from a field report (issue 1227 of NetAppDocs/ontap); number, status and first release
    /// are assumed (`policy-in-use-code`). In earlier releases, the failover of these LIFs is restricted
    /// instead.
    fn replace_policy(&mut self, policy: ServicePolicy) -> ApiResult<()> {
        let blocks = |policy: &ServicePolicy| {
            policy
                .services()
                .filter(|service| BLOCK_SERVICES.contains(service))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let changes_blocks = blocks(self.policy_at(policy.uuid)?) != blocks(&policy);
        let is_in_use = self.interfaces.iter().any(|lif| lif.policy == policy.uuid);
        if changes_blocks && is_in_use && self.version >= OntapVersion::V9_13_1 {
            let message = format!(
                "Modifying service policy \"{}\" is not allowed while the policy is referenced by a LIF.",
                policy.name
            );
            return Err(ApiError::new(400, 53_281_893, message).on("services"));
        }
        for lif in self.interfaces.iter_mut().filter(|lif| lif.policy == policy.uuid) {
            if failover_under(&policy, Some(&lif.failover)).is_err() {
                policy.loosest_failover().clone_into(&mut lif.failover);
            }
        }
        self.policies.iter_mut().filter(|old| old.uuid == policy.uuid).for_each(|old| *old = policy.clone());
        Ok(())
    }

    /// Returns entries, all open to everybody, for a list of services. Services of the old list are not
    /// checked.
    pub(super) fn entries_for(
        &self,
        svm: Option<Uuid>,
        services: &[String],
        old: &[PolicyEntry],
    ) -> ApiResult<Vec<PolicyEntry>> {
        let mut entries: Vec<PolicyEntry> = Vec::new();
        for service in services {
            let service = service.replace('-', "_");
            if !old.iter().any(|entry| entry.service == service) {
                self.check_service(svm, &service)?;
            }
            if !entries.iter().any(|entry| entry.service == service) {
                entries.push(PolicyEntry::open(service));
            }
        }
        check_combination(&entries)?;
        Ok(entries)
    }

    /// Error 53281932: the release does not have the service, or not for this kind of policy.
    fn check_service(&self, svm: Option<Uuid>, service: &str) -> ApiResult<()> {
        if service_policy::is_service(service, svm.is_some(), self.version) {
            Ok(())
        } else {
            let message = format!("Service \"{service}\" does not exist for the SVM or IPspace.");
            Err(ApiError::new(400, 53_281_932, message).on("services"))
        }
    }
}

impl PolicyEntry {
    /// Creates an entry for these networks, or for everybody if there are none.
    fn restricted(service: String, allowed: &[String]) -> ApiResult<Self> {
        if let Some(text) = allowed.iter().find(|text| text.parse::<IpNet>().is_err()) {
            return Err(ApiError::invalid("allowed_addresses", text));
        }
        let open = Self::open(service);
        Ok(if allowed.is_empty() { open } else { Self { allowed_addresses: allowed.to_vec(), ..open } })
    }
}

impl ServicePolicy {
    fn position_of(&self, service: &str) -> ApiResult<usize> {
        let service = service.replace('-', "_");
        let at = self.services().position(|known| known == service);
        at.ok_or_else(|| ApiError::not_found("service"))
    }
}

/// Errors 53281929 (block and file services mixed; which services count as such is assumed
/// (`policy-kinds-of-services`)) and 53281958 (several block services).
fn check_combination(entries: &[PolicyEntry]) -> ApiResult<()> {
    let count =
        |names: &[&str]| entries.iter().filter(|entry| names.contains(&entry.service.as_str())).count();
    let blocks = count(&BLOCK_SERVICES);
    if blocks > 0 && count(&FILE_SERVICES) > 0 {
        let message = "Block and file services cannot be in one policy.";
        return Err(ApiError::new(400, 53_281_929, message).on("services"));
    }
    if blocks > 1 {
        let message = "A policy cannot have more than one block service.";
        Err(ApiError::new(400, 53_281_958, message).on("services"))
    } else {
        Ok(())
    }
}
