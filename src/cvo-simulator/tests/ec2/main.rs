//! The EC2 side over HTTP.

// Clippy accepts only `cfg(test)` modules as tests, in which `unwrap` is allowed.
#[cfg(test)]
mod actions;
#[cfg(test)]
mod client;
#[cfg(test)]
mod control;
#[cfg(test)]
mod protocol;
