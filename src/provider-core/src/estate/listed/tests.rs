use ec2_core::NetworkInterface;
use ontap_core::Node;
use serde_json::json;
use tfplugin_core::Text;

use super::*;
use crate::estate::tests::world::{World, lif, of, policy, world};
use crate::system::{describe_lif, oldest_svm};

/// Returns the names of what a query lists, of each kind: storage VMs, LIFs, routes and moves.
fn names(world: &World, pattern: Option<&str>, include_system: bool) -> [Vec<String>; 4] {
    let pattern = pattern.map(|pattern| NamePattern::parse(pattern).unwrap());
    let oldest = oldest_svm(&world.roots);
    let left_out = Some(&oldest).filter(|_| !include_system);
    let filter = Filter { svm: pattern.as_ref(), left_out };
    let version = world.cluster.version;
    [
        storage_vms(&world.storage_vms, &filter).into_iter().map(|listed| listed.name).collect(),
        lifs(&world.lifs, &filter, (None, None)).into_iter().map(|listed| listed.name).collect(),
        routes(&world.routes, &filter).into_iter().map(|listed| listed.name).collect(),
        moves(&world.policies, version, &filter).into_iter().map(|listed| listed.name).collect(),
    ]
}

#[test]
fn what_the_deployment_made_is_listed_if_it_is_asked_for() {
    let own = [
        vec!["svm-2"],
        vec!["svm-2/mgmt (10.0.1.21)", "svm-2/nas (10.0.1.20)"],
        vec!["svm-2: default through 10.0.1.1", "svm-2: 10.9.0.0/16 through 10.0.1.1"],
        vec!["svm-2: 5 services out of default-data-files"],
    ];
    let deployed = [
        vec!["svm_cvo"],
        vec!["svm_cvo/nas (10.0.1.14)"],
        vec!["svm_cvo: default through 10.0.1.1"],
        Vec::new(),
    ];
    let both: Vec<Vec<_>> = own.iter().zip(&deployed).map(|(own, more)| [&own[..], more].concat()).collect();
    assert_eq!(names(&world(), None, false).to_vec(), own);
    assert_eq!(names(&world(), Some("svm?2"), false).to_vec(), own);
    assert_eq!(names(&world(), Some("svm*"), false).to_vec(), own);
    assert_eq!(names(&world(), Some("svm_cvo"), false).to_vec(), deployed);
    assert_eq!(names(&world(), Some("svm*"), true).to_vec(), both);
    assert_eq!(names(&world(), Some("other"), true), [const { Vec::<String>::new() }; 4]);
}

#[test]
fn lifs_are_found_by_home_and_by_policy() {
    let world = world();
    let filter = Filter { svm: None, left_out: None };
    let of = |node, policy| {
        let found = lifs(&world.lifs, &filter, (node, policy)).into_iter();
        found.map(|listed| listed.name).collect::<Vec<_>>()
    };
    assert_eq!(of(Some("n2"), None), ["svm-2/mgmt (10.0.1.21)"]);
    assert_eq!(of(None, Some("default-data-files")).len(), 3);
    assert_eq!(of(Some("n1"), Some("default-management")), [""; 0]);
}

#[test]
fn what_no_configuration_can_say_is_not_listed() {
    let mut world = world();
    let mut odd = lif("svm-2", "a name\nwith a break", "10.0.1.40", ("n1", "n1"));
    odd.ip.address = None;
    world.lifs.push(odd);
    world.routes[0].gateway = None;
    let [_, lifs, routes, _] = names(&world, None, false);
    assert_eq!((lifs.len(), routes.len()), (2, 1), "{lifs:?} {routes:?}");
}

#[test]
fn a_move_that_was_made_in_part_is_listed_with_the_services_that_moved() {
    let mut world = world();
    world.policies[0] = policy("svm-2", "default-data-files", &["data_nfs", "management_ad_client"]);
    let [.., moves] = names(&world, None, false);
    assert_eq!(moves, ["svm-2: 4 services out of default-data-files"]);
}

/// Returns the names of the addresses that a query lists.
fn held(world: &World, filter: &Filter<'_>, (node, is_unused): (Option<&str>, bool)) -> Vec<String> {
    let around = Interfaces {
        e0a: &world.e0a,
        interfaces: &world.interfaces,
        lifs: &world.lifs,
        nodes: &world.nodes,
        node,
        is_unused,
    };
    addresses(&around, filter).into_iter().map(|(listed, _)| listed.name).collect()
}

#[test]
fn addresses_are_listed_with_what_uses_them() {
    let world = world();
    let oldest = oldest_svm(&world.roots);
    let filter = Filter { svm: None, left_out: Some(&oldest) };
    let (nas, mgmt) = (describe_lif(&world.lifs[1]), describe_lif(&world.lifs[2]));
    let (nas, mgmt) = (format!("10.0.1.20 ({nas})"), format!("10.0.1.21 ({mgmt})"));
    let unused = "10.0.1.30 (unused on eni-02)".to_owned();
    assert_eq!(held(&world, &filter, (None, false)), [nas.clone(), mgmt.clone(), unused.clone()]);
    assert_eq!(held(&world, &filter, (Some("n2"), false)), [mgmt.clone(), unused.clone()]);
    assert_eq!(held(&world, &filter, (None, true)), [unused]);
    let pattern = NamePattern::parse("svm-2").unwrap();
    assert_eq!(held(&world, &Filter { svm: Some(&pattern), ..filter }, (None, false)), [nas, mgmt]);
    let all = held(&world, &Filter { svm: None, left_out: None }, (None, false));
    assert_eq!(all.len(), 5, "that of the deployment, and that of the cluster: {all:?}");
}

#[test]
fn an_address_with_an_elastic_ip_is_another_tool_s() {
    let mut world = world();
    world.interfaces[1].addresses[2].elastic_ip = Some("198.51.100.7".parse().unwrap());
    let oldest = oldest_svm(&world.roots);
    assert_eq!(held(&world, &Filter { svm: None, left_out: Some(&oldest) }, (None, true)), [""; 0]);
    assert_eq!(held(&world, &Filter { svm: None, left_out: None }, (None, true)).len(), 1);
}

#[test]
fn during_a_takeover_an_address_belongs_to_the_home_of_its_lif_and_unused_ones_are_in_doubt() {
    let mut world = world();
    let moved = world.interfaces[1].addresses.split_off(1);
    let [one, _]: &mut [NetworkInterface] = &mut world.interfaces[..] else { panic!("a pair") };
    one.addresses.extend(moved);
    let partner: Node = of(json!({"uuid": "2", "name": "n2", "state": "taken_over"}));
    world.nodes[1] = partner;
    world.nodes[0] = of(json!({"uuid": "1", "name": "n1", "ha": {"takeover": {"state": "in_takeover"},
        "partners": [{"name": "n2", "uuid": "2"}]}}));
    let oldest = oldest_svm(&world.roots);
    let filter = Filter { svm: None, left_out: Some(&oldest) };
    assert_eq!(held(&world, &filter, (Some("n2"), false)), ["10.0.1.21 (LIF mgmt of storage VM svm-2)"]);
    assert_eq!(held(&world, &filter, (None, true)), [""; 0]);
}
