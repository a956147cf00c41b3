//! Trouble in the middle of a create: what a revoked account, a lost answer or a broken connection look like.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use acceptance_tests::{Fault, Workdir, World, example};
use anyhow::{Context, Result, anyhow, ensure};
use serde_json::Value;

const UNPROTECTED: &str = "-var=deletion_protection=false";

/// The stack on a system of its own, to be made and destroyed again and again.
struct Stack {
    world: World,
    work: Workdir,
    untouched: Value,
}

impl Stack {
    fn new() -> Result<Self> {
        let world = World::single_node()?;
        let work = world.workdir(&example("stacks/single-node"))?;
        let untouched = world.state()?;
        Ok(Self { world, work, untouched })
    }

    /// The calls that a create of everything makes on both sides.
    fn calls(&self) -> Result<(usize, Vec<String>)> {
        self.world.forget_requests()?;
        self.apply()?;
        let (calls, writes) = (self.world.requests()?.len(), self.world.writes()?);
        self.destroy()?;
        Ok((calls, writes))
    }

    /// Applies with this fault, then without: nothing may be missing, nothing be there twice, nothing stay behind.
    fn survives(&self, fault: &Fault) -> Result<()> {
        self.world.fault(fault)?;
        self.work.run(&["apply", "-auto-approve", "-parallelism=1", UNPROTECTED])?;
        self.world.clear_faults()?;
        self.apply()?;
        self.work.run(&["plan", "-detailed-exitcode", UNPROTECTED])?.succeeded()?;
        self.destroy()
    }

    fn apply(&self) -> Result<()> {
        self.work.run(&["apply", "-auto-approve", "-parallelism=1", UNPROTECTED])?.succeeded()?;
        Ok(())
    }

    fn destroy(&self) -> Result<()> {
        self.work.run(&["destroy", "-auto-approve", UNPROTECTED])?.succeeded()?;
        let state = self.world.state()?;
        ensure!(state == self.untouched, "something is left behind: {state:#}");
        Ok(())
    }
}

/// Tries all faults, on two systems at once.
fn all_are_survived(faults: &[(String, Fault)]) -> Result<()> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<()> {
        let stack = Stack::new()?;
        while let Some((name, fault)) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
            stack.survives(fault).with_context(|| name.clone())?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers = [scope.spawn(work), scope.spawn(work)];
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow!("a worker panicked"))?)
    })
}

#[test]
fn a_refusal_after_each_call_of_each_create_is_mended_by_one_plain_apply() -> Result<()> {
    let (calls, _) = Stack::new()?.calls()?;
    ensure!(calls > 10, "an apply makes {calls} calls only");
    let refusal = |call| Fault::error(403, "6", "not authorized for that command").at(call + 1, 0);
    let name = |call| format!("after call {call} of {calls}");
    let faults: Vec<_> = (0..calls).map(|call| (name(call), refusal(call))).collect();
    all_are_survived(&faults)
}

#[test]
fn a_lost_answer_to_each_write_of_each_create_is_mended_by_one_plain_apply() -> Result<()> {
    let (_, writes) = Stack::new()?.calls()?;
    let mut faults = Vec::new();
    for (index, write) in writes.iter().enumerate() {
        let earlier = writes[..index].iter().filter(|earlier| kind(earlier) == kind(write)).count();
        let lost = |fault: Fault| match write.split_once(' ') {
            Some((method, _)) => fault.on_ontap(Some(method), "*").after_the_effect().at(earlier + 1, 1),
            None => fault.on_ec2(write).after_the_effect().at(earlier + 1, 1),
        };
        faults.push((format!("connection cut after {write}"), lost(Fault::cut())));
        faults.push((format!("500 after {write}"), lost(Fault::error(500, "2", "internal error"))));
    }
    ensure!(faults.len() > 10, "an apply makes these writes only: {writes:?}");
    all_are_survived(&faults)
}

/// The method of an ONTAP write, the action of an EC2 write.
fn kind(write: &str) -> &str {
    write.split(' ').next().unwrap_or(write)
}
