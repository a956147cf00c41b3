//! The one way to wait for the system: look, pause, look again.

use std::iter;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use futures::future::BoxFuture;

/// The pauses of who looks every second.
pub fn every_second() -> impl Iterator<Item = Duration> + Send {
    iter::repeat(Duration::from_secs(1))
}

/// Pauses that grow from half a second to five seconds.
pub fn growing() -> impl Iterator<Item = Duration> + Send {
    let pauses = ExponentialBuilder::new()
        .with_min_delay(Duration::from_millis(500))
        .with_max_delay(Duration::from_secs(5))
        .with_factor(2.0)
        .without_max_times();
    pauses.build()
}

/// Looks until a look has what is waited for, which is what it returns as `Ok`; what it returns as `Err` is not it yet. The
/// last of these is returned when there are no more pauses, or the operation is to stop because the user wants it or its time
/// is up: then there is no further look. `what` completes "waiting for ...", for the log.
///
/// # Errors
/// That of a look, which ends the wait.
pub async fn wait_until<'a, T, N, E>(
    pauses: impl IntoIterator<Item = Duration>,
    what: &str,
    look: impl Fn() -> BoxFuture<'a, Result<Result<T, N>, E>>,
) -> Result<Result<T, N>, E> {
    let mut pauses = pauses.into_iter();
    loop {
        let not_yet = match look().await? {
            Ok(seen) => return Ok(Ok(seen)),
            Err(not_yet) => not_yet,
        };
        match pauses.next() {
            Some(length) if pause(length, what).await => {}
            Some(_) | None => return Ok(Err(not_yet)),
        }
    }
}

/// Waits that long; `false` if the operation is to stop before. `what` completes "waiting for ...", for the log.
pub async fn pause(length: Duration, what: &str) -> bool {
    tracing::debug!(pause_ms = length.as_millis(), "waiting for {what}");
    tokio::select! {
        biased;
        () = tfplugin::stop().cancelled_owned() => false,
        () = tokio::time::sleep(length) => true,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    async fn looks_until(seen: usize, pauses: usize) -> Result<Result<usize, usize>, &'static str> {
        let looks = AtomicUsize::new(0);
        let pauses = iter::repeat_n(Duration::ZERO, pauses);
        wait_until(pauses, "nothing", || {
            let number = looks.fetch_add(1, Ordering::SeqCst);
            Box::pin(async move {
                if number == 7 {
                    Err("broken")
                } else {
                    Ok(if number == seen { Ok(number) } else { Err(number) })
                }
            })
        })
        .await
    }

    #[tokio::test]
    async fn it_looks_until_it_sees_or_has_no_more_patience_or_a_look_fails() {
        assert_eq!(looks_until(0, 0).await, Ok(Ok(0)), "without a pause there is one look");
        assert_eq!(looks_until(3, 5).await, Ok(Ok(3)));
        assert_eq!(looks_until(6, 5).await, Ok(Err(5)), "the last look says what is missing");
        assert_eq!(looks_until(9, 20).await, Err("broken"));
    }
}
