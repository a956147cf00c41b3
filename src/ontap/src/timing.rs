//! How long the client waits between two attempts or two polls of a job.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};

/// How long the client waits between two attempts or two polls of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// Shortest wait; each following wait is longer, with jitter.
    pub shortest: Duration,
    /// Longest wait.
    pub longest: Duration,
    /// Total number of attempts for a request that ONTAP could not accept at the moment.
    pub attempts: usize,
    /// How long a job, or the wait for one of ONTAP's five SVM job slots, may take before the client gives
    /// up.
    pub job_timeout: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            shortest: Duration::from_millis(500),
            longest: Duration::from_secs(10),
            attempts: 6,
            job_timeout: Duration::from_secs(30 * 60),
        }
    }
}

impl Timing {
    /// The waits between the attempts of one request.
    pub(crate) fn between_attempts(&self) -> impl Iterator<Item = Duration> + Send + use<> {
        self.waits().with_max_times(self.attempts.saturating_sub(1)).build()
    }

    /// The waits between the polls of a job: endless, since the job's timeout ends them.
    pub(crate) fn between_looks(&self) -> impl Iterator<Item = Duration> + Send + use<> {
        self.waits().without_max_times().build()
    }

    fn waits(&self) -> ExponentialBuilder {
        ExponentialBuilder::new()
            .with_jitter()
            .with_factor(1.6)
            .with_min_delay(self.shortest)
            .with_max_delay(self.longest)
    }
}
