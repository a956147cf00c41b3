//! The simulator as a command-line program.

// Clippy accepts only `cfg(test)` modules as tests, in which `unwrap` is allowed.
#[cfg(test)]
mod parent;
#[cfg(test)]
mod run;
