//! Connections to an SSH server in the same process: no root, no sshd, loopback only.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails like the test itself")]

mod bastion;
mod commands;
mod login;
mod privilege;
mod proxy;
mod secrets;
mod server;
mod trust;
mod world;
