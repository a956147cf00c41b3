use std::collections::BTreeSet;

use serde_json::json;

use super::super::goal::{edits, forth};
use super::*;

const DNS: &str = "management_dns_client";
const NFS: &str = "data_nfs";
const ISCSI: &str = "data_iscsi";

fn policy(name: &str, services: &[&str]) -> ServicePolicy {
    serde_json::from_value(json!({"uuid": format!("u-{name}"), "name": name, "services": services})).unwrap()
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

fn dns() -> BTreeSet<ServiceName> {
    [ServiceName::from(DNS)].into()
}

fn list(services: &[&str]) -> Way {
    Way::WholeList(services.iter().map(|service| ServiceName::from(*service)).collect())
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// `files/data_nfs=10.0.0.0/8`.
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

fn goals() -> Vec<Goal> {
    forth(&dns(), "files", &set(["iscsi"]))
}

fn policies() -> Vec<ServicePolicy> {
    vec![policy("files", &[NFS, DNS]), policy("iscsi", &[ISCSI])]
}

/// How the two edits of the move are sent: into the target, and out of the source.
fn sent(allowed: &[AllowedAddresses]) -> [Way; 2] {
    let edits = edits(&goals(), &policies());
    [&edits[0], &edits[1]].map(|edit| way(edit, &goals(), &policies(), allowed))
}

fn one(networks: &[&str]) -> Way {
    Way::OneByOne(vec![(ServiceName::from(DNS), strings(networks))])
}

#[test]
fn the_whole_list_is_sent_only_where_nothing_is_restricted() {
    let add = list(&[ISCSI, DNS]);
    let remove = list(&[NFS]);
    let (open, net) = ("0.0.0.0/0 ::/0", "10.0.0.0/8");
    let cases = [
        ("everything is open", open, "0.0.0.0/0", open, [add.clone(), remove.clone()]),
        ("a neighbor in the source is restricted", net, open, open, [add, one(&[])]),
        ("a neighbor in the target is restricted", open, open, net, [one(&[]), remove]),
        ("the service itself is restricted", open, net, open, [one(&[net]), one(&[])]),
        ("only IPv6 is allowed", open, "::/0", open, [one(&["::/0"]), one(&[])]),
    ];
    for (case, nfs, dns, iscsi, expected) in cases {
        let lines =
            [format!("files/{NFS}={nfs}"), format!("files/{DNS}={dns}"), format!("iscsi/{ISCSI}={iscsi}")];
        let allowed = allowed(&lines.each_ref().map(String::as_str));
        assert_eq!(sent(&allowed), expected, "{case}");
    }
}

#[test]
fn a_service_that_has_left_its_source_brings_its_restriction_from_another_target() {
    let goals = forth(&dns(), "files", &set(["blocks", "iscsi"]));
    let policies = [policy("files", &[NFS]), policy("blocks", &[DNS]), policy("iscsi", &[ISCSI])];
    let allowed = allowed(&[
        "files/data_nfs=0.0.0.0/0",
        "blocks/management_dns_client=10.0.0.0/8",
        "iscsi/data_iscsi=0.0.0.0/0",
    ]);
    let edits = edits(&goals, &policies);
    assert_eq!(way(&edits[0], &goals, &policies, &allowed), one(&["10.0.0.0/8"]));
}

#[test]
fn the_fall_back_carries_restrictions_too() {
    let restricted = allowed(&["files/management_dns_client=10.0.0.0/8"]);
    let edits = edits(&goals(), &policies());
    let sent = |edit| Way::OneByOne(with_networks(edit, &goals(), &restricted));
    assert_eq!([sent(&edits[0]), sent(&edits[1])], [one(&["10.0.0.0/8"]), one(&[])]);
}

#[test]
fn what_nobody_tells_is_unknown() {
    let known =
        ["files/data_nfs=0.0.0.0/0", "files/management_dns_client=0.0.0.0/0", "iscsi/data_iscsi=0.0.0.0/0"];
    assert_eq!(unknown(&goals(), &policies(), &allowed(&known)), None);
    let found = unknown(&goals(), &policies(), &allowed(&known[..2]));
    assert_eq!(found, Some("data-iscsi in iscsi".to_owned()));
    let found = unknown(&goals(), &policies(), &allowed(&known[1..]));
    assert_eq!(found, Some("data-nfs in files".to_owned()));
}
