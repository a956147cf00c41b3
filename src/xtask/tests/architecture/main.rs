//! Tests of the invariants in `docs/development/architecture.md` that the compiler does not check.
//!
//! Each rule is a function over the code or over the output of Cargo. Its own tests are attempts to get
//! around it.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

mod arrows;
mod cargo;
mod code;
mod diagnostics;
mod doors;
mod functions;
mod libraries;
mod operations;
mod project;
mod pure;
mod siblings;

use std::collections::BTreeSet;
use std::fmt;

use code::Place;

/// A place that violates an invariant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Broken {
    place: Place,
    why: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.why)
    }
}

fn assert_holds(invariant: &str, broken: impl IntoIterator<Item = Broken>) {
    let lines: BTreeSet<String> = broken.into_iter().map(|broken| broken.to_string()).collect();
    let lines: Vec<_> = lines.into_iter().collect();
    assert!(lines.is_empty(), "{invariant}. Violations:\n  {}", lines.join("\n  "));
}
