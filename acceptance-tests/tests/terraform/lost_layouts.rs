//! The same trouble with the module on HA pairs, when the layout fills an interface. Objects left by an
//! interrupted apply must not count as somebody else's, nor need additional space.

use acceptance_tests::{Fault, World, scenario};
use anyhow::{Result, ensure};

use crate::survival::{Estate, all_are_survived, lost_answers, refused_after};

/// A pair, and the number of addresses of somebody else with which one storage VM fills an interface.
struct Case {
    preset: &'static str,
    topology: &'static str,
    interface: &'static str,
    of_others: usize,
}

const SINGLE_AZ: Case = Case {
    preset: "ha-single-az",
    topology: "ha_single_az",
    interface: "eni-0c0a51de00021e0a0",
    of_others: 8,
};
const MULTI_AZ: Case = Case {
    preset: "ha-multi-az",
    topology: "ha_multi_az",
    interface: "eni-0c0a51de00031e0a0",
    of_others: 11,
};

fn layout(case: &Case) -> Result<Estate> {
    let world = World::of(case.preset, "9.15.1")?;
    let mut somebody_else = world.workdir(&scenario("secondary_ip/several"))?;
    somebody_else.set("TF_VAR_interface", case.interface).set("TF_VAR_number", &case.of_others.to_string());
    somebody_else.apply()?;
    let mut work = world.workdir(&scenario("layout"))?;
    work.set("TF_VAR_topology", case.topology).set("TF_VAR_number", "1");
    Estate::new(world, work)
}

/// The trouble around a write.
enum Trouble {
    /// All calls after the write are refused.
    Refused,
    /// The answer to the write is lost.
    Lost,
}

/// Injects the trouble into the writes of EC2 or those of ONTAP.
fn is_finished_by_one_plain_apply(case: &Case, trouble: &Trouble, of_ec2: bool) -> Result<()> {
    let calls = layout(case)?.calls()?;
    let faults = match trouble {
        Trouble::Refused => {
            let refused = calls.writes.iter().zip(&calls.places);
            refused.map(|(write, at)| (format!("refused after {write}"), refused_after(at + 1))).collect()
        }
        Trouble::Lost => lost_answers(&calls.writes, "connection cut", &Fault::cut()),
    };
    let faults = faults.into_iter().zip(&calls.writes);
    // Only ONTAP writes have a method and a path.
    let chosen = faults.filter(|(_, write)| write.contains(' ') != of_ec2).map(|(fault, _)| fault);
    let chosen: Vec<_> = chosen.collect();
    ensure!(chosen.len() >= 2, "an apply makes these writes only: {:?}", calls.writes);
    all_are_survived(|| layout(case), &chosen)
}

/// The calls after the assignments are the same as on the other systems.
#[test]
fn in_one_zone_trouble_while_addresses_are_assigned_is_repaired_by_one_plain_apply() -> Result<()> {
    is_finished_by_one_plain_apply(&SINGLE_AZ, &Trouble::Refused, true)?;
    is_finished_by_one_plain_apply(&SINGLE_AZ, &Trouble::Lost, true)
}

#[test]
fn in_several_zones_a_refusal_after_any_write_of_ec2_is_repaired_by_one_plain_apply() -> Result<()> {
    is_finished_by_one_plain_apply(&MULTI_AZ, &Trouble::Refused, true)
}

#[test]
fn in_several_zones_a_refusal_after_any_write_of_ontap_is_repaired_by_one_plain_apply() -> Result<()> {
    is_finished_by_one_plain_apply(&MULTI_AZ, &Trouble::Refused, false)
}

#[test]
fn in_several_zones_a_lost_answer_of_ec2_to_any_write_is_repaired_by_one_plain_apply() -> Result<()> {
    is_finished_by_one_plain_apply(&MULTI_AZ, &Trouble::Lost, true)
}

#[test]
fn in_several_zones_a_lost_answer_of_ontap_to_any_write_is_repaired_by_one_plain_apply() -> Result<()> {
    is_finished_by_one_plain_apply(&MULTI_AZ, &Trouble::Lost, false)
}
