//! Invariants of a pair after any sequence of failures, givebacks and LIF changes.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use proptest::prelude::*;
use serde_json::json;

use super::failover::{new_lif, targets};
use super::{create_svm, world_with};
use crate::Preset;
use crate::inventory::ec2::NetworkInterfaceSpec;
use crate::world::World;
use crate::world::ec2::AssignRequest;
use crate::world::version::OntapVersion;

const NODES: [&str; 2] = ["cvo-node1", "cvo-node2"];

#[derive(Debug, Clone)]
enum Step {
    Fail(usize),
    Return(usize),
    Create { number: u8, home: usize },
    Delete { number: u8 },
    Wait,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0..2_usize).prop_map(Step::Fail),
        (0..2_usize).prop_map(Step::Return),
        (0..4_u8, 0..2_usize).prop_map(|(number, home)| Step::Create { number, home }),
        (0..4_u8).prop_map(|number| Step::Delete { number }),
        Just(Step::Wait),
    ];
    proptest::collection::vec(step, 1..25)
}

fn e0a<'a>(world: &'a World, node: &str) -> &'a NetworkInterfaceSpec {
    let name = format!("{node} e0a");
    world.ec2.account().interfaces.iter().find(|eni| eni.tags["Name"] == name).unwrap()
}

/// Steps that are impossible in the current state are refused, which is harmless.
fn take(world: &mut World, step: &Step, floats: bool) {
    match step {
        Step::Fail(node) => drop(world.take_over(NODES[*node])),
        Step::Return(node) => drop(world.give_back(NODES[*node])),
        Step::Wait => world.clock.advance(Duration::from_secs(90)),
        Step::Delete { number } => {
            let name = format!("nas_{number}");
            let found = world.cluster.interfaces.iter().find(|lif| lif.name == name).map(|lif| lif.uuid);
            if let Some(uuid) = found {
                world.change_interfaces(|cluster| cluster.delete_interface(uuid)).unwrap();
            }
        }
        Step::Create { number, home } if floats || world.cluster.is_node_up(NODES[*home]) => {
            let address = if floats {
                Ipv4Addr::new(192, 168, 40, 100 + number)
            } else {
                Ipv4Addr::new(10, 30, 1, 100 + number)
            };
            if !floats {
                let request = AssignRequest {
                    network_interface_id: e0a(world, NODES[*home]).id.clone(),
                    private_ip_addresses: vec![address.to_string()],
                    ..AssignRequest::default()
                };
                let now = world.clock.now();
                if world.ec2.assign_private_ip_addresses(now, &request).is_err() {
                    return;
                }
            }
            let name = format!("nas_{number}");
            let _may_be_refused =
                new_lif(world, &name, &address.to_string(), "default-data-files", NODES[*home]);
        }
        Step::Create { .. } => {}
    }
    world.settle();
}

/// Checks that every address is on the node of its LIF.
fn check(world: &World, floats: bool) -> Result<(), TestCaseError> {
    for lif in world.cluster.interfaces.iter().filter(|lif| lif.port == "e0a") {
        let IpAddr::V4(address) = lif.address else { panic!("{}", lif.name) };
        let interface = e0a(world, &lif.node);
        if address.octets()[0] == 10 {
            let holds =
                interface.primary_address == address || interface.secondary_addresses.contains(&address);
            prop_assert!(holds, "{} at {}", lif.name, lif.node);
        } else {
            prop_assert_eq!(
                targets(world, &address.to_string()),
                vec![interface.id.clone(); 2],
                "{}",
                lif.name
            );
        }
    }
    let shown = world.ec2.route_tables_snapshot().to_string();
    let routed = (100..104).filter(|host| shown.contains(&format!("192.168.40.{host}/32"))).count();
    let made = world.cluster.interfaces.iter().filter(|lif| lif.name.starts_with("nas_")).count();
    prop_assert_eq!(routed, if floats { made } else { 0 });
    prop_assert!(NODES.iter().any(|node| world.cluster.is_node_up(node)));
    Ok(())
}

fn run(preset: Preset, steps: &[Step]) -> Result<(), TestCaseError> {
    let floats = preset == Preset::HaMultiAz;
    let mut world = world_with(preset, OntapVersion::V9_15_1);
    create_svm(&mut world, json!({"name": "svm_2", "aggregates": [{"name": "aggr1"}]})).unwrap();
    for step in steps {
        take(&mut world, step, floats);
    }
    // Lets pending changes complete.
    world.clock.advance(Duration::from_secs(1));
    world.settle();
    check(&world, floats)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn in_one_zone_every_address_is_on_the_node_of_its_lif(steps in steps()) {
        run(Preset::HaSingleAz, &steps)?;
    }

    #[test]
    fn in_several_zones_every_route_leads_to_its_lif(steps in steps()) {
        run(Preset::HaMultiAz, &steps)?;
    }
}
