//! What code names and does, with paths as they are written.

use std::ops::Range;

/// One finding, with its line.
#[derive(Debug, Clone)]
pub struct Seen {
    pub line: usize,
    pub what: What,
}

/// What was found. Paths are relative to the module.
#[derive(Debug, Clone)]
pub enum What {
    Path(Vec<String>),
    Macro(Vec<String>),
    /// A method call: its name, and whether it has arguments.
    Method(String, bool),
    /// `async` or `.await`.
    Async,
    /// A call that has an error from a closure or an `Err(…)` pattern among its arguments: the function or
    /// method, and the name of the error.
    ToldOf(Vec<String>, String),
}

/// A function. Ranges are indices into the findings of its module.
#[derive(Debug, Clone)]
pub struct Function {
    pub name: String,
    pub line: usize,
    /// The types of its parameters.
    pub takes: Range<usize>,
    /// The signature and the body.
    pub all: Range<usize>,
}

/// An `impl` block. Ranges are indices into the findings of its module.
#[derive(Debug, Clone)]
pub struct Implementation {
    pub line: usize,
    /// The trait, as it is written.
    pub of: Option<Vec<String>>,
    /// The types and traits in `impl … for …`.
    pub header: Range<usize>,
    /// The signatures of its functions, and its associated types.
    pub signatures: Vec<Range<usize>>,
}
