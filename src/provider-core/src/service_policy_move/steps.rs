//! Which services each policy must have or lack, and the edits that achieve this: pure.

use std::collections::BTreeSet;

use ontap_core::{ServiceName, ServicePolicy};

use crate::values::services::{Services, listed};

/// The direction of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the source to the targets.
    Forward,
    /// From the targets back to the source.
    Back,
}

/// What happens to services in a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// They are added.
    Add,
    /// They are removed.
    Remove,
}

/// A policy that must have services, or must lack them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesiredPolicy {
    /// Name of the policy.
    pub policy: String,
    /// [`Change::Add`] if it must have them, [`Change::Remove`] if it must lack them.
    pub change: Change,
    /// The services.
    pub services: Services,
}

/// A change of one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Uuid of the policy.
    pub uuid: String,
    /// Name of the policy.
    pub policy: String,
    /// Whether services are added or removed.
    pub change: Change,
    /// The services.
    pub services: Services,
}

/// Returns the desired policies of a move from the source to the targets. All additions come before all
/// removals, so that each service is in some policy at any time.
pub fn forward(services: &Services, source: &str, targets: &BTreeSet<String>) -> Vec<DesiredPolicy> {
    let add = targets.iter().map(|target| desired_policy(target, Change::Add, services.clone()));
    add.chain([desired_policy(source, Change::Remove, services.clone())]).collect()
}

/// Returns the desired policies of a move from the targets back to the source. Services that ONTAP itself
/// puts into a target stay there.
pub fn back(services: &Services, source: &str, targets: &BTreeSet<String>) -> Vec<DesiredPolicy> {
    let ours =
        |target: &str| services.iter().filter(|service| !is_built_in(target, service)).cloned().collect();
    let remove = targets.iter().map(|target| desired_policy(target, Change::Remove, ours(target)));
    [desired_policy(source, Change::Add, services.clone())].into_iter().chain(remove).collect()
}

fn desired_policy(policy: &str, change: Change, services: Services) -> DesiredPolicy {
    DesiredPolicy { policy: policy.to_owned(), change, services }
}

/// Returns whether ONTAP's built-in policy has the service from the start (NetApp's page on LIFs and service
/// policies, 9.11.1).
fn is_built_in(policy: &str, service: &ServiceName) -> bool {
    const IN_BOTH: [&str; 4] =
        ["management_ad_client", "management_dns_client", "management_ldap_client", "management_nis_client"];
    let is_in_both = IN_BOTH.contains(&service.underscored());
    match policy {
        "default-management" => is_in_both,
        "default-data-files" => is_in_both || service.underscored() == "data_fpolicy_client",
        _ => false,
    }
}

/// Returns the edits that remain to be done.
pub fn edits(desired: &[DesiredPolicy], policies: &[ServicePolicy]) -> Vec<Edit> {
    let edit = |wanted: &DesiredPolicy| {
        let policy = named(policies, &wanted.policy)?;
        let services = remaining(wanted, Some(policy));
        let (uuid, name, change) = (policy.uuid.clone(), policy.name.clone(), wanted.change);
        (!services.is_empty()).then_some(Edit { uuid, policy: name, change, services })
    };
    desired.iter().filter_map(edit).collect()
}

/// Returns the services for which some policy is not as desired yet. A policy that does not exist has no
/// services.
pub fn open_services(desired: &[DesiredPolicy], policies: &[ServicePolicy]) -> Services {
    desired.iter().flat_map(|wanted| remaining(wanted, named(policies, &wanted.policy))).collect()
}

/// Returns the desired policies that do not exist.
pub fn absent_policies<'a>(
    desired: &'a [DesiredPolicy],
    policies: &[ServicePolicy],
) -> Vec<&'a DesiredPolicy> {
    desired.iter().filter(|wanted| named(policies, &wanted.policy).is_none()).collect()
}

fn named<'a>(policies: &'a [ServicePolicy], name: &str) -> Option<&'a ServicePolicy> {
    policies.iter().find(|policy| policy.name == name)
}

fn remaining(wanted: &DesiredPolicy, policy: Option<&ServicePolicy>) -> Services {
    let has = |service: &ServiceName| policy.is_some_and(|policy| policy.has(service));
    let remains = |service: &&ServiceName| has(service) == (wanted.change == Change::Remove);
    wanted.services.iter().filter(remains).cloned().collect()
}

impl Edit {
    /// Returns the services of the policy after the edit.
    pub fn applied_to(&self, policy: &ServicePolicy) -> Vec<ServiceName> {
        let all = policy.services.iter().map(|service| ServiceName::from(&service[..]));
        let mut after: Vec<_> = all.filter(|service| !self.services.contains(service)).collect();
        if self.change == Change::Add {
            after.extend(self.services.iter().cloned());
        }
        after
    }

    /// Returns a description for messages, such as
    /// `add management-dns-client to service policy default-data-iscsi`.
    pub fn describe(&self) -> String {
        let services = listed(&self.services);
        match self.change {
            Change::Add => format!("add {services} to service policy {}", self.policy),
            Change::Remove => format!("remove {services} from service policy {}", self.policy),
        }
    }

    /// Returns whether the policies show the edit as done.
    pub fn is_done(&self, policies: &[ServicePolicy]) -> bool {
        let policy = policies.iter().find(|policy| policy.uuid == self.uuid);
        let wanted = self.change == Change::Add;
        policy.is_some_and(|policy| self.services.iter().all(|service| policy.has(service) == wanted))
    }
}

/// Applies an edit to the policies.
pub fn carry_out(edit: &Edit, policies: &mut [ServicePolicy]) {
    for policy in policies.iter_mut().filter(|policy| policy.uuid == edit.uuid) {
        policy.services =
            edit.applied_to(policy).iter().map(|service| service.underscored().to_owned()).collect();
    }
}

/// Returns how far the policies are as desired, policy by policy, for messages.
pub fn progress(desired: &[DesiredPolicy], policies: &[ServicePolicy]) -> String {
    let sentence = |wanted: &DesiredPolicy| {
        let policy = named(policies, &wanted.policy)?;
        let present: Vec<_> = wanted.services.iter().filter(|service| policy.has(service)).collect();
        let name = &wanted.policy;
        Some(match present.len() {
            0 => format!("{name} has none of the services"),
            all if all == wanted.services.len() => format!("{name} has all of the services"),
            _ => format!("{name} has {}", listed(present)),
        })
    };
    format!("Now {}.", desired.iter().filter_map(sentence).collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
#[path = "steps_tests.rs"]
mod tests;
