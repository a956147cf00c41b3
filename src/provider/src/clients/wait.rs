//! The one way to wait for the system: look, pause, look again.

use std::convert::Infallible;
use std::iter;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use futures::future::BoxFuture;
use tfplugin::Diagnostics;

/// Returns pauses of one second without end.
pub fn every_second() -> impl Iterator<Item = Duration> + Send {
    iter::repeat(Duration::from_secs(1))
}

/// Returns pauses that grow from half a second to five seconds, without end.
pub fn growing() -> impl Iterator<Item = Duration> + Send {
    let pauses = ExponentialBuilder::new()
        .with_min_delay(Duration::from_millis(500))
        .with_max_delay(Duration::from_secs(5))
        .with_factor(2.0)
        .without_max_times();
    pauses.build()
}

/// Calls `look` until it returns the awaited value as the inner `Ok`; an inner `Err` means "not yet". Returns
/// the last "not yet" when there are no more pauses, or when the operation is told to stop because the user
/// interrupts it or its time is up; there is no further look then. `what` completes "waiting for ..." in the
/// log.
///
/// # Errors
/// An error of `look` ends the wait.
pub async fn wait_until<'a, T, N, E>(
    pauses: impl IntoIterator<Item = Duration>,
    what: &str,
    look: impl Fn() -> BoxFuture<'a, Result<Result<T, N>, E>>,
) -> Result<Result<T, N>, E> {
    let mut pauses = pauses.into_iter();
    let looks = async {
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
    };
    waiting::told(|| what.to_owned(), looks).await
}

/// Looks once a second for as long as the number of what is left falls, beginning with `seen`, which was just
/// looked at. Returns the last look, when nothing is left, when as many looks as `patience` says then showed
/// no smaller number, or when the operation is told to stop. `what` completes "waiting for ..." in the log.
///
/// # Errors
/// An error of `look` ends the wait.
pub async fn while_falling<'a, T, E>(
    mut seen: T,
    what: &str,
    patience: impl Fn() -> usize,
    number: impl Fn(&T) -> usize,
    look: impl Fn() -> BoxFuture<'a, Result<T, E>>,
) -> Result<T, E> {
    let mut falling = Falling { smallest: number(&seen), unchanged: 0 };
    let looks = async {
        while falling.goes_on(patience()) && pause(Duration::from_secs(1), what).await {
            seen = look().await?;
            falling.see(number(&seen));
        }
        Ok(seen)
    };
    waiting::told(|| what.to_owned(), looks).await
}

/// A number that is looked at again and again.
#[derive(Debug)]
struct Falling {
    smallest: usize,
    /// Looks since it fell below all before.
    unchanged: usize,
}

impl Falling {
    fn see(&mut self, number: usize) {
        self.unchanged = if number < self.smallest { 0 } else { self.unchanged + 1 };
        self.smallest = self.smallest.min(number);
    }

    fn goes_on(&self, patience: usize) -> bool {
        self.smallest > 0 && self.unchanged < patience
    }
}

/// Returns a refusal that the other objects of the run leave standing. Terraform plans objects that do not
/// refer to each other in any order, so that a refusal gets a second to become needless.
pub async fn persisting(what: &str, refusal: impl Fn() -> Diagnostics + Send + Sync) -> Diagnostics {
    let pauses = iter::repeat_n(Duration::from_millis(200), 5);
    let look = || -> BoxFuture<'_, Result<_, Infallible>> {
        let refused = refusal();
        Box::pin(async move { Ok(if refused.has_errors() { Err(refused) } else { Ok(refused) }) })
    };
    match wait_until(pauses, &format!("the plans of others, because of {what}"), look).await {
        Ok(Ok(accepted)) => accepted,
        Ok(Err(refused)) => refused,
        Err(never) => match never {},
    }
}

/// Pauses for `length`. Returns `false` if the operation is told to stop first. `what` completes "waiting for
/// ..." in the log.
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

    /// Returns how many of the numbers are looked at.
    fn looks(patience: usize, numbers: &[usize]) -> usize {
        let mut falling = Falling { smallest: numbers[0], unchanged: 0 };
        let mut looks = 0;
        while falling.goes_on(patience) {
            looks += 1;
            falling.see(numbers[looks]);
        }
        looks
    }

    #[test]
    fn a_number_is_looked_at_while_it_falls() {
        assert_eq!(looks(5, &[0]), 0);
        assert_eq!(looks(5, &[3, 3, 2, 2, 2, 2, 2, 1, 1, 0]), 9);
        assert_eq!(looks(2, &[3, 2, 2, 2, 1]), 3, "two looks that show no smaller number");
        assert_eq!(looks(3, &[3, 2, 3, 2, 3, 2, 3]), 4, "what rises and falls again does not fall");
        assert_eq!(looks(0, &[3, 2]), 0);
    }

    #[tokio::test]
    async fn it_looks_until_it_succeeds_or_pauses_run_out_or_a_look_fails() {
        assert_eq!(looks_until(0, 0).await, Ok(Ok(0)), "no pause means one look");
        assert_eq!(looks_until(3, 5).await, Ok(Ok(3)));
        assert_eq!(looks_until(6, 5).await, Ok(Err(5)), "the answer of the last look");
        assert_eq!(looks_until(9, 20).await, Err("broken"));
    }
}
