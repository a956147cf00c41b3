use ec2_core::{NetworkInterface, PrivateAddress, Subnet};
use tfplugin_core::{Diagnostics, Private, Text};

use super::super::placement::{Home, Zones};
use super::*;
use crate::object::{Facts as PlanFacts, rules};
use crate::svm_of::NewName;
use crate::values::{Ipv4, SvmName};

/// Returns a NAS LIF as a configuration, with defaults filled in; attributes that are left out are
/// null.
fn config() -> LifModel {
    LifModel {
        name: "ip_nas_2".into(),
        svm_name: Attr::Known(SvmName::parse("svm_2").unwrap()),
        address: Attr::Known(Ipv4::parse("10.0.1.20").unwrap()),
        home_node: "cvo-node".into(),
        home_port: "e0a".into(),
        service_policy: "default-data-files".into(),
        enabled: true.into(),
        ..LifModel::default()
    }
}

/// Returns the same LIF as a stored state.
fn state() -> LifModel {
    LifModel {
        id: "uuid-lif".into(),
        svm_id: "uuid-svm".into(),
        netmask: Netmask::of_length(24).into(),
        auto_revert: true.into(),
        failover: "default".into(),
        ..config()
    }
}

/// A stored LIF for blocks.
fn blocks() -> LifModel {
    LifModel {
        service_policy: "default-data-blocks".into(),
        auto_revert: false.into(),
        failover: "home_port_only".into(),
        ..state()
    }
}

fn address(text: &str) -> Attr<Ipv4> {
    Attr::Known(Ipv4::parse(text).unwrap())
}

fn mask(text: &str) -> Attr<Netmask> {
    Attr::Known(Netmask::parse(text).unwrap())
}

fn svm(name: &str) -> Attr<SvmName> {
    Attr::Known(SvmName::parse(name).unwrap())
}

/// Returns a create as the framework plans it: computed values are unknown.
fn create(config: LifModel) -> Plan<LifModel> {
    let planned = LifModel {
        id: Attr::Unknown,
        svm_id: Attr::Unknown,
        netmask: if config.netmask.is_null() { Attr::Unknown } else { config.netmask.clone() },
        auto_revert: if config.auto_revert.is_null() { Attr::Unknown } else { config.auto_revert },
        failover: if config.failover.is_null() { Attr::Unknown } else { config.failover.clone() },
        ..config.clone()
    };
    plan(config, None, planned)
}

/// Returns an update as the framework plans it: the configuration is `prior` with `change` applied.
fn update(prior: LifModel, change: impl Fn(&mut LifModel)) -> Plan<LifModel> {
    let open = LifModel {
        id: Attr::Null,
        svm_id: Attr::Null,
        netmask: Attr::Null,
        auto_revert: Attr::Null,
        failover: Attr::Null,
        ..prior.clone()
    };
    let (mut config, mut planned) = (open, prior.clone());
    change(&mut config);
    change(&mut planned);
    plan(config, Some(prior), planned)
}

fn plan(config: LifModel, prior: Option<LifModel>, planned: LifModel) -> Plan<LifModel> {
    let (private, replace, diagnostics) = (Private::default(), Vec::new(), Diagnostics::new());
    Plan { config, prior, planned, private, replace, diagnostics }
}

fn facts(cidr: &str) -> PlanFacts<LifModel> {
    let primary = PrivateAddress { address: "10.0.1.11".parse().unwrap(), primary: true, elastic_ip: None };
    let interface = NetworkInterface {
        id: "eni-1".into(),
        description: String::new(),
        owner_id: "123456789012".into(),
        subnet_id: "subnet-1".into(),
        vpc_id: "vpc-1".into(),
        availability_zone: "eu-central-1a".into(),
        attachment: None,
        addresses: vec![primary],
        prefixes: Vec::new(),
        status: "in-use".into(),
    };
    let subnet = Subnet {
        id: "subnet-1".into(),
        vpc_id: "vpc-1".into(),
        cidr: cidr.parse().unwrap(),
        availability_zone: "eu-central-1a".into(),
    };
    let ports = [("cvo-node".to_owned(), vec!["e0a".to_owned(), "e0b".to_owned()])].into();
    let place = Placement { ports, home: Some(Home { interface, subnet, zones: Zones::One }) };
    PlanFacts { new_name: NewName::Unchanged, own: Some(Facts { place: Some(place), ..Facts::default() }) }
}

fn renamed(new_name: NewName) -> PlanFacts<LifModel> {
    PlanFacts { new_name, own: Some(Facts::default()) }
}

fn paths(plan: &Plan<LifModel>) -> Vec<String> {
    plan.diagnostics
        .iter()
        .map(|found| found.path.as_ref().map(ToString::to_string).unwrap_or_default())
        .collect()
}

#[test]
fn a_create_gets_the_mask_of_the_subnet_and_returns_home() {
    let mut plan = create(config());
    rules(&mut plan, Some(&facts("10.0.0.0/20")));
    assert_eq!(plan.planned.netmask, mask("20"));
    assert_eq!(plan.planned.auto_revert, true.into());
    assert!(plan.planned.failover.is_unknown(), "ONTAP chooses");
    assert!(plan.diagnostics.is_empty(), "{:?}", plan.diagnostics);
}

#[test]
fn only_lifs_for_blocks_do_not_return_home() {
    let cases = [
        ("default-data-files", true),
        ("default-management", true),
        ("mine", true),
        ("default-data-blocks", false),
        ("default-data-iscsi", false),
        ("default-data-nvme-tcp", false),
    ];
    for (policy, returns) in cases {
        let mut plan = create(LifModel { service_policy: policy.into(), ..config() });
        rules(&mut plan, None);
        assert_eq!(plan.planned.auto_revert, returns.into(), "{policy}");
    }
    let mut unknown = create(LifModel { service_policy: Attr::Unknown, ..config() });
    rules(&mut unknown, None);
    assert!(unknown.planned.auto_revert.is_unknown());
}

#[test]
fn values_in_the_configuration_are_never_replaced() {
    let mut plan = create(LifModel { auto_revert: false.into(), netmask: mask("255.255.255.0"), ..config() });
    rules(&mut plan, Some(&facts("10.0.1.0/24")));
    assert_eq!(
        (plan.planned.auto_revert, plan.planned.netmask.clone()),
        (false.into(), mask("255.255.255.0"))
    );
    assert!(plan.diagnostics.is_empty(), "{:?}", plan.diagnostics);
}

#[test]
fn an_untouched_lif_is_left_alone_whatever_is_wrong_with_it() {
    let odd = LifModel {
        home_port: "e0b".into(),
        auto_revert: false.into(),
        failover: "broadcast_domain_only".into(),
        netmask: mask("25"),
        address: address("192.168.1.1"),
        ..state()
    };
    let mut plan = update(odd, |_| {});
    rules(&mut plan, None);
    assert!(plan.is_untouched(), "{:?}", plan.planned);
    assert!(plan.diagnostics.is_empty(), "{:?}", plan.diagnostics);
}

#[test]
fn each_impossible_create_is_refused_at_its_attribute() {
    let with = |change: fn(&mut LifModel)| {
        let mut config = config();
        change(&mut config);
        config
    };
    let cases = [
        (vec!["home_port"], with(|lif| lif.home_port = "e0b".into())),
        (vec!["home_port"], with(|lif| lif.home_port = "e0z".into())),
        (vec!["home_node"], with(|lif| lif.home_node = "cvo-node9".into())),
        (vec!["address"], with(|lif| lif.address = address("10.0.2.20"))),
        (vec!["address"], with(|lif| lif.address = address("10.0.1.3"))),
        (vec!["address"], with(|lif| lif.address = address("10.0.1.255"))),
        (vec!["address"], with(|lif| lif.address = address("10.0.1.11"))),
        (vec!["netmask"], with(|lif| lif.netmask = mask("255.255.0.0"))),
    ];
    for (refused, config) in cases {
        let mut plan = create(config);
        rules(&mut plan, Some(&facts("10.0.1.0/24")));
        assert_eq!(paths(&plan), refused, "{:?}", plan.diagnostics);
        assert!(plan.diagnostics.has_errors());
    }
}

#[test]
fn a_lif_for_blocks_may_not_roam() {
    let blocks = LifModel { service_policy: "default-data-iscsi".into(), ..config() };
    for (failover, refused) in [("sfo_partners_only", true), ("home_port_only", false), ("default", false)] {
        let mut plan = create(LifModel { failover: failover.into(), ..blocks.clone() });
        rules(&mut plan, None);
        assert_eq!(plan.diagnostics.has_errors(), refused, "{failover}");
    }
}

#[test]
fn a_failover_to_another_port_of_the_node_is_warned_about_once() {
    for failover in ["home_node_only", "broadcast_domain_only"] {
        let mut first = create(LifModel { failover: failover.into(), ..config() });
        rules(&mut first, None);
        assert_eq!(paths(&first), ["failover"]);
        assert!(!first.diagnostics.has_errors());
        let mut later =
            update(LifModel { failover: failover.into(), ..state() }, |lif| lif.name = "other".into());
        rules(&mut later, None);
        assert!(later.diagnostics.is_empty(), "{failover}: the warning came when it was new");
    }
}

#[test]
fn a_new_address_is_checked_and_warned_about() {
    let mut plan = update(state(), |lif| lif.address = address("10.0.1.21"));
    rules(&mut plan, Some(&facts("10.0.1.0/24")));
    assert_eq!(paths(&plan), ["address"]);
    assert!(!plan.diagnostics.has_errors());
    assert_eq!(plan.planned.netmask, mask("24"));
    let mut outside = update(state(), |lif| lif.address = address("10.0.9.21"));
    rules(&mut outside, Some(&facts("10.0.1.0/24")));
    assert!(outside.diagnostics.has_errors());
}

#[test]
fn the_stored_spelling_of_the_mask_stays_when_the_address_changes() {
    let mut plan = update(LifModel { netmask: mask("255.255.255.0"), ..state() }, |lif| {
        lif.address = address("10.0.1.21")
    });
    rules(&mut plan, Some(&facts("10.0.1.0/24")));
    assert_eq!(plan.planned.netmask, mask("255.255.255.0"));
}

#[test]
fn a_new_policy_brings_its_own_failover() {
    let mut plan = update(state(), |lif| lif.service_policy = "default-data-blocks".into());
    rules(&mut plan, None);
    assert_eq!((plan.planned.auto_revert, plan.planned.failover), (false.into(), "home_port_only".into()));
    let mut back = update(blocks(), |lif| lif.service_policy = "default-data-files".into());
    rules(&mut back, None);
    assert_eq!(back.planned.auto_revert, true.into());
    assert!(back.planned.failover.is_unknown(), "ONTAP chooses again");
    let mut alike = update(state(), |lif| lif.service_policy = "default-management".into());
    rules(&mut alike, None);
    assert_eq!((alike.planned.auto_revert, alike.planned.failover), (true.into(), "default".into()));
}

#[test]
fn an_enabled_lif_for_blocks_does_not_change_its_home() {
    let elsewhere = |lif: &mut LifModel| lif.home_node = "cvo-node2".into();
    let mut enabled = update(blocks(), elsewhere);
    rules(&mut enabled, None);
    assert_eq!(paths(&enabled), ["home_node"]);
    let mut disabling =
        update(blocks(), |lif| (lif.home_node, lif.enabled) = ("cvo-node2".into(), false.into()));
    rules(&mut disabling, None);
    assert!(disabling.diagnostics.is_empty());
    let mut disabled = update(LifModel { enabled: false.into(), ..blocks() }, elsewhere);
    rules(&mut disabled, None);
    assert!(disabled.diagnostics.is_empty());
    let mut files = update(state(), elsewhere);
    rules(&mut files, None);
    assert!(files.diagnostics.is_empty());
}

#[test]
fn renaming_the_storage_vm_does_not_change_the_lif() {
    let mut plan = update(state(), |lif| lif.svm_name = svm("svm_3"));
    rules(&mut plan, Some(&renamed(NewName::OursOrFree)));
    assert!(plan.is_untouched());
    let mut both = update(state(), |lif| (lif.svm_name, lif.enabled) = (svm("svm_3"), false.into()));
    rules(&mut both, Some(&renamed(NewName::OursOrFree)));
    assert_eq!(both.planned.svm_name, svm("svm_3"));
}

#[test]
fn another_storage_vm_is_refused() {
    let mut plan = update(state(), |lif| lif.svm_name = svm("svm_9"));
    rules(&mut plan, Some(&renamed(NewName::AnothersUuid("uuid-9".to_owned()))));
    assert_eq!(paths(&plan), ["svm_name"]);
    assert!(plan.diagnostics.has_errors());
}

#[test]
fn an_address_that_is_not_known_yet_is_checked_at_apply() {
    let mut plan = create(LifModel { address: Attr::Unknown, ..config() });
    rules(&mut plan, Some(&facts("10.0.1.0/24")));
    assert!(plan.diagnostics.is_empty(), "{:?}", plan.diagnostics);
    assert_eq!(plan.planned.netmask, mask("24"));
}
