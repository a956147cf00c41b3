//! The log of a test: what the code under test tells, kept to be looked at. For tests only.
#![deny(missing_docs)]

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::subscriber::DefaultGuard;
use tracing_subscriber::filter::LevelFilter;

/// What was logged so far.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Keeps the events of this thread, of all crates, until the guard is dropped. The runtime of a test has one
    /// thread.
    #[must_use]
    pub fn keep(&self, level: LevelFilter) -> DefaultGuard {
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt().with_max_level(level).without_time().with_ansi(false);
        tracing::subscriber::set_default(subscriber.with_writer(move || log.clone()).finish())
    }

    /// Returns everything that was logged. What is no UTF-8 is shown as a replacement character.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    /// Returns the lines that contain this text.
    #[must_use]
    pub fn lines(&self, with: &str) -> Vec<String> {
        self.text().lines().filter(|line| line.contains(with)).map(|line| line.trim().to_owned()).collect()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_kept_down_to_the_level_and_as_long_as_the_guard_lives() {
        let log = Log::default();
        let guard = log.keep(LevelFilter::INFO);
        tracing::info!(number = 7, "kept");
        tracing::debug!("too detailed");
        drop(guard);
        tracing::info!("too late");
        assert_eq!(log.lines("kept"), ["INFO captured_log::tests: kept number=7"]);
        assert_eq!(log.text().lines().count(), 1, "{}", log.text());
    }
}
