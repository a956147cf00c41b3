//! [`Timeouts`]: the customary nested attribute.

use std::time::Duration;

use crate::model::{Invalid, Text};
use crate::value::Attr;

/// How long each operation may take.
#[derive(Debug, Clone, PartialEq, Default, crate::Model)]
pub struct Timeouts {
    /// How long a create may take, such as `20m` or `1h30m`.
    #[attr(optional)]
    pub create: Attr<Timeout>,
    /// How long a read may take.
    #[attr(optional)]
    pub read: Attr<Timeout>,
    /// How long an update may take.
    #[attr(optional)]
    pub update: Attr<Timeout>,
    /// How long a delete may take.
    #[attr(optional)]
    pub delete: Attr<Timeout>,
}

impl Timeouts {
    /// What the configuration allows a create.
    #[must_use]
    pub fn create(&self) -> Option<Duration> {
        self.create.known().map(Timeout::duration)
    }

    /// What the configuration allows a read.
    #[must_use]
    pub fn read(&self) -> Option<Duration> {
        self.read.known().map(Timeout::duration)
    }

    /// What the configuration allows an update.
    #[must_use]
    pub fn update(&self) -> Option<Duration> {
        self.update.known().map(Timeout::duration)
    }

    /// What the configuration allows a delete.
    #[must_use]
    pub fn delete(&self) -> Option<Duration> {
        self.delete.known().map(Timeout::duration)
    }
}

/// A span of time as Go programs write it, such as `90s`, `1.5h` or `1h30m`. `90m` means the same as
/// `1h30m`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeout {
    text: String,
    duration: Duration,
}

impl Timeout {
    /// The span itself.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.duration
    }
}

impl Text for Timeout {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let duration = humantime::parse_duration(text).ok().filter(|duration| !duration.is_zero());
        let duration = duration.ok_or_else(|| {
            Invalid(format!("{text:?} is not a span of time. Write a number and a unit, such as \"90s\", \"20m\" or \"1h30m\"."))
        })?;
        Ok(Self { text: text.to_owned(), duration })
    }

    fn text(&self) -> String {
        self.text.clone()
    }

    fn means_the_same(&self, other: &Self) -> bool {
        self.duration == other.duration
    }
}
