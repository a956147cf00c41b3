//! The simulator as a program.

// Clippy takes only `cfg(test)` modules for tests, where `unwrap` is allowed.
#[cfg(test)]
mod parent;
#[cfg(test)]
mod run;
