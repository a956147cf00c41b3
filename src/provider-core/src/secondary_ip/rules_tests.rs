use ec2_core::PrivateAddress;
use tfplugin_core::{Private, Text};

use super::*;
use crate::values::{InterfaceId, Ipv4};

fn config(private_ip: Option<&str>) -> SecondaryIpModel {
    SecondaryIpModel {
        network_interface_id: Attr::Known(InterfaceId::parse("eni-0a").unwrap()),
        private_ip: private_ip.map(|text| Ipv4::parse(text).unwrap()).into(),
        reuse_unused: Attr::Known(false),
        ..SecondaryIpModel::default()
    }
}

fn plan(config: SecondaryIpModel, prior: Option<SecondaryIpModel>) -> Plan<SecondaryIpModel> {
    let unknown = |address: &Attr<Ipv4>| if address.is_null() { Attr::Unknown } else { *address };
    let planned = SecondaryIpModel {
        private_ip: unknown(&config.private_ip),
        id: Attr::Unknown,
        assigned: Attr::Unknown,
        release_on_destroy: Attr::Unknown,
        ..config.clone()
    };
    let planned = prior.clone().unwrap_or(planned);
    let (private, replace, diagnostics) = (Private::default(), Vec::new(), Diagnostics::new());
    Plan { config, prior, planned, private, replace, diagnostics }
}

fn facts() -> Facts {
    let interface = NetworkInterface {
        id: "eni-0a".into(),
        description: String::new(),
        owner_id: "123456789012".into(),
        subnet_id: "subnet-1".into(),
        vpc_id: "vpc-1".into(),
        availability_zone: "eu-central-1a".into(),
        attachment: None,
        addresses: vec![PrivateAddress {
            address: "10.0.1.10".parse().unwrap(),
            primary: true,
            elastic_ip: None,
        }],
        prefixes: Vec::new(),
        status: "in-use".into(),
    };
    let subnet = Subnet {
        id: "subnet-1".into(),
        vpc_id: "vpc-1".into(),
        cidr: "10.0.1.0/24".parse().unwrap(),
        availability_zone: "eu-central-1a".into(),
    };
    Facts { place: Some((interface, subnet)), ..Facts::default() }
}

#[test]
fn a_named_address_is_known_in_the_plan() {
    let mut plan = plan(config(Some("10.0.1.20")), None);
    rules(&mut plan, Some(&facts()));
    assert!(plan.diagnostics.is_empty(), "{:?}", plan.diagnostics);
    assert_eq!(plan.planned.id, "eni-0a/10.0.1.20".into());
    assert!(plan.planned.assigned.is_unknown(), "the create may not see it");
    assert_eq!(plan.planned.release_on_destroy, Attr::Known(true));
}

#[test]
fn release_on_destroy_of_an_adopted_address_is_known_only_after_apply() {
    let mut plan =
        plan(SecondaryIpModel { reuse_unused: Attr::Known(true), ..config(Some("10.0.1.20")) }, None);
    rules(&mut plan, Some(&facts()));
    assert!(plan.planned.release_on_destroy.is_unknown());
}

#[test]
fn an_impossible_address_is_refused_in_the_plan() {
    for (address, expected) in [
        ("10.0.2.20", "outside the subnet"),
        ("10.0.1.3", "reserved by AWS"),
        ("10.0.1.255", "reserved by AWS"),
        ("10.0.1.10", "primary address"),
    ] {
        let mut plan = plan(config(Some(address)), None);
        rules(&mut plan, Some(&facts()));
        let only = plan.diagnostics.iter().next().unwrap();
        assert!(only.summary.contains(expected), "{address}: {}", only.summary);
        assert_eq!(only.path, Some("private_ip".into()));
    }
}

#[test]
fn a_vanished_address_plans_an_update() {
    let gone = config(Some("10.0.1.20")).with_address("10.0.1.20".parse().unwrap(), false);
    let mut plan = plan(config(Some("10.0.1.20")), Some(gone));
    rules(&mut plan, None);
    assert_eq!(plan.planned.assigned, Attr::Known(true));
    assert!(!plan.is_untouched());
}

#[test]
fn reuse_without_an_address_is_refused() {
    let mut diagnostics = Diagnostics::new();
    validate(&SecondaryIpModel { reuse_unused: Attr::Known(true), ..config(None) }, &mut diagnostics);
    assert_eq!(diagnostics.iter().next().unwrap().path, Some("reuse_unused".into()));
}

/// Returns the plan of an address whose interface becomes `wanted`, as the framework proposes it.
fn moved(wanted: Attr<InterfaceId>, private_ip: &str, facts: Option<&Facts>) -> Plan<SecondaryIpModel> {
    let stored = config(Some("10.0.1.20")).with_address("10.0.1.20".parse().unwrap(), true);
    let mut plan = plan(config(Some(private_ip)), Some(stored));
    plan.planned.network_interface_id = wanted;
    plan.planned.private_ip = plan.config.private_ip;
    plan.replace = vec!["network_interface_id".into()];
    rules(&mut plan, facts);
    plan
}

#[test]
fn the_interface_of_the_partner_is_a_change_in_place_and_any_other_replaces() {
    let other = || Attr::Known(InterfaceId::parse("eni-0b").unwrap());
    let of_partner = Facts { is_partner: true, ..Facts::default() };
    let plan = moved(other(), "10.0.1.20", Some(&of_partner));
    assert_eq!((plan.replace.len(), plan.planned.id), (0, "eni-0b/10.0.1.20".into()));
    assert_eq!(moved(other(), "10.0.1.20", Some(&Facts::default())).replace.len(), 1, "a foreign interface");
    assert_eq!(moved(other(), "10.0.1.21", Some(&of_partner)).replace.len(), 1, "another address");
    assert_eq!(moved(other(), "10.0.1.20", None).replace.len(), 0, "nothing is replaced by a guess");
    assert!(moved(Attr::Unknown, "10.0.1.20", None).planned.id.is_unknown(), "the interface is not known");
}
