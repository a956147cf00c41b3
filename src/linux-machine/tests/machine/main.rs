//! Transactions on a machine whose tools imitate the real ones: what remains, whatever goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod bring;
mod carried_out;
mod looked_at;
mod restarted;
mod undone;
