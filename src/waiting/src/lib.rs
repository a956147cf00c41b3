//! Waits that are told in the log: whoever watches a run that stands still sees what it waits for.
#![deny(missing_docs)]

use std::pin::pin;
use std::time::Duration;

use tokio::time::{Instant, timeout};

/// How long something may take without a word.
const UNTOLD: Duration = Duration::from_secs(10);
/// How often it is told from then on.
const AGAIN: Duration = Duration::from_secs(30);

/// Runs `work`. Once it takes longer than ten seconds, and then every thirty, an event at INFO says what is
/// waited for: `what` completes "still waiting for ...".
pub async fn told<T>(what: impl Fn() -> String, work: impl Future<Output = T>) -> T {
    let (begun, mut work) = (Instant::now(), pin!(work));
    let mut untold = UNTOLD;
    loop {
        match timeout(untold, &mut work).await {
            Ok(done) => return done,
            Err(_) => tracing::info!(seconds = begun.elapsed().as_secs(), "still waiting for {}", what()),
        }
        untold = AGAIN;
    }
}

#[cfg(test)]
mod tests {
    use captured_log::Log;
    use tokio::time::sleep;
    use tracing_subscriber::filter::LevelFilter;

    use super::*;

    /// Returns the lines about a wait of this length, without their time.
    async fn lines(seconds: u64) -> Vec<String> {
        let log = Log::default();
        let _guard = log.keep(LevelFilter::INFO);
        let done = told(|| "the job 7".to_owned(), async {
            sleep(Duration::from_secs(seconds)).await;
            seconds
        });
        assert_eq!(done.await, seconds);
        log.lines("")
    }

    #[tokio::test(start_paused = true)]
    async fn what_takes_longer_than_ten_seconds_is_told_again_and_again() {
        assert_eq!(lines(9).await, [""; 0]);
        let line = |seconds: u64| format!("INFO waiting: still waiting for the job 7 seconds={seconds}");
        assert_eq!(lines(11).await, [line(10)]);
        assert_eq!(lines(75).await, [10, 40, 70].map(line));
    }
}
