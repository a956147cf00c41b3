//! Trusted host keys and secrets for SSH: values that are checked without a connection.
#![deny(missing_docs)]

mod pin;
mod secret;

pub use pin::{Pin, UnreadablePin};
pub use secret::Secret;
