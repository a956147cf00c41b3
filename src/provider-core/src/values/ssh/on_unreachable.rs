//! [`OnUnreachable`]: what a refresh does when a host does not answer.

use crate::values::Choices;

/// What a refresh does when nobody answers at a host's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnUnreachable {
    /// It fails: what is true now is not known.
    #[default]
    Error,
    /// It keeps what is stored, with a warning.
    Keep,
}

impl Choices for OnUnreachable {
    const ALL: &'static [(&'static str, Self)] = &[("error", Self::Error), ("keep", Self::Keep)];
}
