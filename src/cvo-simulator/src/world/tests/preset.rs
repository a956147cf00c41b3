//! Properties of every preset.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr};

use super::world_with;
use crate::Preset;
use crate::inventory::ec2::RouteTarget;
use crate::world::World;
use crate::world::ec2::DescribeRequest;
use crate::world::version::OntapVersion;

fn worlds() -> impl Iterator<Item = (&'static str, World)> {
    let world = |preset: &Preset| (preset.name(), world_with(*preset, OntapVersion::V9_15_1));
    Preset::ALL.iter().map(world)
}

fn in_a_vpc(world: &World, address: Ipv4Addr) -> bool {
    world.ec2.account().vpcs.iter().any(|vpc| vpc.cidrs.iter().any(|cidr| cidr.contains(&address)))
}

#[test]
fn every_lif_has_its_address_on_its_home_port_or_a_route_to_it() {
    for (name, world) in worlds() {
        let account = world.ec2.account();
        for lif in &world.cluster.interfaces {
            let IpAddr::V4(address) = lif.address else { panic!("{name}: {}", lif.name) };
            let instance = &world.cluster.node_named(&lif.home_node).unwrap().instance_id;
            let index = u32::from(lif.home_port == "e0b");
            let home = account.interfaces.iter().find(|eni| {
                eni.attachment
                    .as_ref()
                    .is_some_and(|at| at.instance_id == *instance && at.device_index == index)
            });
            let home = home.unwrap();
            assert!(home.description.ends_with(&lif.home_port), "{name}: {}", home.description);
            if in_a_vpc(&world, address) {
                let holds = home.primary_address == address || home.secondary_addresses.contains(&address);
                assert!(holds, "{name}: {}", lif.name);
                continue;
            }
            let own = account.route_tables.iter().filter(|table| table.id.contains("0c0a51de"));
            for table in own {
                let to_it = table.routes.iter().find(|route| route.destination == address.into()).unwrap();
                assert_eq!(
                    to_it.target,
                    RouteTarget::NetworkInterface(home.id.clone()),
                    "{name}: {}",
                    lif.name
                );
            }
        }
    }
}

#[test]
fn ids_are_well_formed_and_addresses_lie_in_their_subnets() {
    for (name, world) in worlds() {
        let (account, now) = (world.ec2.account().clone(), world.clock.now());
        let mut seen = HashSet::new();
        for eni in &account.interfaces {
            let request = DescribeRequest::ids([eni.id.clone()]);
            assert_eq!(
                world.ec2.describe_network_interfaces(now, &request).unwrap().items.len(),
                1,
                "{name}"
            );
            let subnet = account.subnets.iter().find(|subnet| subnet.id == eni.subnet_id).unwrap();
            for address in std::iter::once(&eni.primary_address).chain(&eni.secondary_addresses) {
                assert!(subnet.cidr.contains(address), "{name}: {address}");
                assert!(seen.insert(*address), "{name}: {address} is not unique");
            }
        }
        let ids = |ids: Vec<&String>| DescribeRequest::ids(ids.into_iter().cloned());
        let vpcs = ids(account.vpcs.iter().map(|vpc| &vpc.id).collect());
        let subnets = ids(account.subnets.iter().map(|subnet| &subnet.id).collect());
        let instances = ids(account.instances.iter().map(|instance| &instance.id).collect());
        let tables = ids(account.route_tables.iter().map(|table| &table.id).collect());
        assert_eq!(world.ec2.describe_vpcs(now, &vpcs).unwrap().items.len(), account.vpcs.len());
        assert_eq!(world.ec2.describe_subnets(now, &subnets).unwrap().items.len(), account.subnets.len());
        assert_eq!(
            world.ec2.describe_instances(now, &instances).unwrap().items.len(),
            account.instances.len()
        );
        assert_eq!(
            world.ec2.describe_route_tables(now, &tables).unwrap().items.len(),
            account.route_tables.len()
        );
    }
}

#[test]
fn the_interfaces_of_a_pair_have_the_documented_number_of_addresses() {
    for (preset, expected, all) in [(Preset::HaSingleAz, [5, 3], 15), (Preset::HaMultiAz, [3, 3], 13)] {
        let ec2 = preset.inventory().ec2;
        let count = |description: &str| {
            let found = ec2.interfaces.iter().filter(|eni| eni.description.ends_with(description));
            found.map(|eni| 1 + eni.secondary_addresses.len()).collect::<Vec<_>>()
        };
        assert_eq!(count(" - e0a"), expected, "{}", preset.name());
        let of_the_system = ec2.interfaces.iter().filter(|eni| eni.id.contains("0c0a51de"));
        assert_eq!(of_the_system.map(|eni| 1 + eni.secondary_addresses.len()).sum::<usize>(), all);
    }
}

#[test]
fn the_passing_of_time_changes_nothing() {
    for (name, mut world) in worlds() {
        let before = world.snapshot();
        world.clock.advance(std::time::Duration::from_secs(3600));
        world.settle();
        assert_eq!(world.snapshot(), before, "{name}");
    }
}
