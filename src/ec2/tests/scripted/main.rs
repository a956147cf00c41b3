//! Gentle calls and reads that wait, tested against a scripted EC2.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

mod budget;
mod leaving;
mod merged;
mod script;
mod settle;
