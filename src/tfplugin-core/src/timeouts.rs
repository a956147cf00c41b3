//! [`Timeouts`], the customary nested attribute, and the defaults of a resource.

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

/// How long the operations of a resource may take where the configuration does not say: five minutes each,
/// unless the resource says more.
#[derive(Debug, Clone, Copy)]
pub struct DefaultTimeouts {
    /// Create.
    pub create: Duration,
    /// Read.
    pub read: Duration,
    /// Update.
    pub update: Duration,
    /// Delete.
    pub delete: Duration,
}

impl DefaultTimeouts {
    /// Returns timeouts with this limit for each write, and the default for reads.
    #[must_use]
    pub fn of_writes(time: Duration) -> Self {
        Self { create: time, update: time, delete: time, ..Self::default() }
    }

    /// Returns the timeouts of an object: those that its configuration sets, and these for the rest.
    #[must_use]
    pub fn overridden_by(self, timeouts: Option<&Timeouts>) -> Self {
        let Some(configured) = timeouts else { return self };
        let of = |timeout: &Attr<Timeout>, default| timeout.known().map_or(default, Timeout::duration);
        Self {
            create: of(&configured.create, self.create),
            read: of(&configured.read, self.read),
            update: of(&configured.update, self.update),
            delete: of(&configured.delete, self.delete),
        }
    }
}

impl Default for DefaultTimeouts {
    fn default() -> Self {
        let time = Duration::from_secs(5 * 60);
        Self { create: time, read: time, update: time, delete: time }
    }
}

/// A duration in the notation of Go programs, such as `90s`, `1.5h` or `1h30m`. `90m` means the same as
/// `1h30m`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeout {
    text: String,
    duration: Duration,
}

impl Timeout {
    /// Returns the duration.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.duration
    }
}

impl Text for Timeout {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let duration = humantime::parse_duration(text).ok().filter(|duration| !duration.is_zero());
        let duration = duration.ok_or_else(|| {
            // The text is not repeated, because in the provider block durations are next to secrets.
            Invalid(
                "It is not a span of time. Write a number and a unit, such as \"90s\", \"20m\" or \"1h30m\"."
                    .to_owned(),
            )
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Model, Path, Step, Value};

    #[test]
    fn durations_are_read_in_the_notation_of_go() {
        for (text, seconds) in
            [("90s", 90.0), ("20m", 1200.0), ("1h30m", 5400.0), ("1.5h", 5400.0), ("500ms", 0.5)]
        {
            assert_eq!(Timeout::parse(text).unwrap().duration(), Duration::from_secs_f64(seconds), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_an_example() {
        for text in ["", "20", "-5m", "soon", "0s", "1h30", "m", "99999999999999999999h", "1.5.5h"] {
            let Invalid(why) = Timeout::parse(text).unwrap_err();
            assert!(why.contains("\"20m\""), "{why}");
        }
    }

    #[test]
    fn errors_name_the_operation() {
        let value = Value::object([("create", Value::from("soon")), ("read", Value::from("5m"))]);
        let errors = Model::from_value(&value, &Path::from("timeouts")).map(|_: Timeouts| ()).unwrap_err();
        let path = Path::from("timeouts").join(Step::Attribute("create".to_owned()));
        assert_eq!(errors.iter().map(|error| error.path.clone()).collect::<Vec<_>>(), [Some(path)]);
    }

    #[test]
    fn a_duration_can_have_several_spellings() {
        let [long, short] = ["90m", "1h30m"].map(|text| Timeout::parse(text).unwrap());
        assert!(Text::means_the_same(&long, &short));
        assert_eq!(long.text(), "90m");
    }

    #[test]
    fn what_the_configuration_does_not_say_is_as_by_default() {
        let timeouts = Timeouts { create: Timeout::parse("90m").unwrap().into(), ..Timeouts::default() };
        let defaults = DefaultTimeouts::default();
        let held = defaults.overridden_by(Some(&timeouts));
        assert_eq!((held.create, held.delete), (Duration::from_secs(5400), defaults.delete));
        assert_eq!(defaults.overridden_by(None).create, defaults.create);
    }
}
