//! Trouble in the middle of a create: a revoked account, a lost answer, a broken connection.

use acceptance_tests::{Fault, World, example};
use anyhow::{Result, ensure};

use crate::survival::{Estate, all_are_survived, lost_answers, refused_after};

fn stack() -> Result<Estate> {
    let world = World::single_node()?;
    let mut work = world.workdir(&example("stacks/single-node"))?;
    work.set("TF_VAR_deletion_protection", "false");
    Estate::new(world, work)
}

/// Number of tests that share the refusals, so that they run in parallel. Each takes every third call.
const SHARES: usize = 3;

fn refusals_are_repaired(share: usize) -> Result<()> {
    let calls = stack()?.calls()?.number;
    ensure!(calls > 10, "an apply makes {calls} calls only");
    let name = |call| format!("after call {call} of {calls}");
    let own = (share..calls).step_by(SHARES);
    let faults: Vec<_> = own.map(|call| (name(call), refused_after(call))).collect();
    all_are_survived(stack, &faults)
}

#[test]
fn a_refusal_after_each_call_of_each_create_is_repaired_by_one_plain_apply_1() -> Result<()> {
    refusals_are_repaired(0)
}

#[test]
fn a_refusal_after_each_call_of_each_create_is_repaired_by_one_plain_apply_2() -> Result<()> {
    refusals_are_repaired(1)
}

#[test]
fn a_refusal_after_each_call_of_each_create_is_repaired_by_one_plain_apply_3() -> Result<()> {
    refusals_are_repaired(2)
}

fn lost_answers_are_repaired(how: &str, fault: &Fault) -> Result<()> {
    let writes = stack()?.calls()?.writes;
    ensure!(writes.len() > 5, "an apply makes these writes only: {writes:?}");
    all_are_survived(stack, &lost_answers(&writes, how, fault))
}

#[test]
fn a_connection_cut_after_each_write_of_each_create_is_repaired_by_one_plain_apply() -> Result<()> {
    lost_answers_are_repaired("connection cut", &Fault::cut())
}

#[test]
fn an_error_after_each_write_of_each_create_is_repaired_by_one_plain_apply() -> Result<()> {
    lost_answers_are_repaired("500", &Fault::error(500, "2", "internal error"))
}
