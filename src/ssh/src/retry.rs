//! Waits for a host that is only just starting.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use tokio::time::Instant;

use crate::error::{Error, Result};

/// Retries until somebody answers or the time runs out. A refused key is never retried: waiting corrects
/// neither a wrong host key nor a wrong user, and repeated logins lock accounts.
pub async fn while_nobody_answers<T, F: Future<Output = Result<T>>>(
    wait_for: Duration,
    attempt: impl FnMut() -> F,
) -> Result<T> {
    let end = Instant::now() + wait_for;
    let backoff = ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(200))
        .with_max_delay(Duration::from_secs(5))
        .without_max_times()
        .with_jitter();
    attempt.retry(backoff).when(|error: &Error| error.may_pass() && Instant::now() < end).await
}
