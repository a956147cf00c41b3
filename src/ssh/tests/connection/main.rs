//! Connections to an SSH server in the same process: no root, no sshd, loopback only.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails like the test itself")]

mod bastion;
mod commands;
mod login;
mod privilege;
mod proxy;
mod secrets;
mod testing;
mod trust;

use ssh::{Connection, Settings};

/// What went wrong; `Connection` has no `Debug` for `unwrap_err`.
async fn refused(settings: &Settings) -> ssh::Error {
    match Connection::open(settings).await {
        Ok(_) => panic!("the connection came about"),
        Err(error) => error,
    }
}
