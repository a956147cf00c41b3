//! Waiting for jobs: `return_timeout`.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use super::answer::Done;
use super::call::Call;
use crate::shared::SharedState;
use crate::world::clock::ClockMode;

/// Simulated time in automatic mode has a resolution of one millisecond.
const TICK: Duration = Duration::from_millis(1);

/// Waits until the jobs of a call have ended, but not longer than its `return_timeout`.
pub async fn for_jobs(state: &SharedState, call: &Call, done: &Done) {
    let patience = match done {
        // NetApp's API rules: changes of whole collections wait by themselves.
        Done::ChangedSelected(_) => call.collection_timeout(),
        _ => call.return_timeout(),
    };
    if patience.is_zero() {
        return;
    }
    let deadline = Instant::now() + patience;
    for job in done.jobs() {
        // Running out of patience is no error: the answer then tells about a running job.
        if timeout_at(deadline, ended(state, job)).await.is_err() {
            return;
        }
    }
}

async fn ended(state: &SharedState, job: uuid::Uuid) {
    loop {
        let poked = state.clock_poked().notified();
        let Some(remaining) = remaining(state, job) else { return };
        match remaining {
            // Only a poke moves an explicit clock.
            None => poked.await,
            Some(remaining) => {
                tokio::select! {
                    () = poked => {}
                    () = sleep(remaining + TICK) => {}
                }
            }
        }
    }
}

/// Time until a job ends; the inner `None` is an unknown time. The outer `None` means that it has ended.
fn remaining(state: &SharedState, job: uuid::Uuid) -> Option<Option<Duration>> {
    let world = state.world();
    let job = world.cluster.job(job).filter(|job| job.outcome.is_none())?;
    Some(match world.clock.mode() {
        ClockMode::Explicit => None,
        ClockMode::Automatic => Some(job.due.since(world.clock.now())),
    })
}
