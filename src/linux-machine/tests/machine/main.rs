//! A transaction on a machine with the manners of real tools: what it leaves behind, whatever goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod bring;
mod carried_out;
mod looked_at;
mod restarted;
mod undone;
