//! The networks that may use a service that is added to a policy: pure.
//!
//! The CLI's `add-service` and `remove-service` change one service of a policy and leave everything else in
//! it unchanged, allowed addresses included. A service that is added keeps the networks that may use it in
//! the policy where it is now.

use ontap_core::{AllowedAddresses, ServiceName, ServicePolicy};

use super::steps::{Change, DesiredPolicy, Edit};

/// Returns the networks that may use a service once it is added; empty if everyone may. They come from the
/// policy that the service leaves, or else from one that has it already.
pub fn carried(
    service: &ServiceName,
    desired: &[DesiredPolicy],
    allowed: &[AllowedAddresses],
) -> Vec<String> {
    let leaving = desired.iter().filter(|wanted| wanted.change == Change::Remove);
    let staying = desired.iter().filter(|wanted| wanted.change == Change::Add);
    let found = leaving.chain(staying).find_map(|wanted| entry(&wanted.policy, service, allowed));
    found.filter(|entry| !entry.is_open()).map(|entry| entry.allowed_addresses.clone()).unwrap_or_default()
}

/// Returns whether everybody may use every service of the policies, as far as ONTAP lists them.
pub fn are_all_open(policies: &[ServicePolicy], allowed: &[AllowedAddresses]) -> bool {
    let mut services =
        policies.iter().flat_map(|policy| policy.services.iter().map(move |service| (policy, service)));
    let is_listed = |(policy, service): (&ServicePolicy, &String)| {
        entry(&policy.name, &ServiceName::from(&service[..]), allowed).is_some()
    };
    services.all(is_listed) && allowed.iter().all(AllowedAddresses::is_open)
}

/// Returns a service that is to be added, and a policy that has it, for which ONTAP does not list the
/// networks that may use it.
pub fn unknown(
    edits: &[Edit],
    desired: &[DesiredPolicy],
    policies: &[ServicePolicy],
    allowed: &[AllowedAddresses],
) -> Option<String> {
    let added = edits.iter().filter(|edit| edit.change == Change::Add).flat_map(|edit| &edit.services);
    let ours = |policy: &&ServicePolicy| desired.iter().any(|wanted| wanted.policy == policy.name);
    added.flat_map(|service| policies.iter().filter(ours).map(move |policy| (policy, service))).find_map(
        |(policy, service)| {
            let is_unknown = policy.has(service) && entry(&policy.name, service, allowed).is_none();
            is_unknown.then(|| format!("{service} in {}", policy.name))
        },
    )
}

fn entry<'a>(
    policy: &str,
    service: &ServiceName,
    allowed: &'a [AllowedAddresses],
) -> Option<&'a AllowedAddresses> {
    allowed.iter().find(|entry| entry.policy == policy && entry.service == *service)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::super::steps::{edits, forward};
    use super::*;

    const DNS: &str = "management_dns_client";

    fn policy(name: &str, services: &[&str]) -> ServicePolicy {
        let policy = json!({"uuid": format!("u-{name}"), "name": name, "services": services});
        serde_json::from_value(policy).unwrap()
    }

    /// Parses lines such as `files/data_nfs=10.0.0.0/8`.
    fn allowed(lines: &[&str]) -> Vec<AllowedAddresses> {
        let entry = |line: &&str| {
            let (place, networks) = line.split_once('=').unwrap();
            let (policy, service) = place.split_once('/').unwrap();
            AllowedAddresses {
                policy: policy.to_owned(),
                service: ServiceName::from(service),
                allowed_addresses: networks.split(' ').map(str::to_owned).collect(),
            }
        };
        lines.iter().map(entry).collect()
    }

    fn desired() -> Vec<DesiredPolicy> {
        let targets: BTreeSet<_> = ["blocks", "iscsi"].map(str::to_owned).into();
        forward(&[ServiceName::from(DNS)].into(), "files", &targets)
    }

    #[test]
    fn a_service_keeps_the_networks_that_may_use_it() {
        let cases: [(&str, &[&str], &[&str]); 6] = [
            ("open", &["files/management_dns_client=0.0.0.0/0 ::/0"], &[]),
            ("restricted", &["files/management_dns_client=10.0.0.0/8"], &["10.0.0.0/8"]),
            ("only IPv6", &["files/management_dns_client=::/0"], &["::/0"]),
            (
                "the policy that it leaves takes precedence",
                &["blocks/management_dns_client=10.1.0.0/16", "files/management_dns_client=10.0.0.0/8"],
                &["10.0.0.0/8"],
            ),
            ("it has left already", &["blocks/management_dns_client=10.0.0.0/8"], &["10.0.0.0/8"]),
            ("a restricted neighbor", &["files/data_nfs=10.0.0.0/8"], &[]),
        ];
        for (case, lines, expected) in cases {
            assert_eq!(carried(&ServiceName::from(DNS), &desired(), &allowed(lines)), expected, "{case}");
        }
    }

    #[test]
    fn a_service_is_not_added_if_its_networks_are_unknown() {
        let policies = [policy("files", &["data_nfs", DNS]), policy("blocks", &[]), policy("iscsi", &[])];
        let edits = edits(&desired(), &policies);
        let unknown = |lines: &[&str]| unknown(&edits, &desired(), &policies, &allowed(lines));
        assert_eq!(unknown(&["files/management_dns_client=0.0.0.0/0"]), None, "other services do not matter");
        assert_eq!(unknown(&["files/data_nfs=0.0.0.0/0"]).unwrap(), "management-dns-client in files");
        let removals: Vec<_> = edits.into_iter().filter(|edit| edit.change == Change::Remove).collect();
        assert_eq!(
            super::unknown(&removals, &desired(), &policies, &[]),
            None,
            "a removal needs no networks"
        );
    }
}
