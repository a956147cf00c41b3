//! Takeover and giveback.

use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{create_svm, request, world_with};
use crate::Preset;
use crate::world::World;
use crate::world::failover::FailoverError;
use crate::world::version::OntapVersion;

fn pair(preset: Preset) -> World {
    world_with(preset, OntapVersion::V9_15_1)
}

fn lif<'a>(world: &'a World, name: &str) -> &'a crate::world::ip_interface::Interface {
    world.cluster.interfaces.iter().find(|lif| lif.name == name).unwrap()
}

/// Names of the LIFs on a node.
fn lifs_on(world: &World, node: &str) -> Vec<String> {
    world.cluster.interfaces.iter().filter(|lif| lif.node == node).map(|lif| lif.name.clone()).collect()
}

/// Host numbers of the addresses on e0a of both nodes, sorted.
fn hosts(world: &World) -> [Vec<u8>; 2] {
    let of = |description: &str| {
        let account = world.ec2.account();
        let eni = account.interfaces.iter().find(|eni| eni.tags["Name"] == description).unwrap();
        let mut hosts: Vec<u8> = std::iter::once(&eni.primary_address)
            .chain(&eni.secondary_addresses)
            .map(|it| it.octets()[3])
            .collect();
        hosts.sort_unstable();
        hosts
    };
    [of("cvo-node1 e0a"), of("cvo-node2 e0a")]
}

/// Targets of the route to an address, one per table with such a route.
pub fn targets(world: &World, address: &str) -> Vec<String> {
    let shown = world.ec2.route_tables_snapshot();
    let routes = shown.as_array().unwrap().iter().flat_map(|table| table["routes"].as_array().unwrap());
    let selected = routes.filter(|route| route["destination"] == format!("{address}/32"));
    selected.map(|route| route["target"].as_str().unwrap().to_owned()).collect()
}

pub const E0A: [&str; 2] = ["eni-0c0a51de00031e0a0", "eni-0c0a51de00032e0a0"];

/// Creates a LIF of `svm_2` with port e0a of `node` as its home.
pub fn new_lif(world: &mut World, name: &str, address: &str, policy: &str, node: &str) -> Result<Uuid, u64> {
    let body = json!({
        "name": name,
        "svm": {"name": "svm_2"},
        "ip": {"address": address, "netmask": "24"},
        "location": {"home_port": {"name": "e0a", "node": {"name": node}}},
        "service_policy": {"name": policy},
    });
    let new = request(body);
    super::code(world.change_interfaces(|cluster| cluster.create_interface(&new)))
}

#[test]
fn in_one_zone_migratable_addresses_move_to_the_partner_and_back() {
    let mut world = pair(Preset::HaSingleAz);
    let before = world.snapshot();
    assert_eq!(hosts(&world), [vec![11, 12, 13, 14, 15], vec![21, 22, 23]]);
    world.take_over("cvo-node1").unwrap();
    assert_eq!(hosts(&world), [vec![11, 13, 15], vec![12, 14, 21, 22, 23]]);
    assert_eq!(
        lifs_on(&world, "cvo-node1"),
        ["cvo-node1_mgmt1", "intercluster_1", "ip_iscsi_1", "cvo-node1_clus1"]
    );
    assert_eq!(lif(&world, "ip_nas_1").home_node, "cvo-node1");
    world.give_back("cvo-node1").unwrap();
    assert_eq!(world.snapshot(), before);
}

#[test]
fn either_node_can_fail() {
    for preset in [Preset::HaSingleAz, Preset::HaMultiAz] {
        let mut world = pair(preset);
        let before = world.snapshot();
        world.take_over("cvo-node2").unwrap();
        assert_eq!(world.cluster.node_named("cvo-node2").unwrap().state(world.clock.now()), "taken_over");
        world.give_back("cvo-node2").unwrap();
        assert_eq!(world.snapshot(), before, "{}", preset.name());
    }
}

#[test]
fn in_several_zones_the_routes_of_floating_addresses_change() {
    let mut world = pair(Preset::HaMultiAz);
    let (before, private) = (world.snapshot(), hosts(&world));
    assert_eq!(targets(&world, "192.168.40.12"), [E0A[0]; 2]);
    world.take_over("cvo-node1").unwrap();
    for address in ["192.168.40.11", "192.168.40.12", "192.168.40.13", "192.168.40.14"] {
        assert_eq!(targets(&world, address), [E0A[1]; 2], "{address}");
    }
    assert_eq!(hosts(&world), private, "private addresses do not move");
    assert_eq!(
        lifs_on(&world, "cvo-node1"),
        ["cvo-node1_mgmt1", "intercluster_1", "ip_iscsi_1", "cvo-node1_clus1"]
    );
    world.give_back("cvo-node1").unwrap();
    assert_eq!(world.snapshot(), before);
}

#[test]
fn a_floating_address_needs_a_private_lif_on_the_partner() {
    let mut world = pair(Preset::HaMultiAz);
    create_svm(&mut world, json!({"name": "svm_2", "aggregates": [{"name": "aggr1"}]})).unwrap();
    new_lif(&mut world, "nas", "192.168.40.20", "default-data-files", "cvo-node1").unwrap();
    world.clock.advance(Duration::from_secs(1));
    world.settle();
    world.take_over("cvo-node1").unwrap();
    assert_eq!(
        (lif(&world, "nas").node.as_str(), targets(&world, "192.168.40.20")),
        ("cvo-node1", vec![E0A[0].into(); 2])
    );
    world.give_back("cvo-node1").unwrap();
    new_lif(&mut world, "iscsi", "10.40.2.14", "default-data-iscsi", "cvo-node2").unwrap();
    world.take_over("cvo-node1").unwrap();
    assert_eq!(
        (lif(&world, "nas").node.as_str(), targets(&world, "192.168.40.20")),
        ("cvo-node2", vec![E0A[1].into(); 2])
    );
}

#[test]
fn a_takeover_beyond_the_address_limit_fails_with_the_error_of_ec2() {
    let mut world = pair(Preset::HaSingleAz);
    let account = world.ec2.account_mut();
    let survivor = account.interfaces.iter_mut().find(|eni| eni.tags["Name"] == "cvo-node2 e0a").unwrap();
    survivor.secondary_addresses.extend((100..=110).map(|host| std::net::Ipv4Addr::new(10, 30, 1, host)));
    let before = hosts(&world);
    let error = world.take_over("cvo-node1").unwrap_err();
    assert!(
        matches!(&error, FailoverError::Addresses { error, .. } if error.code == "PrivateIpAddressLimitExceeded"),
        "{error}"
    );
    assert_eq!(hosts(&world), before);
    assert_eq!(lif(&world, "ip_nas_1").node, "cvo-node1");
    assert!(!world.cluster.is_node_up("cvo-node1"));
    world.give_back("cvo-node1").unwrap();
}

#[test]
fn a_takeover_in_part_moves_what_fits_and_back() {
    let mut world = pair(Preset::HaSingleAz);
    let account = world.ec2.account_mut();
    let survivor = account.interfaces.iter_mut().find(|eni| eni.tags["Name"] == "cvo-node2 e0a").unwrap();
    survivor.secondary_addresses.extend((100..=110).map(|host| std::net::Ipv4Addr::new(10, 30, 1, host)));
    let before = hosts(&world);
    world.mediator.as_mut().unwrap().moves_in_part = true;
    assert!(matches!(world.take_over("cvo-node1"), Err(FailoverError::Addresses { .. })));
    let places = ["cluster_mgmt", "ip_nas_1"].map(|name| lif(&world, name).node.clone());
    assert_eq!(places, ["cvo-node2", "cvo-node1"], "there is room for one");
    world.give_back("cvo-node1").unwrap();
    assert_eq!(hosts(&world), before);
    assert_eq!(lif(&world, "cluster_mgmt").node, "cvo-node1");
}

#[test]
fn without_auto_revert_a_lif_stays_until_it_is_sent_home() {
    let mut world = pair(Preset::HaSingleAz);
    let nas = lif(&world, "ip_nas_1").uuid;
    let change = |world: &mut World, body: Value| {
        let change = request(body);
        world.change_interfaces(|cluster| cluster.modify_interface(nas, &change)).unwrap();
        world.settle();
    };
    change(&mut world, json!({"location": {"auto_revert": false}}));
    world.take_over("cvo-node1").unwrap();
    world.give_back("cvo-node1").unwrap();
    assert_eq!(hosts(&world), [vec![11, 12, 13, 15], vec![14, 21, 22, 23]]);
    change(&mut world, json!({"location": {"is_home": true}}));
    assert_eq!(hosts(&world), [vec![11, 12, 13, 14, 15], vec![21, 22, 23]]);
}

#[test]
fn a_lif_created_on_a_failed_node_comes_up_on_the_partner_or_stays() {
    for (stays, node) in [(false, "cvo-node2"), (true, "cvo-node1")] {
        let mut world = pair(Preset::HaMultiAz);
        world.cluster.variants.lifs_stay_on_failed_nodes = stays;
        create_svm(&mut world, json!({"name": "svm_2", "aggregates": [{"name": "aggr1"}]})).unwrap();
        new_lif(&mut world, "iscsi", "10.40.2.14", "default-data-iscsi", "cvo-node2").unwrap();
        world.take_over("cvo-node1").unwrap();
        new_lif(&mut world, "nas", "192.168.40.20", "default-data-files", "cvo-node1").unwrap();
        assert_eq!(
            (lif(&world, "nas").home_node.as_str(), lif(&world, "nas").node.as_str()),
            ("cvo-node1", node)
        );
        world.give_back("cvo-node1").unwrap();
        world.clock.advance(Duration::from_secs(1));
        world.settle();
        assert_eq!(targets(&world, "192.168.40.20"), [E0A[0]; 2]);
    }
}

#[test]
fn a_failed_node_waits_for_giveback_once_it_has_rebooted() {
    let mut world = pair(Preset::HaSingleAz);
    world.take_over("cvo-node1").unwrap();
    assert_eq!(world.nodes()[0], json!({"name": "cvo-node1", "state": "taken_over"}));
    world.clock.advance(Duration::from_secs(60));
    assert_eq!(world.nodes()[0]["state"], "waiting_for_giveback");
    world.give_back("cvo-node1").unwrap();
    assert_eq!(world.nodes()[0]["state"], "up");
}

#[test]
fn impossible_takeovers_and_givebacks_are_refused() {
    let mut single = pair(Preset::SingleNode);
    assert_eq!(single.take_over("cvo-node"), Err(FailoverError::NoPartner("cvo-node".into())));
    let mut world = pair(Preset::HaSingleAz);
    assert_eq!(world.take_over("cvo-node3"), Err(FailoverError::UnknownNode("cvo-node3".into())));
    assert_eq!(world.give_back("cvo-node1"), Err(FailoverError::NotTakenOver("cvo-node1".into())));
    world.take_over("cvo-node1").unwrap();
    assert_eq!(world.take_over("cvo-node1"), Err(FailoverError::TakenOver("cvo-node1".into())));
    assert_eq!(world.take_over("cvo-node2"), Err(FailoverError::PartnerDown("cvo-node2".into())));
}
