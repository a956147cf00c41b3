//! A configuration that is created again and again, each time with a different fault.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use acceptance_tests::{Fault, Workdir, World};
use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::Value;

/// A configuration on its own system, without deletion protection.
pub(crate) struct Estate {
    world: World,
    work: Workdir,
    untouched: Value,
}

impl Estate {
    pub(crate) fn new(world: World, work: Workdir) -> Result<Self> {
        let untouched = world.state()?;
        Ok(Self { world, work, untouched })
    }

    /// Returns the calls that a create of everything makes on both sides.
    pub(crate) fn calls(&self) -> Result<Calls> {
        self.world.forget_requests()?;
        self.apply()?;
        let (number, writes) = (self.world.requests()?.len(), self.world.writes()?);
        let places = self.world.places_of_writes()?;
        self.destroy()?;
        Ok(Calls { number, writes, places })
    }

    /// Applies with this fault, then without. Nothing may be missing, duplicated or left behind.
    fn survives(&self, fault: &Fault) -> Result<()> {
        self.world.fault(fault)?;
        self.work.run(&["apply", "-auto-approve", "-parallelism=1"])?;
        self.world.clear_faults()?;
        self.apply()?;
        self.work.run(&["plan", "-detailed-exitcode"])?.succeeded()?;
        self.destroy()
    }

    fn apply(&self) -> Result<()> {
        self.work.run(&["apply", "-auto-approve", "-parallelism=1"])?.succeeded()?;
        Ok(())
    }

    fn destroy(&self) -> Result<()> {
        self.work.run(&["destroy", "-auto-approve"])?.succeeded()?;
        let state = self.world.state()?;
        ensure!(state == self.untouched, "something is left behind: {state:#}");
        Ok(())
    }
}

/// The calls of a create.
pub(crate) struct Calls {
    pub(crate) number: usize,
    /// The writes, followed by their positions among all calls.
    pub(crate) writes: Vec<String>,
    pub(crate) places: Vec<usize>,
}

/// Tries all faults, on two systems in parallel, and reports all failures.
pub(crate) fn all_are_survived(
    new: impl Fn() -> Result<Estate> + Sync,
    faults: &[(String, Fault)],
) -> Result<()> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<String>> {
        let (mut estate, mut failed) = (new()?, Vec::new());
        while let Some((name, fault)) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(error) = estate.survives(fault).with_context(|| name.clone()) {
                failed.push(format!("{error:#}"));
                estate = new()?;
            }
        }
        Ok(failed)
    };
    let failed = thread::scope(|scope| {
        let workers = [scope.spawn(work), scope.spawn(work)];
        let ended =
            workers.into_iter().map(|worker| worker.join().map_err(|_| anyhow!("a worker panicked"))?);
        ended.collect::<Result<Vec<_>>>()
    })?
    .concat();
    if failed.is_empty() {
        Ok(())
    } else {
        bail!("{} of {}:\n{}", failed.len(), faults.len(), failed.join("\n\n"))
    }
}

/// Refuses all calls after the first `call` calls.
pub(crate) fn refused_after(call: usize) -> Fault {
    Fault::error(403, "6", "not authorized for that command").at(call + 1, 0)
}

/// Returns a fault for each write, by which its answer is lost in this way although it takes effect.
pub(crate) fn lost_answers(writes: &[String], how: &str, fault: &Fault) -> Vec<(String, Fault)> {
    let lost = |(index, write): (usize, &String)| {
        let earlier = writes[..index].iter().filter(|earlier| kind(earlier) == kind(write)).count();
        let fault = fault.clone().after_the_effect();
        let fault = match write.split_once(' ') {
            Some((method, _)) => fault.on_ontap(Some(method), "*"),
            None => fault.on_ec2(write),
        };
        (format!("{how} after {write}"), fault.at(earlier + 1, 1))
    };
    writes.iter().enumerate().map(lost).collect()
}

/// Returns the method of an ONTAP write or the action of an EC2 write.
fn kind(write: &str) -> &str {
    write.split(' ').next().unwrap_or(write)
}
