//! What code says and does, as its module writes it.

use std::ops::Range;

/// One thing that the code says, with its line.
#[derive(Debug, Clone)]
pub struct Seen {
    pub line: usize,
    pub what: What,
}

/// What the code says. Paths are as the module writes them.
#[derive(Debug, Clone)]
pub enum What {
    Path(Vec<String>),
    Macro(Vec<String>),
    /// A call of a method, and whether it has arguments.
    Method(String, bool),
    /// `async` or `.await`.
    Async,
    /// A call with the error of a closure or of an `Err(…)` among its arguments: which function or method, and the error's
    /// name.
    ToldOf(Vec<String>, String),
}

/// A function outside of tests.
#[derive(Debug, Clone)]
pub struct Function {
    pub name: String,
    pub line: usize,
    /// What of the things that the module says is in the types of its parameters.
    pub takes: Range<usize>,
    /// What of it is in the signature and in the body.
    pub all: Range<usize>,
}

/// An implementation: of a trait, or of a type's own functions.
#[derive(Debug, Clone)]
pub struct Implementation {
    pub line: usize,
    /// The trait, as the module writes it.
    pub of: Option<Vec<String>>,
    /// What of the things that the module says is in `impl … for …`.
    pub header: Range<usize>,
    /// What of it is in the signatures of its functions, and in its types.
    pub signatures: Vec<Range<usize>>,
}
