//! [`FunctionError`]: why a call of a function has no result.

use crate::diag::{Diagnostics, Severity};
use crate::value::Path;

/// Why a call of a function has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct FunctionError {
    /// Why, and what to pass instead; whole sentences.
    pub text: String,
    /// The parameter to blame, and where in it; empty when it is none of them alone.
    pub path: Path,
}

impl FunctionError {
    /// An error that no parameter alone is to blame for.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), path: Path::default() }
    }

    /// An error about a parameter: `address`, or a part of it: `options.style`.
    #[must_use]
    pub fn at(path: impl Into<Path>, text: impl Into<String>) -> Self {
        Self { text: text.into(), path: path.into() }
    }
}

/// Of several errors the first one: a call has one error only.
impl From<Diagnostics> for FunctionError {
    fn from(diagnostics: Diagnostics) -> Self {
        let first = diagnostics.into_iter().find(|diagnostic| diagnostic.severity == Severity::Error);
        let Some(error) = first else { return Self::new("The call failed without a reason.") };
        let text = if error.detail.is_empty() { error.summary } else { error.detail };
        Self { text, path: error.path.unwrap_or_default() }
    }
}

/// An argument that its parameter does not take.
pub fn refused(at: &Path, why: &str) -> Diagnostics {
    Diagnostics::error_at(at.clone(), "Not a value for this parameter", why)
}
