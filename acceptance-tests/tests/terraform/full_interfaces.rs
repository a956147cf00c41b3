//! Layouts of the module that fill an interface completely, next to addresses of somebody else.

use acceptance_tests::{Fault, Workdir, World, scenario};
use anyhow::Result;

/// A system, and the number of addresses of somebody else with which `storage_vms` storage VMs fill an
/// interface.
struct Case {
    preset: &'static str,
    topology: &'static str,
    interface: &'static str,
    of_others: usize,
    storage_vms: usize,
}

/// What the provider says of an interface that has no room for another address.
const IS_FULL: &[&str] = &["is full", "allows 15 private IPv4 addresses", "management_lif = false"];
/// What the module says where a takeover would not find room.
const NO_ROOM: &[&str] = &["has room for 0 more addresses", "the layout needs", "Nothing was changed"];

fn somebody_else(world: &World, case: &Case) -> Result<Workdir> {
    let mut work = world.workdir(&scenario("secondary_ip/several"))?;
    work.set("TF_VAR_interface", case.interface).set("TF_VAR_number", &case.of_others.to_string());
    work.apply()?;
    Ok(work)
}

fn fills_it_and_leaves_without_a_trace(case: &Case, told: &[&str]) -> Result<()> {
    let world = World::of(case.preset, "9.15.1")?;
    let _somebody_else = somebody_else(&world, case)?;
    let before = world.state()?;
    let mut work = world.workdir(&scenario("layout"))?;
    work.set("TF_VAR_topology", case.topology).set("TF_VAR_number", &case.storage_vms.to_string());
    work.apply()?;
    work.expect_no_changes()?;
    world.forget_requests()?;
    work.set("TF_VAR_number", &(case.storage_vms + 1).to_string());
    work.try_apply()?.failed_saying(told)?;
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

/// An apply that is interrupted right after it has assigned its addresses: they fill the interface, and are
/// its own.
fn goes_on_after_an_interruption(case: &Case, told: &[&str]) -> Result<()> {
    let world = World::of(case.preset, "9.15.1")?;
    let _somebody_else = somebody_else(&world, case)?;
    let before = world.state()?;
    let mut work = world.workdir(&scenario("layout"))?;
    work.set("TF_VAR_topology", case.topology).set("TF_VAR_number", &case.storage_vms.to_string());
    world.fault(
        &Fault::error(403, "6", "not authorized for that command").on_ontap(Some("POST"), "*").at(1, 0),
    )?;
    work.try_apply()?.failed_saying(&["not authorized for that command"])?;
    world.clear_faults()?;
    world.forget_requests()?;
    work.set("TF_VAR_number", &(case.storage_vms + 1).to_string());
    work.try_apply()?.failed_saying(told)?;
    assert_eq!(world.writes()?, Vec::<String>::new());
    work.set("TF_VAR_number", &case.storage_vms.to_string());
    work.apply()?;
    work.expect_no_changes()?;
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn a_single_node_can_be_filled_but_not_exceeded() -> Result<()> {
    let case = Case {
        preset: "single-node",
        topology: "single_node",
        interface: "eni-0c0a51de00000e0a1",
        of_others: 5,
        storage_vms: 2,
    };
    fills_it_and_leaves_without_a_trace(&case, IS_FULL)
}

const ONE_ZONE: Case = Case {
    preset: "ha-single-az",
    topology: "ha_single_az",
    interface: "eni-0c0a51de00021e0a0",
    of_others: 0,
    storage_vms: 5,
};

#[test]
fn a_pair_in_one_zone_can_be_filled_up_to_what_one_node_can_take_over() -> Result<()> {
    fills_it_and_leaves_without_a_trace(&ONE_ZONE, NO_ROOM)
}

const SEVERAL_ZONES: Case = Case {
    preset: "ha-multi-az",
    topology: "ha_multi_az",
    interface: "eni-0c0a51de00031e0a0",
    of_others: 10,
    storage_vms: 2,
};

#[test]
fn a_pair_in_several_zones_can_be_filled_but_not_exceeded() -> Result<()> {
    fills_it_and_leaves_without_a_trace(&SEVERAL_ZONES, IS_FULL)
}

#[test]
fn in_several_zones_a_full_layout_resumes_after_an_interruption() -> Result<()> {
    goes_on_after_an_interruption(&SEVERAL_ZONES, IS_FULL)
}

#[test]
fn in_one_zone_a_full_layout_resumes_after_an_interruption() -> Result<()> {
    let told = ["has room for", "more addresses", "were not assigned by this layout", "Nothing was changed"];
    goes_on_after_an_interruption(&Case { of_others: 4, storage_vms: 3, ..ONE_ZONE }, &told)
}

#[test]
fn in_several_zones_lifs_with_another_block_policy_can_fill_an_interface() -> Result<()> {
    let world = World::of(SEVERAL_ZONES.preset, "9.15.1")?;
    let _somebody_else = somebody_else(&world, &SEVERAL_ZONES)?;
    let before = world.state()?;
    let mut work = world.workdir(&scenario("layout"))?;
    work.set("TF_VAR_topology", SEVERAL_ZONES.topology).set("TF_VAR_number", "2");
    work.set("TF_VAR_private_lif_policy", "default-data-nvme-tcp").apply()?;
    work.expect_no_changes()?;
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}
