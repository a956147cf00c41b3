//! The EC2 side over HTTP.

// Clippy takes only `cfg(test)` modules for tests, where `unwrap` is allowed.
#[cfg(test)]
mod actions;
#[cfg(test)]
mod client;
#[cfg(test)]
mod control;
#[cfg(test)]
mod protocol;
