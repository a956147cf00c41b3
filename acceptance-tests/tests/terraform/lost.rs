//! Trouble in the middle of a create: what a revoked account, a lost answer or a broken connection look like.

use acceptance_tests::{Fault, World, example};
use anyhow::{Result, ensure};

use crate::survival::{Estate, all_are_survived, lost_answers, refused_after};

fn stack() -> Result<Estate> {
    let world = World::single_node()?;
    let mut work = world.workdir(&example("stacks/single-node"))?;
    work.set("TF_VAR_deletion_protection", "false");
    Estate::new(world, work)
}

#[test]
fn a_refusal_after_each_call_of_each_create_is_mended_by_one_plain_apply() -> Result<()> {
    let calls = stack()?.calls()?.number;
    ensure!(calls > 10, "an apply makes {calls} calls only");
    let name = |call| format!("after call {call} of {calls}");
    let faults: Vec<_> = (0..calls).map(|call| (name(call), refused_after(call))).collect();
    all_are_survived(stack, &faults)
}

#[test]
fn a_lost_answer_to_each_write_of_each_create_is_mended_by_one_plain_apply() -> Result<()> {
    let writes = stack()?.calls()?.writes;
    let error = Fault::error(500, "2", "internal error");
    let faults = [("connection cut", Fault::cut()), ("500", error)];
    let faults: Vec<_> = faults.iter().flat_map(|(how, fault)| lost_answers(&writes, how, fault)).collect();
    ensure!(faults.len() > 10, "an apply makes these writes only: {writes:?}");
    all_are_survived(stack, &faults)
}
