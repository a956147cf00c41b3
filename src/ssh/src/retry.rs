//! Waiting for a host that is only just starting.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use tokio::time::Instant;

use crate::error::{Error, Result};

/// Tries again while nobody answers and the time is not over. A refused key is refused at once: neither a wrong host
/// key nor a wrong user becomes right by waiting, and repeated logins lock accounts.
pub async fn while_nobody_answers<T, F: Future<Output = Result<T>>>(
    wait_for: Duration,
    attempt: impl FnMut() -> F,
) -> Result<T> {
    let end = Instant::now() + wait_for;
    let pace = ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(200))
        .with_max_delay(Duration::from_secs(5))
        .without_max_times()
        .with_jitter();
    attempt.retry(pace).when(|error: &Error| error.may_pass() && Instant::now() < end).await
}
