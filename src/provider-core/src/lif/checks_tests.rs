use ec2_core::{PrivateAddress, Subnet};
use serde_json::json;
use tfplugin_core::{Attr, Text};

use super::super::placement::Zones;
use super::*;
use crate::values::Ipv4;

static NONE: BTreeSet<Ipv4Addr> = BTreeSet::new();
const WANTED: &str = "10.0.1.20";

fn interface(id: &str, vpc: &str, addresses: &[&str]) -> NetworkInterface {
    let held = |(index, text): (usize, &&str)| PrivateAddress {
        address: text.parse().unwrap(),
        primary: index == 0,
        elastic_ip: None,
    };
    NetworkInterface {
        id: id.into(),
        description: String::new(),
        owner_id: "123456789012".into(),
        subnet_id: "subnet-1".into(),
        vpc_id: vpc.into(),
        availability_zone: "eu-central-1a".into(),
        attachment: None,
        addresses: addresses.iter().enumerate().map(held).collect(),
        prefixes: Vec::new(),
        status: "in-use".into(),
    }
}

fn home(addresses: &[&str]) -> Home {
    let subnet = Subnet {
        id: "subnet-1".into(),
        vpc_id: "vpc-1".into(),
        cidr: "10.0.1.0/24".parse().unwrap(),
        availability_zone: "eu-central-1a".into(),
    };
    Home { interface: interface("eni-home", "vpc-1", addresses), subnet, zones: Zones::One }
}

fn lif(uuid: &str, name: &str, svm: &str, address: &str) -> IpInterface {
    let lif = json!({"uuid": uuid, "name": name, "svm": {"name": svm, "uuid": format!("u-{svm}")}, "ip": {"address": address}});
    serde_json::from_value(lif).unwrap()
}

fn policies() -> Vec<ServicePolicy> {
    let policy = |name: &str| serde_json::from_value(json!({"uuid": name, "name": name})).unwrap();
    vec![policy("default-management"), policy("default-data-files")]
}

fn planned() -> LifModel {
    LifModel {
        name: "nas".into(),
        address: Attr::Known(Ipv4::parse(WANTED).unwrap()),
        home_node: "cvo-node".into(),
        service_policy: "default-data-files".into(),
        ..LifModel::default()
    }
}

/// Returns the refusals as `path: summary detail`.
fn refused(
    lifs: &[IpInterface],
    home: &Home,
    holders: &[NetworkInterface],
    planned: &LifModel,
) -> Vec<String> {
    let policies = policies();
    let seen = Seen {
        own_uuid: Some("own"),
        svm_uuid: "u-svm_2",
        lifs,
        policies: &policies,
        home,
        holders,
        partner: None,
        origin: None,
        own: &NONE,
        limit: Some(15),
        coming: 0,
    };
    let line = |found: &tfplugin_core::Diagnostic| {
        format!(
            "{}: {} {}",
            found.path.as_ref().map(ToString::to_string).unwrap_or_default(),
            found.summary,
            found.detail
        )
    };
    refusals(&seen, planned).iter().map(line).collect()
}

#[test]
fn a_secondary_address_without_a_lif_is_accepted() {
    let home = home(&["10.0.1.11", WANTED]);
    let own = lif("own", "nas", "svm_2", WANTED);
    let alike = lif("l1", "nas", "svm_1", "10.0.1.14");
    assert_eq!(refused(&[own, alike], &home, &[], &planned()), Vec::<String>::new());
}

#[test]
fn the_refusal_of_a_taken_address_names_its_lif() {
    let home = home(&["10.0.1.11", WANTED]);
    let messages = refused(&[lif("l1", "nas_1", "svm_1", WANTED)], &home, &[], &planned());
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(
        messages[0].starts_with("address:") && messages[0].contains("LIF nas_1 of storage VM svm_1"),
        "{messages:?}"
    );
}

#[test]
fn the_refusal_of_a_taken_name_gives_the_import_id() {
    let home = home(&["10.0.1.11", WANTED]);
    let messages = refused(&[lif("l1", "nas", "svm_2", "10.0.1.14")], &home, &[], &planned());
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].starts_with("name:") && messages[0].contains("svm_2/nas"), "{messages:?}");
}

#[test]
fn an_unknown_policy_is_refused_with_a_list_of_existing_ones() {
    let home = home(&["10.0.1.11", WANTED]);
    let messages = refused(&[], &home, &[], &LifModel { service_policy: "nonsense".into(), ..planned() });
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(
        messages[0].starts_with("service_policy:")
            && messages[0].contains("default-data-files, default-management"),
        "{messages:?}"
    );
}

#[test]
fn the_refusal_of_an_unassigned_address_names_the_way_out() {
    let messages = refused(&[], &home(&["10.0.1.11"]), &[], &planned());
    assert!(messages[0].starts_with("address:") && messages[0].contains("cvo_secondary_ip"), "{messages:?}");
}

#[test]
fn the_refusal_names_another_interface_of_the_same_vpc_that_has_the_address() {
    let home = home(&["10.0.1.11"]);
    let foreign = interface("eni-foreign", "vpc-9", &["10.0.1.1", WANTED]);
    let other = interface("eni-other", "vpc-1", &["10.0.1.12", WANTED]);
    let messages = refused(&[], &home, &[foreign.clone(), other], &planned());
    assert!(messages[0].contains("eni-other") && !messages[0].contains("eni-foreign"), "{messages:?}");
    let messages = refused(&[], &home, &[foreign], &planned());
    assert!(messages[0].contains("is not assigned"), "{messages:?}");
}

#[test]
fn an_address_on_the_partners_interface_is_accepted_during_a_takeover() {
    let (home, policies) = (home(&["10.0.1.11"]), policies());
    let holders = [interface("eni-partner", "vpc-1", &["10.0.1.12", WANTED])];
    for (partner, refused) in [(None, true), (Some("eni-partner"), false), (Some("eni-third"), true)] {
        let seen = Seen {
            own_uuid: None,
            svm_uuid: "u-svm_2",
            lifs: &[],
            policies: &policies,
            home: &home,
            holders: &holders,
            partner,
            origin: None,
            own: &NONE,
            limit: None,
            coming: 0,
        };
        assert_eq!(refusals(&seen, &planned()).has_errors(), refused, "{partner:?}");
    }
}

fn of_svm(service: &str, svm: &str) -> IpInterface {
    let lif = json!({"uuid": "l", "name": "lif", "svm": {"name": "svm_cvo", "uuid": svm}, "services": ["data_core", service]});
    serde_json::from_value(lif).unwrap()
}

#[test]
fn only_an_iscsi_lif_of_the_default_storage_vm_is_required() {
    let default = SvmId { name: "svm_cvo".to_owned(), uuid: "u-1".to_owned() };
    let cases = [("data_iscsi", "u-1", true), ("data_iscsi", "u-2", false), ("data_nfs", "u-1", false)];
    for (service, svm, required) in cases {
        let lif = of_svm(service, svm);
        let refused = serves_iscsi(&lif) && refuse_of_default(&lif, Some(&default)).is_err();
        assert_eq!(refused, required, "{service} of {svm}");
    }
    assert!(refuse_of_default(&of_svm("data_iscsi", "u-1"), None).is_ok());
}
