//! Bytes to values and back, given the type. Whatever the bytes are, the answer is a value or a
//! [`WireError`] with the path of the part that is wrong.

pub mod json;
pub mod msgpack;
mod type_json;

use crate::diag::Diagnostics;
use crate::value::{Path, Step};

pub use type_json::{type_from_json, type_json};

/// Why bytes are not a value of their type, or a value not of the type it is to be written as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{what}", location(.path))]
pub struct WireError {
    /// The part that is wrong.
    pub path: Path,
    /// What is wrong with it.
    pub what: String,
}

fn location(path: &Path) -> String {
    if path.0.is_empty() { String::new() } else { format!("{path}: ") }
}

impl WireError {
    fn new(what: impl Into<String>) -> Self {
        Self { path: Path::default(), what: what.into() }
    }

    /// The same error, seen from one step further out.
    fn below(mut self, step: Step) -> Self {
        self.path.0.insert(0, step);
        self
    }
}

impl From<WireError> for Diagnostics {
    fn from(error: WireError) -> Self {
        let detail = format!("{}.", error.what);
        let summary = "Value that cannot be read or written";
        if error.path.0.is_empty() {
            return Self::error(summary, detail);
        }
        Self::error_at(error.path, summary, detail)
    }
}
