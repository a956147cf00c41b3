//! What is at a path, without a look at what it means.

use serde_json::Value;

/// What is at a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Raw {
    /// The object, or an object with `records` and `num_records` of all pages.
    pub answer: Value,
    /// Whether there are more records than were read.
    pub is_cut: bool,
    /// How many pages were read.
    pub pages: usize,
}
