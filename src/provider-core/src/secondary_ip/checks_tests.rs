#[path = "partner_tests.rs"]
mod partner;

use ec2_core::{Attachment, PrivateAddress};
use ontap_core::{IpInterface, Scope};

use super::super::release::{not_ours, release};
use super::*;
use crate::system::E0a;

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

/// Returns an interface with three addresses, and the LIFs: the primary address, that of a LIF, and an unused
/// one.
fn world() -> (NetworkInterface, Vec<IpInterface>) {
    let lifs = vec![lif("mgmt", Scope::Cluster, "10.0.1.10"), lif("nas", Scope::Svm, "10.0.1.11")];
    (interface(E0A, &["10.0.1.10", "10.0.1.11", "10.0.1.12"]), lifs)
}

/// Returns the state if only the interface and the LIFs matter.
static NONE: BTreeSet<Ipv4Addr> = BTreeSet::new();

fn seen<'a>(interface: &'a NetworkInterface, lifs: &'a [IpInterface]) -> Seen<'a> {
    Seen {
        interface,
        holders: &[],
        lifs,
        nodes: &[],
        own: &NONE,
        limit: Some(15),
        coming: 0,
        claimed: None,
        lif_is_ours: false,
        partner: None,
    }
}

fn message(refusal: &Diagnostics) -> String {
    let only = refusal.iter().next().unwrap();
    format!("{} {}", only.summary, only.detail)
}

fn decide(
    text: &str,
    present: Present<'_>,
    limit: usize,
    holders: &[NetworkInterface],
) -> Result<Decision, String> {
    let (interface, lifs) = world();
    let seen = Seen { holders, limit: Some(limit), ..seen(&interface, &lifs) };
    named(&seen, address(text), present).map_err(|refusal| message(&refusal))
}

#[test]
fn a_free_address_is_assigned_and_an_unused_one_adopted_on_demand() {
    assert_eq!(decide("10.0.1.20", Present::Refused, 15, &[]), Ok(Decision::Assign));
    assert_eq!(decide("10.0.1.12", Present::Reused, 15, &[]), Ok(Decision::Adopt));
}

#[test]
fn an_own_address_that_was_not_shown_is_adopted_again_whatever_uses_it() {
    assert_eq!(decide("10.0.1.11", Present::Ours, 3, &[]), Ok(Decision::Adopt), "its LIF may have it");
    assert_eq!(decide("10.0.1.20", Present::Ours, 15, &[]), Ok(Decision::Assign));
}

#[test]
fn an_address_of_another_resource_of_the_run_is_neither_adopted_nor_assigned() {
    let (interface, lifs) = world();
    for (text, present) in [("10.0.1.12", Present::Reused), ("10.0.1.20", Present::Refused)] {
        let seen = Seen { claimed: Some(Claim::Named), ..seen(&interface, &lifs) };
        let refusal = message(&named(&seen, address(text), present).unwrap_err());
        assert!(refusal.contains("Another cvo_secondary_ip"), "{refusal}");
        assert_eq!(named(&seen, address("10.0.1.20"), Present::Ours).unwrap(), Decision::Assign);
    }
}

#[test]
fn the_refusal_of_a_chosen_address_says_how_another_one_is_chosen() {
    let (interface, lifs) = world();
    for text in ["10.0.1.12", "10.0.1.20"] {
        for present in [Present::Refused, Present::Reused] {
            let seen = Seen { claimed: Some(Claim::Chosen), ..seen(&interface, &lifs) };
            let refusal = message(&named(&seen, address(text), present).unwrap_err());
            assert!(refusal.contains("terraform apply -replace="), "{refusal}");
        }
    }
}

#[test]
fn each_refusal_names_its_cause() {
    let foreign = [interface("eni-0f", &["10.0.1.30", "10.0.1.31"])];
    let cases = [
        ("10.0.1.10", Present::Reused, 15, "primary address"),
        ("10.0.1.11", Present::Reused, 15, "LIF nas of storage VM svm_cvo"),
        ("10.0.1.12", Present::Refused, 15, "reuse_unused = true"),
        ("10.0.1.31", Present::Reused, 15, "eni-0f (Data - e0a) of instance i-1"),
        ("10.0.1.20", Present::Refused, 3, "allows 3 private IPv4 addresses and 3 are in use"),
    ];
    for (text, present, limit, expected) in cases {
        let refusal = decide(text, present, limit, &foreign).unwrap_err();
        assert!(refusal.contains(expected), "{text}: {refusal}");
    }
}

#[test]
fn the_same_address_in_another_vpc_does_not_conflict() {
    let mut elsewhere = interface("eni-0f", &["10.0.1.20"]);
    elsewhere.vpc_id = "vpc-2".into();
    assert_eq!(decide("10.0.1.20", Present::Refused, 15, &[elsewhere]), Ok(Decision::Assign));
}

#[test]
fn nothing_is_adopted_if_the_clusters_lifs_cannot_be_read() {
    let (interface, _) = world();
    let lifs = [lif("nas", Scope::Svm, "10.0.1.11")];
    let refusal = named(&seen(&interface, &lifs), address("10.0.1.12"), Present::Reused).unwrap_err();
    assert!(message(&refusal).contains("does not see"));
}

#[test]
fn an_address_that_may_be_in_use_is_not_released() {
    let (mut interface, lifs) = world();
    assert!(release(&interface, &lifs, address("10.0.1.12")).is_ok());
    assert!(
        release(&interface, &lifs[1..], address("10.0.1.12")).is_err(),
        "a LIF that cannot be read may have it"
    );
    interface.addresses[2].elastic_ip = Some(address("203.0.113.5"));
    assert!(release(&interface, &lifs, address("10.0.1.12")).is_err(), "an Elastic IP has it");
}

#[test]
fn a_foreign_interface_is_named_with_its_instance_and_description() {
    let ours = E0a {
        node: "cvo-1".into(),
        interface_id: E0A.into(),
        subnet_id: "subnet-1".into(),
        instance_id: None,
    };
    let foreign = interface("eni-0f", &["10.0.1.30"]);
    let refusal = message(&not_ours("eni-0f", Some(&foreign), &[ours], "released from the interfaces"));
    for expected in ["eni-0f (Data - e0a) of instance i-1", "eni-0a of node cvo-1", "terraform state rm"] {
        assert!(refusal.contains(expected), "{expected}: {refusal}");
    }
}

fn sent() -> Sent {
    Sent { interface: E0A.into(), address: address("10.0.1.40"), at: "2026-11-29T12:00:00Z".into() }
}

#[test]
fn an_address_that_a_create_sent_is_its_own_unless_something_else_has_it() {
    let sent = sent();
    let cases = [
        ("nothing has it", false, false, None, false, Ok(Decision::Adopt)),
        ("a LIF of this run", true, true, None, false, Ok(Decision::Adopt)),
        ("a foreign LIF", true, false, None, false, Err("LIF other of storage VM svm_cvo has it")),
        ("an Elastic IP", false, false, None, true, Err("Elastic IP 203.0.113.5")),
        ("another object", false, false, Some(Claim::Named), false, Err("Another cvo_secondary_ip")),
        ("an object that chose it", false, false, Some(Claim::Chosen), false, Err("-replace=")),
    ];
    for (name, on_lif, lif_is_ours, claimed, elastic, expected) in cases {
        let (_, mut lifs) = world();
        let mut interface = interface(E0A, &["10.0.1.10", "10.0.1.40"]);
        interface.addresses[1].elastic_ip = elastic.then(|| address("203.0.113.5"));
        if on_lif {
            lifs.push(lif("other", Scope::Svm, "10.0.1.40"));
        }
        let seen = Seen { claimed, lif_is_ours, ..seen(&interface, &lifs) };
        let decided = named(&seen, address("10.0.1.40"), Present::Unfinished(&sent));
        match (decided, expected) {
            (Ok(decided), Ok(expected)) => assert_eq!(decided, expected, "{name}"),
            (Err(refusal), Err(expected)) => {
                assert!(message(&refusal).contains(expected), "{name}: {refusal:?}")
            }
            (decided, _) => panic!("{name}: {decided:?}"),
        }
    }
}

#[test]
fn an_address_that_an_unfinished_create_lacks_is_assigned() {
    assert_eq!(decide("10.0.1.20", Present::Unfinished(&sent()), 15, &[]), Ok(Decision::Assign));
    let foreign = [interface("eni-0f", &["10.0.1.30", "10.0.1.20"])];
    assert!(
        decide("10.0.1.20", Present::Unfinished(&sent()), 15, &foreign).is_err(),
        "another interface has it"
    );
}
