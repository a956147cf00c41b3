//! A configuration that is made again and again, each time with another fault on the way.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use acceptance_tests::{Fault, Workdir, World};
use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::Value;

/// A configuration on a system of its own. It must not protect what it makes.
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

    /// What a create of everything asks of both sides.
    pub(crate) fn calls(&self) -> Result<Calls> {
        self.world.forget_requests()?;
        self.apply()?;
        let (number, writes) = (self.world.requests()?.len(), self.world.writes()?);
        let places = self.world.places_of_writes()?;
        self.destroy()?;
        Ok(Calls { number, writes, places })
    }

    /// Applies with this fault, then without: nothing may be missing, nothing be there twice, nothing stay behind.
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
    /// Those that write, and their places among all.
    pub(crate) writes: Vec<String>,
    pub(crate) places: Vec<usize>,
}

/// Tries all faults, on two systems at once, and shows all that were not survived.
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

/// From the call after `call` on, nothing is permitted any more.
pub(crate) fn refused_after(call: usize) -> Fault {
    Fault::error(403, "6", "not authorized for that command").at(call + 1, 0)
}

/// For each write that its answer is lost in this way, although it took effect.
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

/// The method of an ONTAP write, the action of an EC2 write.
fn kind(write: &str) -> &str {
    write.split(' ').next().unwrap_or(write)
}
