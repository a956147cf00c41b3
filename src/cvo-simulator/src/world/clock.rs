//! Simulated time: it follows the wall clock, or stands still until it is advanced.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A point in simulated time, in milliseconds since the Unix epoch, at most [`LATEST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment(u64);

/// The end of the year 9999, the last time that can be formatted. Time stops there.
const LATEST: u64 = 253_402_300_799_999;

impl Moment {
    /// The moment `duration` later.
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(milliseconds(duration)).min(LATEST))
    }

    /// The moment `duration` earlier.
    pub fn before(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(milliseconds(duration)))
    }

    /// Reads a time as ONTAP and EC2 write it; `None` if it is none, or lies before 1970.
    pub fn parse(text: &str) -> Option<Self> {
        let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        u64::try_from(time.unix_timestamp()).ok().map(|seconds| Self((seconds * 1000).min(LATEST)))
    }

    /// Time since `earlier`; zero if `earlier` lies in the future.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// Formats the moment as ONTAP and EC2 do: UTC, to the second.
    pub fn iso8601(self) -> String {
        let seconds = i64::try_from(self.0.min(LATEST) / 1000).unwrap_or_default();
        let time = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        time.format(&Rfc3339).unwrap_or_default()
    }
}

/// How simulated time passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClockMode {
    /// Time follows the wall clock.
    Automatic,
    /// Time stands still until it is advanced.
    Explicit,
}

/// Simulated time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    mode: ClockMode,
    /// Explicit: the current time. Automatic: unused.
    stands_at: Moment,
    /// Automatic: how far time is ahead of the wall clock.
    ahead: Duration,
}

impl Clock {
    /// Creates a clock that starts at the present.
    pub fn new(mode: ClockMode) -> Self {
        Self { mode, stands_at: wall_clock(), ahead: Duration::ZERO }
    }

    /// Returns the current simulated time.
    pub fn now(&self) -> Moment {
        match self.mode {
            ClockMode::Automatic => wall_clock().plus(self.ahead),
            ClockMode::Explicit => self.stands_at,
        }
    }

    /// Returns how time passes.
    pub fn mode(&self) -> ClockMode {
        self.mode
    }

    /// Changes how time passes. Time does not jump back.
    pub fn switch(&mut self, mode: ClockMode) {
        let now = self.now();
        self.mode = mode;
        self.stands_at = now;
        self.ahead = now.since(wall_clock());
    }

    /// Lets `duration` pass immediately.
    pub fn advance(&mut self, duration: Duration) {
        self.ahead = self.ahead.saturating_add(duration);
        self.stands_at = self.stands_at.plus(duration);
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn wall_clock() -> Moment {
    Moment(milliseconds(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_explicit_clock_moves_only_when_advanced() {
        let mut clock = Clock::new(ClockMode::Explicit);
        let start = clock.now();
        clock.advance(Duration::from_secs(3));
        assert_eq!(clock.now().since(start), Duration::from_secs(3));
    }

    #[test]
    fn a_time_is_read_as_it_is_written_in_whatever_zone() {
        for (text, expected) in [
            ("2026-01-15T09:30:00Z", Some("2026-01-15T09:30:00Z")),
            ("2026-01-15T04:30:00-05:00", Some("2026-01-15T09:30:00Z")),
            ("2026-01-15", None),
            ("1969-12-31T23:59:59Z", None),
            ("redacted-1", None),
        ] {
            assert_eq!(Moment::parse(text).map(Moment::iso8601).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn time_stops_at_the_latest_moment() {
        for mode in [ClockMode::Explicit, ClockMode::Automatic] {
            let mut clock = Clock::new(mode);
            for milliseconds in [LATEST, u64::MAX, 1, u64::MAX] {
                let before = clock.now();
                clock.advance(Duration::from_millis(milliseconds));
                assert!(clock.now() >= before, "{mode:?}");
                assert_eq!(clock.now().iso8601(), "9999-12-31T23:59:59Z", "{mode:?}");
            }
            clock.switch(ClockMode::Automatic);
            assert_eq!(clock.now().iso8601(), "9999-12-31T23:59:59Z");
        }
    }

    #[test]
    fn switching_never_turns_time_back() {
        let mut clock = Clock::new(ClockMode::Explicit);
        clock.advance(Duration::from_secs(3600));
        let before = clock.now();
        clock.switch(ClockMode::Automatic);
        assert!(clock.now() >= before);
    }
}
