//! Routes that are created, moved and deleted with LIFs.

use std::time::Duration;

use serde_json::json;

use super::failover::{E0A, new_lif, targets};
use super::{code, create_svm, request, svm_uuid, world_with};
use crate::Preset;
use crate::world::World;
use crate::world::job::Work;
use crate::world::version::OntapVersion;

const FLOATING: &str = "192.168.40.20";

fn world() -> World {
    let mut world = world_with(Preset::HaMultiAz, OntapVersion::V9_15_1);
    create_svm(&mut world, json!({"name": "svm_2", "aggregates": [{"name": "aggr1"}]})).unwrap();
    world
}

fn wait(world: &mut World) {
    world.settle();
    world.clock.advance(Duration::from_secs(1));
    world.settle();
}

fn none() -> Vec<String> {
    vec![]
}

#[test]
fn routes_follow_a_floating_lif_through_its_life() {
    let mut world = world();
    let before = world.snapshot();
    let nas = new_lif(&mut world, "nas", FLOATING, "default-data-files", "cvo-node2").unwrap();
    world.settle();
    assert_eq!(targets(&world, FLOATING), none(), "the route follows with a delay");
    wait(&mut world);
    assert_eq!(targets(&world, FLOATING), [E0A[1]; 2]);
    let change = |world: &mut World, body| {
        let change = request(body);
        world.change_interfaces(|cluster| cluster.modify_interface(nas, &change)).unwrap();
        wait(world);
    };
    change(&mut world, json!({"location": {"node": {"name": "cvo-node1"}}}));
    assert_eq!(targets(&world, FLOATING), [E0A[0]; 2]);
    change(&mut world, json!({"ip": {"address": "192.168.40.21"}}));
    assert_eq!(
        (targets(&world, FLOATING), targets(&world, "192.168.40.21")),
        (none(), vec![E0A[0].into(); 2])
    );
    change(&mut world, json!({"name": "renamed", "enabled": false}));
    assert_eq!(targets(&world, "192.168.40.21"), [E0A[0]; 2]);
    world.change_interfaces(|cluster| cluster.delete_interface(nas)).unwrap();
    wait(&mut world);
    assert_eq!(world.snapshot(), before);
}

#[test]
fn routes_are_deleted_with_the_svm() {
    let mut world = world();
    new_lif(&mut world, "nas", FLOATING, "default-data-files", "cvo-node1").unwrap();
    wait(&mut world);
    let svm = svm_uuid(&world.cluster, "svm_2");
    super::run(&mut world, Work::DeleteSvm(svm)).unwrap();
    wait(&mut world);
    assert_eq!(targets(&world, FLOATING), none());
}

#[test]
fn a_private_address_changes_nothing_in_ec2() {
    for (preset, address) in [(Preset::HaMultiAz, "10.40.1.77"), (Preset::HaSingleAz, "10.30.1.77")] {
        let mut world = world_with(preset, OntapVersion::V9_15_1);
        create_svm(&mut world, json!({"name": "svm_2", "aggregates": [{"name": "aggr1"}]})).unwrap();
        let before = world.ec2.account().clone();
        let lif = new_lif(&mut world, "nas", address, "default-data-files", "cvo-node1").unwrap();
        wait(&mut world);
        world.change_interfaces(|cluster| cluster.delete_interface(lif)).unwrap();
        wait(&mut world);
        assert_eq!(world.ec2.account(), &before, "{}", preset.name());
    }
}

#[test]
fn a_mediator_that_releases_addresses_releases_that_of_a_deleted_lif_alone() {
    let mut world = world_with(Preset::HaSingleAz, OntapVersion::V9_15_1);
    create_svm(&mut world, json!({"name": "svm_2", "aggregates": [{"name": "aggr1"}]})).unwrap();
    world.mediator.as_mut().unwrap().releases_addresses = true;
    let before = world.ec2.account().clone();
    let nodes = world.ec2.account_mut().interfaces.iter_mut();
    let e0a = nodes.into_iter().find(|eni| eni.tags["Name"] == "cvo-node1 e0a").unwrap();
    e0a.secondary_addresses.push("10.30.1.77".parse().unwrap());
    let lif = new_lif(&mut world, "nas", "10.30.1.77", "default-data-files", "cvo-node1").unwrap();
    wait(&mut world);
    assert_ne!(world.ec2.account(), &before);
    world.change_interfaces(|cluster| cluster.delete_interface(lif)).unwrap();
    wait(&mut world);
    assert_eq!(world.ec2.account(), &before);
}

#[test]
fn a_lif_is_refused_if_its_routes_cannot_be_created() {
    let mut world = world();
    let before = world.snapshot();
    world.mediator.as_mut().unwrap().permitted = false;
    let refused = new_lif(&mut world, "nas", FLOATING, "default-data-files", "cvo-node1");
    assert_eq!(refused, Err(53_281_468));
    wait(&mut world);
    assert_eq!(world.snapshot(), before);
    new_lif(&mut world, "iscsi", "10.40.1.14", "default-data-iscsi", "cvo-node1").unwrap();
}

#[test]
fn without_permission_a_deleted_lif_leaves_its_routes_behind() {
    let mut world = world();
    let nas = new_lif(&mut world, "nas", FLOATING, "default-data-files", "cvo-node1").unwrap();
    wait(&mut world);
    world.mediator.as_mut().unwrap().permitted = false;
    code(world.change_interfaces(|cluster| cluster.delete_interface(nas))).unwrap();
    wait(&mut world);
    assert_eq!(targets(&world, FLOATING), [E0A[0]; 2]);
}

#[test]
fn a_takeover_right_after_a_create_routes_to_the_survivor() {
    let mut world = world();
    new_lif(&mut world, "iscsi", "10.40.2.14", "default-data-iscsi", "cvo-node2").unwrap();
    new_lif(&mut world, "nas", FLOATING, "default-data-files", "cvo-node1").unwrap();
    world.settle();
    world.take_over("cvo-node1").unwrap();
    wait(&mut world);
    assert_eq!(targets(&world, FLOATING), [E0A[1]; 2]);
}

#[test]
fn a_new_home_moves_lif_and_address_as_the_switches_say() {
    for (moves_lifs, follows, at_once) in [(true, true, 1), (true, false, 0), (false, true, 0)] {
        let mut world = world_with(Preset::HaSingleAz, OntapVersion::V9_15_1);
        world.cluster.rehoming_moves_lifs = moves_lifs;
        world.mediator.as_mut().unwrap().follows_rehoming = follows;
        let nas = world.cluster.interfaces.iter().find(|lif| lif.name == "ip_nas_1").unwrap().uuid;
        let change = |world: &mut World, body| {
            let change = request(body);
            world.change_interfaces(|cluster| cluster.modify_interface(nas, &change)).unwrap();
            wait(world);
            let e0a = ["cvo-node1 e0a", "cvo-node2 e0a"];
            let has = |name: &&str| {
                let mut all = world.ec2.account().interfaces.iter();
                let eni = all.find(|eni| eni.tags["Name"] == **name).unwrap();
                eni.secondary_addresses.contains(&"10.30.1.14".parse().unwrap())
            };
            e0a.iter().position(has).unwrap()
        };
        let node2 = json!({"location": {"home_port": {"name": "e0a", "node": {"name": "cvo-node2"}}}});
        assert_eq!(change(&mut world, node2), at_once, "{moves_lifs} {follows}");
        let sent = change(&mut world, json!({"location": {"is_home": true}}));
        assert_eq!(sent, usize::from(follows), "{moves_lifs} {follows}");
    }
}
