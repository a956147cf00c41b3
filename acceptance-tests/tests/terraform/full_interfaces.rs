//! Layouts of the module that leave no room on an interface, beside addresses of somebody else.

use acceptance_tests::{Workdir, World, scenario};
use anyhow::Result;

/// A system, and how many addresses somebody else takes on an interface so that a number of storage VMs fills it.
struct Case {
    preset: &'static str,
    topology: &'static str,
    interface: &'static str,
    of_others: usize,
    storage_vms: usize,
}

fn somebody_else(world: &World, case: &Case) -> Result<Workdir> {
    let mut work = world.workdir(&scenario("secondary_ip/several"))?;
    work.set("TF_VAR_interface", case.interface).set("TF_VAR_number", &case.of_others.to_string());
    work.apply()?;
    Ok(work)
}

fn fills_it_and_leaves_without_a_trace(case: &Case) -> Result<()> {
    let world = World::of(case.preset, "9.15.1")?;
    let _somebody_else = somebody_else(&world, case)?;
    let before = world.state()?;
    let mut work = world.workdir(&scenario("layout"))?;
    work.set("TF_VAR_topology", case.topology).set("TF_VAR_number", &case.storage_vms.to_string());
    work.apply()?;
    work.expect_no_changes()?;
    world.forget_requests()?;
    work.set("TF_VAR_number", &(case.storage_vms + 1).to_string());
    work.try_apply()?.failed_saying(&[
        "has room for 0 more addresses",
        "the layout needs",
        "Nothing was changed",
    ])?;
    assert_eq!(world.writes()?, Vec::<String>::new());
    work.set("TF_VAR_number", &case.storage_vms.to_string());
    work.expect_no_changes()?;
    if case.topology != "single_node" {
        for node in ["cvo-node1", "cvo-node2"] {
            world.takeover(node)?;
            work.expect_no_changes()?;
            world.giveback(node)?;
        }
    }
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn a_single_node_can_be_filled_and_no_further() -> Result<()> {
    fills_it_and_leaves_without_a_trace(&Case {
        preset: "single-node",
        topology: "single_node",
        interface: "eni-0c0a51de00000e0a1",
        of_others: 5,
        storage_vms: 2,
    })
}

#[test]
fn a_pair_in_one_zone_can_be_filled_as_far_as_one_node_can_hold_what_moves() -> Result<()> {
    fills_it_and_leaves_without_a_trace(&Case {
        preset: "ha-single-az",
        topology: "ha_single_az",
        interface: "eni-0c0a51de00021e0a0",
        of_others: 0,
        storage_vms: 5,
    })
}

#[test]
fn a_pair_in_several_zones_can_be_filled_and_no_further() -> Result<()> {
    fills_it_and_leaves_without_a_trace(&Case {
        preset: "ha-multi-az",
        topology: "ha_multi_az",
        interface: "eni-0c0a51de00031e0a0",
        of_others: 10,
        storage_vms: 2,
    })
}
