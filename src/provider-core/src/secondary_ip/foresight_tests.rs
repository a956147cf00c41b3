use std::collections::BTreeSet;

use ec2_core::{NetworkInterface, PrivateAddress};
use ontap_core::IpInterface;
use serde_json::json;

use super::*;

static NONE: BTreeSet<Ipv4Addr> = BTreeSet::new();

fn interface() -> NetworkInterface {
    let held = |(index, text): (usize, &str)| PrivateAddress {
        address: text.parse().unwrap(),
        primary: index == 0,
        elastic_ip: None,
    };
    NetworkInterface {
        id: "eni-0a".into(),
        description: String::new(),
        owner_id: String::new(),
        subnet_id: String::new(),
        vpc_id: String::new(),
        availability_zone: String::new(),
        attachment: None,
        addresses: ["10.0.1.10", "10.0.1.20", "10.0.1.21"].into_iter().enumerate().map(held).collect(),
        prefixes: Vec::new(),
        status: String::new(),
    }
}

fn lifs() -> Vec<IpInterface> {
    let lif = json!({"uuid": "u", "name": "nas", "svm": {"name": "svm_2"}, "ip": {"address": "10.0.1.20"}});
    vec![serde_json::from_value(lif).unwrap()]
}

/// Returns what a plan says about an address, on an interface with room for two more.
fn said(address: &str, change: impl FnOnce(&mut Newcomer<'_>)) -> String {
    let (interface, lifs) = (interface(), lifs());
    let room = Room { interface: &interface, lifs: &lifs, nodes: &[], own: &NONE, limit: Some(5), coming: 0 };
    let mut new = Newcomer {
        room,
        address: address.parse().ok(),
        reuse_unused: Attr::Known(false),
        is_stored: false,
        is_named_twice: false,
        lif_is_ours: false,
        planned_before: 0,
        leaving: 0,
    };
    change(&mut new);
    let refused = foreseen(&new);
    refused.iter().map(|one| format!("{}: {}", one.summary, one.detail)).collect()
}

#[test]
fn a_plan_refuses_what_the_apply_would_refuse() {
    let there = said("10.0.1.21", |_| {});
    assert!(there.contains("already assigned") && there.contains("Set reuse_unused = true"), "{there}");
    let of_lif = said("10.0.1.20", |_| {});
    assert!(
        of_lif.contains("LIF nas of storage VM svm_2 has it") && !of_lif.contains("reuse_unused"),
        "{of_lif}"
    );
    let reused = said("10.0.1.20", |new| new.reuse_unused = Attr::Known(true));
    assert!(reused.contains("cannot be taken over"), "{reused}");
    assert!(said("10.0.1.30", |new| new.is_named_twice = true).contains("named twice"));
    let full = said("10.0.1.30", |new| new.planned_before = 2);
    assert!(full.contains("eni-0a") && full.contains("10.0.1.21"), "{full}");
    assert!(
        said("", |new| new.planned_before = 2).contains("eni-0a"),
        "one that is left to choose needs room too"
    );
}

#[test]
fn a_plan_accepts_what_can_still_come_right() {
    for (name, accepted) in [
        ("free", said("10.0.1.30", |_| {})),
        ("the last one that fits", said("10.0.1.30", |new| new.planned_before = 1)),
        ("others leave", said("10.0.1.30", |new| (new.planned_before, new.leaving) = (2, 1))),
        ("the limit is not known", said("10.0.1.30", |new| (new.planned_before, new.room.limit) = (9, None))),
        ("an object of the run has it", said("10.0.1.21", |new| new.is_stored = true)),
        ("it is adopted", said("10.0.1.21", |new| new.reuse_unused = Attr::Known(true))),
        (
            "adopted, in an interface that is full",
            said("10.0.1.21", |new| {
                (new.reuse_unused, new.planned_before) = (Attr::Known(true), 9);
            }),
        ),
        (
            "its LIF may move",
            said("10.0.1.20", |new| {
                (new.reuse_unused, new.lif_is_ours) = (Attr::Known(true), true);
            }),
        ),
        ("whether it is adopted is not known", said("10.0.1.21", |new| new.reuse_unused = Attr::Unknown)),
    ] {
        assert_eq!(accepted, "", "{name}");
    }
}
