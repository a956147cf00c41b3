use serde_json::json;

use super::super::steps::{back, edits, forward};
use super::*;
use crate::values::services::Services;

const DNS: &str = "management_dns_client";

fn policy(name: &str, services: &[&str]) -> ServicePolicy {
    serde_json::from_value(json!({"uuid": format!("u-{name}"), "name": name, "services": services})).unwrap()
}

/// Returns the relevant built-in policies of a storage VM, as from 9.11.1.
fn policies() -> Vec<ServicePolicy> {
    vec![
        policy("default-data-blocks", &["data_core", "data_iscsi"]),
        policy("default-data-files", &["data_core", "data_nfs", DNS, FPOLICY]),
        policy("default-data-iscsi", &["data_core", "data_iscsi"]),
        policy("default-management", &["data_core", "management_https", DNS]),
    ]
}

/// Returns a LIF from `policy@node`. An exclamation mark at the beginning disables it.
fn lif(text: &str) -> IpInterface {
    let (policy, node) = text.trim_start_matches('!').split_once('@').unwrap();
    let lif = json!({
        "uuid": text, "name": text, "enabled": !text.starts_with('!'),
        "service_policy": {"name": policy, "uuid": format!("u-{policy}")},
        "location": {"home_node": {"name": node}},
    });
    serde_json::from_value(lif).unwrap()
}

fn services() -> Services {
    [DNS, FPOLICY].map(ServiceName::from).into()
}

fn blocks() -> BTreeSet<String> {
    ["default-data-blocks", "default-data-iscsi"].map(str::to_owned).into()
}

fn described(edits: &[Edit], policies: &[ServicePolicy], lifs: &[&str]) -> Vec<String> {
    let lifs: Vec<_> = lifs.iter().map(|text| lif(text)).collect();
    without_carriers(edits, policies, &lifs).iter().map(Missing::describe).collect()
}

#[test]
fn a_service_must_have_a_carrier_wherever_it_had_one() {
    let all = ["data-fpolicy-client (no LIF at all)", "management-dns-client (no LIF at all)"];
    let cases: &[(&str, &[&str], &[&str])] = &[
        (
            "one iSCSI LIF per node",
            &["default-data-files@a", "default-data-iscsi@a", "default-data-iscsi@b"],
            &[],
        ),
        ("blocks by the old policy", &["default-data-files@a", "default-data-blocks@a"], &[]),
        ("the single-AZ layout without management LIF", &["default-data-files@a"], &all),
        (
            "the single-AZ layout",
            &["default-data-files@a", "default-management@a"],
            &["data-fpolicy-client (no LIF at all)"],
        ),
        ("a disabled LIF does not carry", &["default-data-files@a", "!default-data-iscsi@a"], &all),
        (
            "files on both nodes, iSCSI on one",
            &["default-data-files@a", "default-data-files@b", "default-data-iscsi@a"],
            &["data-fpolicy-client (no LIF of node b)", "management-dns-client (no LIF of node b)"],
        ),
        (
            "a node that never had a carrier lacks none",
            &["default-data-files@a", "default-data-iscsi@a"],
            &[],
        ),
        ("no LIFs yet", &[], &all),
    ];
    let edits = edits(&forward(&services(), "default-data-files", &blocks()), &policies());
    for (case, lifs, expected) in cases {
        assert_eq!(described(&edits, &policies(), lifs), *expected, "{case}");
    }
}

#[test]
fn moving_back_requires_the_same_carriers_at_the_source() {
    let mut moved = policies();
    let there = edits(&forward(&services(), "default-data-files", &blocks()), &moved);
    there.iter().for_each(|edit| steps::carry_out(edit, &mut moved));
    let edits = edits(&back(&services(), "default-data-files", &blocks()), &moved);
    let cases: &[(&str, &[&str], usize)] = &[
        ("files and blocks", &["default-data-files@a", "default-data-iscsi@a"], 0),
        (
            "blocks on a second node",
            &["default-data-files@a", "default-data-iscsi@a", "default-data-iscsi@b"],
            2,
        ),
        ("blocks only", &["default-data-iscsi@a"], 2),
    ];
    for (case, lifs, expected) in cases {
        assert_eq!(described(&edits, &moved, lifs).len(), *expected, "{case}");
    }
}

#[test]
fn a_service_that_is_only_added_cannot_lose_carriers() {
    let edits = edits(&forward(&services(), "nothing-of-it", &blocks()), &policies());
    assert!(!edits.is_empty());
    assert_eq!(described(&edits, &policies(), &[]), Vec::<String>::new());
}

#[test]
fn the_description_names_several_nodes() {
    let lost = Missing { service: ServiceName::from(DNS), nodes: ["a", "b"].map(str::to_owned).into() };
    assert_eq!(lost.describe(), "management-dns-client (no LIF of the nodes a and b)");
}

fn lost(service: &str) -> Missing {
    Missing { service: ServiceName::from(service), nodes: BTreeSet::new() }
}

fn uses(names: serde_json::Value, fpolicies: serde_json::Value) -> Uses {
    Uses {
        names: Some(serde_json::from_value(names).unwrap()),
        fpolicies: serde_json::from_value(fpolicies).unwrap(),
    }
}

#[test]
fn each_service_is_needed_for_what_is_configured() {
    let none = json!({"cifs": {"enabled": false}});
    let cases = [
        ("management-dns-client", json!({"dns": {"servers": ["10.0.0.2"]}}), json!([]), Some("DNS")),
        ("management-dns-client", none.clone(), json!([]), None),
        ("management-ldap-client", json!({"ldap": {}}), json!([]), Some("LDAP")),
        ("management-nis-client", json!({"nis": {"domain": "example"}}), json!([]), Some("NIS")),
        (
            "management-ad-client",
            json!({"cifs": {"enabled": true}}),
            json!([]),
            Some("CIFS with Active Directory"),
        ),
        ("management-ad-client", none.clone(), json!([]), None),
        ("data-fpolicy-client", none.clone(), json!([{"name": "p", "enabled": true}]), Some("FPolicy")),
        ("data-fpolicy-client", none.clone(), json!([{"name": "p", "enabled": false}]), None),
        ("data-nfs", json!({"dns": {}, "ldap": {}, "nis": {}}), json!([{"name": "p"}]), None),
    ];
    for (service, names, fpolicies, expected) in cases {
        let found = uses(names.clone(), fpolicies.clone()).of(&ServiceName::from(service));
        assert_eq!(found, expected, "{service} {names} {fpolicies}");
    }
    let stopped = uses(json!({}), json!([])).of(&ServiceName::from("management-ad-client"));
    assert!(
        stopped.is_some_and(|purpose| purpose.contains("stopped")),
        "an unknown use does not count as unused"
    );
}

#[test]
fn the_configuration_takes_precedence_over_actual_use() {
    let all = ["management-dns-client", "management-nis-client"].map(lost);
    let uses = uses(json!({"dns": {}}), json!([]));
    let cases = [(OnMissing::Refuse, 2, 0), (OnMissing::Warn, 0, 2), (OnMissing::RefuseIfUsed, 1, 1)];
    for (on_missing, refused, warned) in cases {
        let sorted = sort(&all, on_missing, &uses);
        assert_eq!((sorted.0.len(), sorted.1.len()), (refused, warned), "{on_missing:?}");
    }
}
