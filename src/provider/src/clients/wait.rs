//! The one way to wait for the system: look, pause, look again.

use std::iter;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use futures::future::BoxFuture;
use tfplugin::{Diagnostics, calls};

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
/// looked at. When what `sooner` returns completes, it looks at once, and that look does not count if it shows no
/// smaller number. Returns the last look, when nothing is left, when as many looks as `patience` says then showed
/// no smaller number, or when the operation is told to stop. `what` completes "waiting for ..." in the log.
///
/// # Errors
/// An error of `look` ends the wait.
pub async fn while_falling<'a, T, E>(
    mut seen: T,
    what: &str,
    patience: impl Fn() -> usize,
    number: impl Fn(&T) -> usize,
    sooner: impl Fn() -> BoxFuture<'a, ()>,
    look: impl Fn() -> BoxFuture<'a, Result<T, E>>,
) -> Result<T, E> {
    let mut falling = Falling { smallest: number(&seen), unchanged: 0 };
    let looks = async {
        while falling.goes_on(patience()) {
            let end = pause_at_most(Duration::from_secs(1), what, sooner()).await;
            if end == PauseEnd::Stop {
                break;
            }
            seen = look().await?;
            falling.see(number(&seen), end == PauseEnd::Over);
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
    /// Takes a number. `counts` says whether a whole pause was before it.
    fn see(&mut self, number: usize, counts: bool) {
        self.unchanged = if number < self.smallest { 0 } else { self.unchanged + usize::from(counts) };
        self.smallest = self.smallest.min(number);
    }

    fn goes_on(&self, patience: usize) -> bool {
        self.smallest > 0 && self.unchanged < patience
    }
}

/// What a plan sees ahead, as far as Terraform has called the others.
#[derive(Debug)]
pub enum Ahead {
    /// Nothing that the apply would refuse.
    Clear,
    /// It depends on objects whose plans have not come yet.
    Open,
    /// The apply would refuse this, unless an object that was not called yet makes it right.
    Refused(Diagnostics),
    /// The apply refuses this, whatever else is called.
    Certain(Diagnostics),
}

/// How often a plan looks ahead.
const LOOK_AHEAD: Duration = Duration::from_millis(200);

/// How many looks without a call of another object it takes to conclude that none follows.
const CALM: usize = 5;

/// How many looks it takes at most.
const LOOKS_AHEAD: usize = 150;

/// Added to a refusal that became a warning.
const MAY_COME_RIGHT: &str = "Terraform works on no more objects at the same time (-parallelism), so that one may \
     follow which makes this right. The apply decides; with a larger -parallelism, or without it, the plan does.";

/// The same, where others were under way to the end.
const MAY_STILL_COME_RIGHT: &str = "Terraform was still busy with others when this plan had waited long enough, so that \
     one may follow which makes this right. The apply decides.";

/// Returns a refusal that the other objects of the run leave standing. Terraform plans objects that do not
/// refer to each other in any order: a refusal waits until it calls no others any more. If it could not have
/// called them meanwhile, the refusal is a warning only. In an apply nothing is refused ahead, because the
/// checks before each write follow; nor in a process that plans what it applies a second time, where it cannot
/// be told which plan this is.
pub async fn persisting(what: &str, look: impl Fn() -> Ahead + Send + Sync) -> Diagnostics {
    waiting::told(|| format!("the plans of others, because of {what}"), persisting_untold(what, look)).await
}

async fn persisting_untold(what: &str, look: impl Fn() -> Ahead + Send + Sync) -> Diagnostics {
    let (waiting, mut calm) = (calls().wait(), Calm::default());
    for _ in 0..LOOKS_AHEAD {
        let ahead = look();
        let is_told_later = calls().has_applied() || calm.is_long() && calls().plan_again();
        if is_told_later || matches!(ahead, Ahead::Clear) {
            return Diagnostics::new();
        }
        if calm.is_long() || !pause(LOOK_AHEAD, &format!("the plans of others, because of {what}")).await {
            break;
        }
        calm.see(waiting.others());
    }
    match look() {
        Ahead::Clear | Ahead::Open => Diagnostics::new(),
        Ahead::Certain(refusal) => refusal,
        Ahead::Refused(refusal) if calm.is_long() && waiting.leaves_room() => refusal,
        Ahead::Refused(refusal) if calm.is_long() => refusal.as_warnings(MAY_COME_RIGHT),
        Ahead::Refused(refusal) => refusal.as_warnings(MAY_STILL_COME_RIGHT),
    }
}

/// For how many looks nothing else has been called.
#[derive(Debug, Default)]
struct Calm {
    begun: usize,
    looks: usize,
}

impl Calm {
    /// Takes the number of calls so far, and whether one is under way.
    fn see(&mut self, (begun, is_under_way): (usize, bool)) {
        self.looks = if is_under_way || begun != self.begun { 0 } else { self.looks + 1 };
        self.begun = begun;
    }

    fn is_long(&self) -> bool {
        self.looks >= CALM
    }
}

/// Pauses for `length`. Returns `false` if the operation is told to stop first. `what` completes "waiting for
/// ..." in the log.
pub async fn pause(length: Duration, what: &str) -> bool {
    pause_at_most(length, what, std::future::pending()).await != PauseEnd::Stop
}

/// Why a pause ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PauseEnd {
    /// The operation is told to stop.
    Stop,
    /// What was to end it did.
    Sooner,
    /// It is over.
    Over,
}

/// The same, but ends when `sooner` does.
async fn pause_at_most(length: Duration, what: &str, sooner: impl Future<Output = ()>) -> PauseEnd {
    tracing::debug!(pause_ms = length.as_millis(), "waiting for {what}");
    tokio::select! {
        biased;
        () = tfplugin::stop().cancelled_owned() => PauseEnd::Stop,
        () = sooner => PauseEnd::Sooner,
        () = tokio::time::sleep(length) => PauseEnd::Over,
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
            falling.see(numbers[looks], true);
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

    #[test]
    fn a_look_that_came_early_counts_only_if_it_shows_a_smaller_number() {
        let mut falling = Falling { smallest: 3, unchanged: 0 };
        (0..9).for_each(|_| falling.see(3, false));
        assert!(falling.goes_on(1));
        falling.see(2, false);
        assert_eq!((falling.smallest, falling.unchanged), (2, 0));
        falling.see(2, true);
        assert!(!falling.goes_on(1));
    }

    #[test]
    fn it_is_calm_when_nothing_else_is_called_for_a_second() {
        let mut calm = Calm::default();
        let mut see = |seen| {
            calm.see(seen);
            calm.is_long()
        };
        assert!(!(0..CALM).any(|_| see((3, true))), "another call is under way");
        assert!(!(0..CALM).any(|number| see((4 + number, false))), "others begin");
        assert_eq!((0..=CALM).filter(|_| see((20, false))).count(), 1);
    }

    #[tokio::test]
    async fn it_looks_until_it_succeeds_or_pauses_run_out_or_a_look_fails() {
        assert_eq!(looks_until(0, 0).await, Ok(Ok(0)), "no pause means one look");
        assert_eq!(looks_until(3, 5).await, Ok(Ok(3)));
        assert_eq!(looks_until(6, 5).await, Ok(Err(5)), "the answer of the last look");
        assert_eq!(looks_until(9, 20).await, Err("broken"));
    }
}
