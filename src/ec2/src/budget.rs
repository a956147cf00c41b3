//! [`Budget`]: how fast this process calls EC2, so that others find their calls granted as well
//! (docs/decisions/0027).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::bucket::{Allowance, Bucket};
use crate::is_read;

/// Half of what EC2 grants an account for `AssignPrivateIpAddresses` and for `UnassignPrivateIpAddresses`:
/// 100 at once, and 5 per second (EC2's developer guide, "Request throttling"). The mediator of a Cloud
/// Volumes ONTAP pair needs the same calls in a takeover.
const WRITES: Allowance = Allowance { at_once: 50.0, per_second: 2.5 };

/// Four fifths of what EC2 grants for the reads that it grants least of: 50 at once, and 10 per second.
const READS: Allowance = Allowance { at_once: 40.0, per_second: 8.0 };

/// How many calls of each action may still be sent. EC2 counts each action by itself, and so does this.
#[derive(Debug)]
pub struct Budget {
    writes: Allowance,
    reads: Allowance,
    begun: Instant,
    buckets: Mutex<BTreeMap<String, Bucket>>,
}

impl Default for Budget {
    /// The part of an account's budget that this process may use.
    fn default() -> Self {
        Self::new(WRITES, READS)
    }
}

impl Budget {
    /// A budget for each action that writes, and for each that reads.
    #[must_use]
    pub fn new(writes: Allowance, reads: Allowance) -> Self {
        Self { writes, reads, begun: Instant::now(), buckets: Mutex::default() }
    }

    /// Waits until a call of this action may be sent.
    pub async fn turn(&self, action: &str) {
        let wait = self.bucket(action, Bucket::take);
        if !wait.is_zero() {
            waiting::told(|| format!("the request budget of {action}"), sleep(wait)).await;
        }
    }

    /// Learns that EC2 refused an attempt of this action because there were too many.
    pub fn refused(&self, action: &str) {
        self.bucket(action, Bucket::refused);
    }

    fn bucket<T>(&self, action: &str, work: impl FnOnce(&mut Bucket, Duration) -> T) -> T {
        let now = self.begun.elapsed();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let allowance = if is_read(action) { self.reads } else { self.writes };
        work(buckets.entry(action.to_owned()).or_insert_with(|| Bucket::full(allowance, now)), now)
    }
}
