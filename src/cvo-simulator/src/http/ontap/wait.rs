//! Waiting for jobs: `return_timeout`.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use super::answer::Done;
use super::call::Call;
use crate::shared::SharedState;
use crate::world::clock::ClockMode;

/// Resolution of simulated time in automatic mode.
const TICK: Duration = Duration::from_millis(1);

/// Waits until the jobs of a call have ended, or until its `return_timeout` has passed.
pub async fn for_jobs(state: &SharedState, call: &Call, done: &Done) {
    let timeout = match done {
        // NetApp's API rules: changes of whole collections wait by default.
        Done::ChangedSelected(_) => call.collection_timeout(),
        _ => call.return_timeout(),
    };
    if timeout.is_zero() {
        return;
    }
    let deadline = Instant::now() + timeout;
    for job in done.jobs() {
        // A timeout is not an error: the answer then reports a running job.
        if timeout_at(deadline, ended(state, job)).await.is_err() {
            return;
        }
    }
}

async fn ended(state: &SharedState, job: uuid::Uuid) {
    loop {
        let changed = state.clock_changed().notified();
        let Some(remaining) = remaining(state, job) else { return };
        match remaining {
            // Only a change through the control server moves an explicit clock.
            None => changed.await,
            Some(remaining) => {
                tokio::select! {
                    () = changed => {}
                    () = sleep(remaining + TICK) => {}
                }
            }
        }
    }
}

/// Returns the time until a job ends. The inner `None` means that it is
/// unknown, the outer `None` that the job has ended.
fn remaining(state: &SharedState, job: uuid::Uuid) -> Option<Option<Duration>> {
    let world = state.world();
    let job = world.cluster.job(job).filter(|job| job.outcome.is_none())?;
    Some(match world.clock.mode() {
        ClockMode::Explicit => None,
        ClockMode::Automatic => Some(job.due.since(world.clock.now())),
    })
}
