//! [`FunctionError`]: why a function call has no result.

use crate::diag::{Diagnostics, Severity};
use crate::value::Path;

/// Why a function call has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct FunctionError {
    /// Why, and what to pass instead, in full sentences.
    pub text: String,
    /// The parameter at fault and the part of it; empty when no single parameter is.
    pub path: Path,
}

impl FunctionError {
    /// Builds an error about no particular parameter.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), path: Path::default() }
    }

    /// Builds an error about a parameter, such as `address`, or a part of it, such as `options.style`.
    #[must_use]
    pub fn at(path: impl Into<Path>, text: impl Into<String>) -> Self {
        Self { text: text.into(), path: path.into() }
    }
}

/// Takes the first error, because a call can return only one.
impl From<Diagnostics> for FunctionError {
    fn from(diagnostics: Diagnostics) -> Self {
        let first = diagnostics.into_iter().find(|diagnostic| diagnostic.severity == Severity::Error);
        let Some(error) = first else { return Self::new("The call failed without a reason.") };
        let text = if error.detail.is_empty() { error.summary } else { error.detail };
        Self { text, path: error.path.unwrap_or_default() }
    }
}

/// Builds the error about an argument that its parameter does not accept.
pub fn refused(at: &Path, why: &str) -> Diagnostics {
    Diagnostics::error_at(at.clone(), "Not a value for this parameter", why)
}
