//! Connections to an SSH server in the same process: without root, without sshd, on loopback only.

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

/// Returns the error. `Connection` has no `Debug`, which `unwrap_err` would need.
async fn refused(settings: &Settings) -> ssh::Error {
    match Connection::open(settings).await {
        Ok(_) => panic!("the connection succeeded"),
        Err(error) => error,
    }
}
