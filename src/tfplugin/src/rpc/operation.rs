//! One operation on one object: it runs within its time limit, and what it leaves behind is never lost.

use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::time::Duration;

use futures::FutureExt;
use tfplugin_core::{Diagnostics, Outcome};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::panics::caught;
use super::running::Begun;
use crate::calls::Calls;
use crate::cx::{Cx, OperationRecord};
use crate::writes::Writes;

/// How long an operation may take to stop after its timeout.
const AFTER_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a change may take to stop when the user interrupts Terraform. Longer, because calls in flight are
/// worth waiting for; an impatient user interrupts again.
const AFTER_STOP: Duration = Duration::from_secs(60);

/// How long an operation that only reads may take to stop: nothing is lost if it is abandoned.
const LOOKING_AFTER_STOP: Duration = Duration::from_millis(500);

tokio::task_local! {
    static STOP: CancellationToken;
    static WRITES: Writes;
    static CALLS: Calls;
}

/// The stop signal of the current operation, as in [`Cx::stop`]; outside an operation, a signal that is never
/// sent. For clients that know nothing of operations.
#[must_use]
pub fn stop() -> CancellationToken {
    STOP.try_with(CancellationToken::clone).unwrap_or_default()
}

/// Where the current operation records its writes, as in [`Cx::writes`]; outside an operation, a record that
/// nothing reads. For clients that know nothing of operations.
#[must_use]
pub fn writes() -> Writes {
    WRITES.try_with(Writes::clone).unwrap_or_default()
}

/// The calls of the run that the current operation belongs to; outside an operation, a run without calls.
#[must_use]
pub fn calls() -> Calls {
    CALLS.try_with(Calls::clone).unwrap_or_default()
}

/// One operation on one object.
#[derive(Debug)]
pub struct Operation<C> {
    /// The context that the operation receives.
    pub cx: Cx<C>,
    begun: Begun,
}

impl<C> Operation<C> {
    /// Creates an operation that has begun.
    pub fn new(begun: Begun, cx: impl FnOnce(CancellationToken) -> Cx<C>) -> Self {
        Self { cx: cx(begun.stop.clone()), begun }
    }

    /// What the operation left behind.
    pub fn left(&self) -> OperationRecord {
        self.cx.take()
    }

    /// Waits for `work` within `limit`. Work that exceeds the limit, or is interrupted by the user, is asked
    /// to stop and abandoned if it does not; what it left behind is kept. A panic becomes an error.
    pub async fn run<T>(&self, limit: Limit<'_>, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        let work = WRITES.scope(self.cx.writes().clone(), STOP.scope(self.begun.stop.clone(), work));
        let work = CALLS.scope(self.begun.calls.clone(), work);
        let mut work = pin!(AssertUnwindSafe(work).catch_unwind());
        let expired = tokio::select! {
            biased;
            done = &mut work => return caught(done),
            () = sleep(limit.time) => true,
            () = self.begun.stop.cancelled() => false,
        };
        self.begun.stop.cancel();
        let patience = if expired { AFTER_TIMEOUT } else { limit.after_stop() };
        match timeout(patience, work).await.map(caught) {
            Ok(Err(mut errors)) if expired => {
                errors.extend(limit.expired());
                Err(errors)
            }
            Ok(done) => done,
            Err(_) if expired => Err(limit.expired()),
            Err(_) => Err(limit.interrupted()),
        }
    }
}

/// The time limit of an operation.
#[derive(Debug, Clone, Copy)]
pub struct Limit<'a> {
    /// The kind of operation, such as `create`.
    pub verb: &'static str,
    /// The type of the object.
    pub object: &'a str,
    /// How long it may take.
    pub time: Duration,
    /// Whether the operation changes something, so that its end is worth waiting for.
    pub changes: bool,
}

impl Limit<'_> {
    fn after_stop(&self) -> Duration {
        if self.changes { AFTER_STOP } else { LOOKING_AFTER_STOP }
    }

    fn expired(&self) -> Diagnostics {
        let Self { verb, object, time, .. } = self;
        let time = humantime::format_duration(*time);
        Diagnostics::error(
            format!("{object}: time is up"),
            format!(
                "The {verb} took longer than {time} and was stopped. {} Then run Terraform again; where the \
                 resource has `timeouts`, they can be raised.",
                self.standing()
            ),
        )
    }

    /// Returns what is true now, and what to look at.
    fn standing(&self) -> &'static str {
        if self.changes {
            "What is known of the object is stored in the state. Look at the object."
        } else {
            "It only reads, and nothing was changed. Look at the connection."
        }
    }

    fn interrupted(&self) -> Diagnostics {
        let Self { verb, object, .. } = self;
        let time = humantime::format_duration(self.after_stop());
        Diagnostics::error(
            format!("{object}: interrupted"),
            format!(
                "The {verb} was interrupted and did not come to an end within {time}. {} Then run Terraform \
                 again.",
                self.standing()
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::running::Running;
    use super::*;
    use tfplugin_core::Private;

    fn operation(running: &Running) -> Operation<()> {
        Operation::new(running.begin(), |stop| Cx::new(Arc::new(()), Private::default(), stop))
    }

    fn limit(time: Duration) -> Limit<'static> {
        Limit { verb: "create", object: "cloud_disk", time, changes: true }
    }

    fn summaries<T: std::fmt::Debug>(outcome: Outcome<T>) -> Vec<String> {
        outcome.unwrap_err().iter().map(|diagnostic| diagnostic.summary.clone()).collect()
    }

    const SHORT: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn work_that_heeds_its_timeout_reports_what_it_left() {
        let operation = operation(&Running::default());
        let work = async {
            operation.cx.stop().cancelled().await;
            Err::<(), _>(Diagnostics::error("half done", ""))
        };
        assert_eq!(
            summaries(operation.run(limit(SHORT), work).await),
            ["half done", "cloud_disk: time is up"]
        );
    }

    #[tokio::test(start_paused = true)]
    async fn work_that_ignores_its_timeout_is_abandoned() {
        let operation = operation(&Running::default());
        let work = std::future::pending::<Outcome<()>>();
        assert_eq!(summaries(operation.run(limit(SHORT), work).await), ["cloud_disk: time is up"]);
    }

    #[tokio::test(start_paused = true)]
    async fn work_that_succeeds_after_its_timeout_has_succeeded() {
        let operation = operation(&Running::default());
        let work = async {
            operation.cx.stop().cancelled().await;
            Ok(7)
        };
        assert_eq!(operation.run(limit(SHORT), work).await, Ok(7));
    }

    #[tokio::test(start_paused = true)]
    async fn a_stop_reaches_running_operations_and_not_later_ones() {
        let running = Running::default();
        let (before, long) = (operation(&running), Duration::from_secs(3600));
        running.stop();
        let work = std::future::pending::<Outcome<()>>();
        assert_eq!(summaries(before.run(limit(long), work).await), ["cloud_disk: interrupted"]);
        let later = operation(&running);
        assert!(!later.cx.stop().is_cancelled());
    }

    #[tokio::test(start_paused = true)]
    async fn after_an_interrupt_a_read_is_abandoned_within_a_second_and_a_change_is_awaited() {
        for (changes, verb) in [(false, "read"), (true, "update")] {
            let running = Running::default();
            let operation = operation(&running);
            let limit = Limit { verb, object: "cloud_disk", time: Duration::from_secs(3600), changes };
            let begun = tokio::time::Instant::now();
            let work = operation.run(limit, std::future::pending::<Outcome<()>>());
            let (outcome, ()) = tokio::join!(work, async { running.stop() });
            assert_eq!(summaries(outcome), ["cloud_disk: interrupted"]);
            assert_eq!(begun.elapsed() < Duration::from_secs(1), !changes, "{:?}", begun.elapsed());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn clients_that_know_nothing_of_operations_get_the_stop_signal() {
        let running = Running::default();
        let operation = operation(&running);
        let work = async {
            stop().cancelled_owned().await;
            Ok(7)
        };
        let (outcome, ()) = tokio::join!(operation.run(limit(SHORT), work), async { running.stop() });
        assert_eq!(outcome, Ok(7));
        assert!(
            timeout(SHORT, stop().cancelled_owned()).await.is_err(),
            "a stop was signalled outside of an operation"
        );
    }

    #[tokio::test]
    async fn idle_waits_for_the_last_operation() {
        let running = Running::default();
        running.idle().await;
        let operation = operation(&running);
        assert!(timeout(Duration::from_millis(10), running.idle()).await.is_err());
        drop(operation);
        running.idle().await;
    }

    #[tokio::test]
    async fn a_panic_is_an_error() {
        let operation = operation(&Running::default());
        let work = async { panic!("no disk {}", 3) };
        let errors = operation.run::<()>(limit(SHORT), work).await.unwrap_err();
        assert!(errors.iter().next().unwrap().detail.contains("no disk 3"));
    }
}
