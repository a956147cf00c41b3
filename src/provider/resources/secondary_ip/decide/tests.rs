use ec2::{Attachment, PrivateAddress};
use ontap::IpInterface;

use super::*;

const E0A: &str = "eni-0a";

fn address(text: &str) -> Ipv4Addr {
    text.parse().unwrap()
}

fn interface(id: &str, addresses: &[&str]) -> NetworkInterface {
    let held = addresses.iter().enumerate().map(|(position, text)| PrivateAddress {
        address: address(text),
        primary: position == 0,
        elastic_ip: None,
    });
    NetworkInterface {
        id: id.into(),
        description: "Data - e0a".into(),
        owner_id: "123456789012".into(),
        subnet_id: "subnet-1".into(),
        vpc_id: "vpc-1".into(),
        availability_zone: "eu-central-1a".into(),
        attachment: Some(Attachment {
            instance_id: Some("i-1".into()),
            device_index: 0,
            status: "attached".into(),
        }),
        addresses: held.collect(),
        prefixes: Vec::new(),
        status: "in-use".into(),
    }
}

fn lif(name: &str, scope: Scope, at: &str) -> IpInterface {
    serde_json::from_value(serde_json::json!({
        "uuid": format!("uuid-{name}"),
        "name": name,
        "scope": scope.as_str(),
        "svm": {"name": "svm_cvo"},
        "ip": {"address": at, "netmask": "24"},
    }))
    .unwrap()
}

/// An interface with a primary, a LIF's and an unused address.
fn world() -> (NetworkInterface, Vec<IpInterface>) {
    let lifs = vec![lif("mgmt", Scope::Cluster, "10.0.1.10"), lif("nas", Scope::Svm, "10.0.1.11")];
    (interface(E0A, &["10.0.1.10", "10.0.1.11", "10.0.1.12"]), lifs)
}

fn decide(
    text: &str,
    present: Present,
    limit: usize,
    holders: &[NetworkInterface],
) -> Result<Decision, String> {
    let (interface, lifs) = world();
    let seen = Seen {
        interface: &interface,
        holders,
        lifs: &lifs,
        nodes: &[],
        limit: Some(limit),
        claimed: false,
        partner: None,
    };
    named(&seen, address(text), present).map_err(|refusal| {
        let only = refusal.iter().next().unwrap();
        format!("{} {}", only.summary, only.detail)
    })
}

#[test]
fn a_free_address_is_assigned_and_an_unused_one_adopted_when_asked() {
    assert_eq!(decide("10.0.1.20", Present::Refused, 15, &[]), Ok(Decision::Assign));
    assert_eq!(decide("10.0.1.12", Present::Reused, 15, &[]), Ok(Decision::Adopt));
}

#[test]
fn an_address_that_was_only_not_shown_is_found_again_whatever_uses_it() {
    assert_eq!(
        decide("10.0.1.11", Present::Ours, 3, &[]),
        Ok(Decision::Adopt),
        "a LIF has it, and that is right"
    );
    assert_eq!(decide("10.0.1.20", Present::Ours, 15, &[]), Ok(Decision::Assign));
}

#[test]
fn an_address_of_another_resource_of_the_run_is_not_adopted() {
    let (interface, lifs) = world();
    let seen = Seen {
        interface: &interface,
        holders: &[],
        lifs: &lifs,
        nodes: &[],
        limit: Some(15),
        claimed: true,
        partner: None,
    };
    let refusal = named(&seen, address("10.0.1.12"), Present::Reused).unwrap_err();
    assert!(refusal.iter().next().unwrap().detail.contains("Another cvo_secondary_ip"));
}

#[test]
fn each_refusal_names_what_is_in_the_way() {
    let foreign = [interface("eni-0f", &["10.0.1.30", "10.0.1.31"])];
    let cases = [
        ("10.0.1.10", Present::Reused, 15, "primary address"),
        ("10.0.1.11", Present::Reused, 15, "LIF nas of storage VM svm_cvo"),
        ("10.0.1.12", Present::Refused, 15, "reuse_unused = true"),
        ("10.0.1.31", Present::Reused, 15, "eni-0f (Data - e0a) of instance i-1"),
        ("10.0.1.20", Present::Refused, 3, "allows 3 private IPv4 addresses and 3 are in use"),
    ];
    for (text, present, limit, said) in cases {
        let refusal = decide(text, present, limit, &foreign).unwrap_err();
        assert!(refusal.contains(said), "{text}: {refusal}");
    }
}

#[test]
fn the_same_address_in_another_vpc_is_no_conflict() {
    let mut elsewhere = interface("eni-0f", &["10.0.1.20"]);
    elsewhere.vpc_id = "vpc-2".into();
    assert_eq!(decide("10.0.1.20", Present::Refused, 15, &[elsewhere]), Ok(Decision::Assign));
}

#[test]
fn nothing_is_adopted_without_sight_of_the_clusters_lifs() {
    let (interface, _) = world();
    let lifs = [lif("nas", Scope::Svm, "10.0.1.11")];
    let seen = Seen {
        interface: &interface,
        holders: &[],
        lifs: &lifs,
        nodes: &[],
        limit: Some(15),
        claimed: false,
        partner: None,
    };
    let refusal = named(&seen, address("10.0.1.12"), Present::Reused).unwrap_err();
    assert!(refusal.iter().next().unwrap().detail.contains("does not see"));
}

#[test]
fn an_address_in_use_is_not_released() {
    let (mut interface, lifs) = world();
    assert!(release(&interface, &lifs, address("10.0.1.12")).is_ok());
    assert!(
        release(&interface, &lifs[1..], address("10.0.1.12")).is_err(),
        "a LIF that cannot be seen may have it"
    );
    assert!(release(&interface, &lifs, address("10.0.1.11")).is_err(), "a LIF has it");
    interface.addresses[2].elastic_ip = Some(address("203.0.113.5"));
    assert!(release(&interface, &lifs, address("10.0.1.12")).is_err(), "an Elastic IP has it");
}

/// What is decided about 10.0.1.40 of the partner's interface: whether it may give, a takeover is going on, and a LIF
/// or an Elastic IP has it.
fn at_partner(may_give: bool, in_takeover: bool, on_lif: bool, elastic: bool) -> Result<Decision, String> {
    let (interface, mut lifs) = world();
    let mut other = self::interface("eni-0b", &["10.0.1.30", "10.0.1.40"]);
    other.addresses[1].elastic_ip = elastic.then(|| address("203.0.113.5"));
    if on_lif {
        lifs.push(lif("down", Scope::Svm, "10.0.1.40"));
    }
    let partner = Partner { interface: "eni-0b", in_takeover, claimed: false, may_give };
    let seen = Seen {
        interface: &interface,
        holders: &[other],
        lifs: &lifs,
        nodes: &[],
        limit: Some(15),
        claimed: false,
        partner: Some(partner),
    };
    let told = |refusal: Diagnostics| refusal.iter().next().unwrap().detail.clone();
    named(&seen, address("10.0.1.40"), Present::Refused).map_err(told)
}

#[test]
fn only_an_unused_address_is_reassigned_and_one_in_use_is_accepted_where_it_is() {
    let cases = [
        ("unused", [true, false, false, false], Decision::Reassign),
        ("in a takeover", [true, true, false, false], Decision::Adopt),
        ("on a LIF", [true, false, true, false], Decision::Adopt),
        ("with an Elastic IP", [true, false, false, true], Decision::Adopt),
    ];
    for (name, [may_give, in_takeover, on_lif, elastic], expected) in cases {
        assert_eq!(at_partner(may_give, in_takeover, on_lif, elastic), Ok(expected), "{name}");
    }
    let refusal = at_partner(false, false, false, false).unwrap_err();
    assert!(refusal.contains("eni-0b") && refusal.contains("allow_reassignment"), "{refusal}");
}

#[test]
fn an_address_that_a_failover_moved_is_still_ours() {
    let (interface, lifs) = world();
    let other = [self::interface("eni-0b", &["10.0.1.30", "10.0.1.40"])];
    let partner = Partner { interface: "eni-0b", in_takeover: true, claimed: false, may_give: false };
    let partner = Some(partner);
    let seen = Seen {
        interface: &interface,
        holders: &other,
        lifs: &lifs,
        nodes: &[],
        limit: Some(3),
        claimed: false,
        partner,
    };
    assert_eq!(named(&seen, address("10.0.1.40"), Present::Ours).unwrap(), Decision::Adopt);
    assert!(named(&seen, address("10.0.1.12"), Present::Reused).is_err(), "nothing is adopted in a takeover");
}
