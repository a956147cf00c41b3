//! [`OnUnreachable`]: what a refresh does when a host does not answer.

use crate::values::Word;

/// What a refresh does when nobody answers at a host's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnUnreachable {
    /// It fails: what is true now is not known.
    #[default]
    Error,
    /// It keeps what is stored, with a warning.
    Keep,
}

impl Word for OnUnreachable {
    const ALL: &'static [(&'static str, Self)] = &[("error", Self::Error), ("keep", Self::Keep)];
}
