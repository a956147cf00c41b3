//! Converts values to bytes and back, given the type. Any bytes result in a value or in a [`WireError`] with
//! the path of the part at fault.

pub mod json;
pub mod msgpack;
mod type_json;

use crate::diag::Diagnostics;
use crate::value::{Path, Step};

pub use type_json::{type_from_json, type_json};

/// Why bytes are not a value of the given type, or why a value cannot be written as the given type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{what}", location(.path))]
pub struct WireError {
    /// The part at fault.
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

    /// Prepends a step to the path of the error.
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
