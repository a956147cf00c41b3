//! [`OnUnreachable`]: what a refresh does when a host does not answer.

use crate::values::Choices;

/// What a refresh does when a host does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnUnreachable {
    /// It fails, because the current state is unknown.
    #[default]
    Error,
    /// It keeps the stored state, with a warning.
    Keep,
}

impl Choices for OnUnreachable {
    const ALL: &'static [(&'static str, Self)] = &[("error", Self::Error), ("keep", Self::Keep)];
}
