//! How an edit is sent: pure.
//!
//! The REST API replaces the whole list of a policy's services and cannot say who may use them, so that every
//! restriction of the policy would be lifted (assumed; NetApp's reference has no such field). The CLI's `add-service`
//! and `remove-service` touch one service only and can carry its restriction.

use ontap::{AllowedAddresses, ServiceName, ServicePolicy};

use super::goal::{Change, Edit, Goal};

/// How an edit is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    /// One PATCH with the services that the policy is to have: nothing of it is restricted.
    WholeList(Vec<ServiceName>),
    /// Service by service, each with the networks that may use it; none where everybody may.
    OneByOne(Vec<(ServiceName, Vec<String>)>),
}

/// The way of an edit of one of the policies.
pub(super) fn way(
    edit: &Edit,
    goals: &[Goal],
    policies: &[ServicePolicy],
    allowed: &[AllowedAddresses],
) -> Way {
    let services = with_networks(edit, goals, allowed);
    let policy = policies.iter().find(|policy| policy.uuid == edit.uuid);
    match policy.filter(|policy| is_open(policy, allowed)) {
        Some(policy) if services.iter().all(|(_, networks)| networks.is_empty()) => {
            Way::WholeList(edit.applied_to(policy))
        }
        _ => Way::OneByOne(services),
    }
}

/// The services of an edit, each with the restriction that it brings along.
pub(super) fn with_networks(
    edit: &Edit,
    goals: &[Goal],
    allowed: &[AllowedAddresses],
) -> Vec<(ServiceName, Vec<String>)> {
    let networks = |service: &ServiceName| match edit.change {
        Change::Add => carried(service, goals, allowed),
        Change::Remove => Vec::new(),
    };
    edit.services.iter().map(|service| (service.clone(), networks(service))).collect()
}

/// A service of one of the policies of which nobody says who may use it.
pub(super) fn unknown(
    goals: &[Goal],
    policies: &[ServicePolicy],
    allowed: &[AllowedAddresses],
) -> Option<String> {
    let ours = policies.iter().filter(|policy| goals.iter().any(|goal| goal.policy == policy.name));
    let services = |policy: &ServicePolicy| {
        policy.services.iter().map(|service| ServiceName::from(&service[..])).collect()
    };
    let mut all = ours.flat_map(|policy| {
        let services: Vec<_> = services(policy);
        services.into_iter().map(move |service| (policy, service))
    });
    let (policy, service) = all.find(|(policy, service)| entry(&policy.name, service, allowed).is_none())?;
    Some(format!("{service} in {}", policy.name))
}

/// The restriction of a service in the policy that it leaves, or else in one that has it already.
fn carried(service: &ServiceName, goals: &[Goal], allowed: &[AllowedAddresses]) -> Vec<String> {
    let leaving = goals.iter().filter(|goal| goal.change == Change::Remove);
    let staying = goals.iter().filter(|goal| goal.change == Change::Add);
    let found = leaving.chain(staying).find_map(|goal| entry(&goal.policy, service, allowed));
    found.filter(|entry| !entry.is_open()).map(|entry| entry.allowed_addresses.clone()).unwrap_or_default()
}

fn entry<'a>(
    policy: &str,
    service: &ServiceName,
    allowed: &'a [AllowedAddresses],
) -> Option<&'a AllowedAddresses> {
    allowed.iter().find(|entry| entry.policy == policy && entry.service == *service)
}

fn is_open(policy: &ServicePolicy, allowed: &[AllowedAddresses]) -> bool {
    let is_open = |service: &String| {
        entry(&policy.name, &ServiceName::from(&service[..]), allowed).is_some_and(AllowedAddresses::is_open)
    };
    policy.services.iter().all(is_open)
}

#[cfg(test)]
mod tests;
