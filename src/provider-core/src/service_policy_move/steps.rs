//! What each policy is to have and to lack, and which edits lead there: pure.

use std::collections::BTreeSet;

use ontap_core::{ServiceName, ServicePolicy};

use crate::values::services::{Services, listed};

/// Which way the services go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Out of the source into the targets.
    Forward,
    /// Out of the targets back into the source.
    Back,
}

/// What becomes of the services in a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// They are added.
    Add,
    /// They are removed.
    Remove,
}

/// A policy that is to have services, or to lack them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesiredPolicy {
    /// Name of the policy.
    pub policy: String,
    /// Whether it is to have or to lack them.
    pub change: Change,
    /// The services.
    pub services: Services,
}

/// What is to be changed in one policy.
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

/// Out of the source into the targets. Whatever is added comes before whatever is removed, so that each service is
/// always in some policy.
pub fn forward(services: &Services, source: &str, targets: &BTreeSet<String>) -> Vec<DesiredPolicy> {
    let add = targets.iter().map(|target| desired_policy(target, Change::Add, services.clone()));
    add.chain([desired_policy(source, Change::Remove, services.clone())]).collect()
}

/// Out of the targets back into the source. What ONTAP itself puts into a target stays there.
pub fn back(services: &Services, source: &str, targets: &BTreeSet<String>) -> Vec<DesiredPolicy> {
    let ours =
        |target: &str| services.iter().filter(|service| !is_at_home(target, service)).cloned().collect();
    let remove = targets.iter().map(|target| desired_policy(target, Change::Remove, ours(target)));
    [desired_policy(source, Change::Add, services.clone())].into_iter().chain(remove).collect()
}

fn desired_policy(policy: &str, change: Change, services: Services) -> DesiredPolicy {
    DesiredPolicy { policy: policy.to_owned(), change, services }
}

/// Whether ONTAP's own policy has the service from the start (NetApp's page on LIFs and service policies, 9.11.1).
fn is_at_home(policy: &str, service: &ServiceName) -> bool {
    const OF_BOTH: [&str; 4] =
        ["management_ad_client", "management_dns_client", "management_ldap_client", "management_nis_client"];
    let is_of_both = OF_BOTH.contains(&service.underscored());
    match policy {
        "default-management" => is_of_both,
        "default-data-files" => is_of_both || service.underscored() == "data_fpolicy_client",
        _ => false,
    }
}

/// The edits that are left to do.
pub fn edits(desired: &[DesiredPolicy], policies: &[ServicePolicy]) -> Vec<Edit> {
    let edit = |wanted: &DesiredPolicy| {
        let policy = named(policies, &wanted.policy)?;
        let services = left(wanted, Some(policy));
        let (uuid, name, change) = (policy.uuid.clone(), policy.name.clone(), wanted.change);
        (!services.is_empty()).then_some(Edit { uuid, policy: name, change, services })
    };
    desired.iter().filter_map(edit).collect()
}

/// The edits service by service, in the order in which they are sent. What no policy has at all comes first: if ONTAP does
/// not know such a service, nothing has been done yet.
pub fn one_by_one(edits: &[Edit], policies: &[ServicePolicy]) -> Vec<(Edit, ServiceName)> {
    let single = |edit: &Edit, service: &ServiceName| {
        (Edit { services: [service.clone()].into(), ..edit.clone() }, service.clone())
    };
    let all = edits.iter().flat_map(|edit| edit.services.iter().map(move |service| single(edit, service)));
    let is_seen = |service: &ServiceName| policies.iter().any(|policy| policy.has(service));
    let (seen, unseen): (Vec<_>, Vec<_>) = all.partition(|(_, service)| is_seen(service));
    unseen.into_iter().chain(seen).collect()
}

/// The services that some policy is not yet as desired for. A policy that does not exist has no services.
pub fn open_services(desired: &[DesiredPolicy], policies: &[ServicePolicy]) -> Services {
    desired.iter().flat_map(|wanted| left(wanted, named(policies, &wanted.policy))).collect()
}

/// Those whose policy does not exist.
pub fn of_absent<'a>(desired: &'a [DesiredPolicy], policies: &[ServicePolicy]) -> Vec<&'a DesiredPolicy> {
    desired.iter().filter(|wanted| named(policies, &wanted.policy).is_none()).collect()
}

fn named<'a>(policies: &'a [ServicePolicy], name: &str) -> Option<&'a ServicePolicy> {
    policies.iter().find(|policy| policy.name == name)
}

fn left(wanted: &DesiredPolicy, policy: Option<&ServicePolicy>) -> Services {
    let has = |service: &ServiceName| policy.is_some_and(|policy| policy.has(service));
    let is_left = |service: &&ServiceName| has(service) == (wanted.change == Change::Remove);
    wanted.services.iter().filter(is_left).cloned().collect()
}

impl Edit {
    /// The services of the policy, once it is done.
    fn applied_to(&self, policy: &ServicePolicy) -> Vec<ServiceName> {
        let all = policy.services.iter().map(|service| ServiceName::from(&service[..]));
        let mut after: Vec<_> = all.filter(|service| !self.services.contains(service)).collect();
        if self.change == Change::Add {
            after.extend(self.services.iter().cloned());
        }
        after
    }

    /// `add management-dns-client to service policy default-data-iscsi`, for messages.
    pub fn describe(&self) -> String {
        let services = listed(&self.services);
        match self.change {
            Change::Add => format!("add {services} to service policy {}", self.policy),
            Change::Remove => format!("remove {services} from service policy {}", self.policy),
        }
    }

    /// Whether the policies are as it would leave them.
    pub fn is_done(&self, policies: &[ServicePolicy]) -> bool {
        let policy = policies.iter().find(|policy| policy.uuid == self.uuid);
        let wanted = self.change == Change::Add;
        policy.is_some_and(|policy| self.services.iter().all(|service| policy.has(service) == wanted))
    }
}

/// The policies with an edit carried out.
pub fn carry_out(edit: &Edit, policies: &mut [ServicePolicy]) {
    for policy in policies.iter_mut().filter(|policy| policy.uuid == edit.uuid) {
        policy.services =
            edit.applied_to(policy).iter().map(|service| service.underscored().to_owned()).collect();
    }
}

/// How far the policies are as desired, policy by policy, for messages.
pub fn standing(desired: &[DesiredPolicy], policies: &[ServicePolicy]) -> String {
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
