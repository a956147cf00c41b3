//! Commands and files on a Linux host over SSH.
//!
//! [`Connection`] is the only implementation that uses the network. Code that works on a machine takes the
//! trait [`Host`], so that a mounted image or a test script can replace it. The host key is always verified
//! against keys from the caller ([`HostKeys`]): no key is trusted on first use. Secrets ([`Secret`]) never
//! appear in a command line, an error or debug output. The crate knows nothing about Terraform.
//!
//! ```no_run
//! # async fn example() -> Result<(), ssh::Error> {
//! use ssh::{Command, Connection, Credentials, Host, HostKeys, Secret, Settings, Target};
//!
//! let host_keys = HostKeys::pinned(["SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s"])?;
//! let credentials = Credentials::Key { private_key: Secret::new("..."), passphrase: None };
//! let target = Target::new("10.0.1.20", 22, "ec2-user");
//! let connection = Connection::open(&Settings::new(target, credentials, host_keys)).await?;
//! let output = connection.run(&Command::new(["uname", "-r"])).await?;
//! println!("{}", output.stdout.text());
//! # Ok(())
//! # }
//! ```
#![warn(missing_docs)]

mod agent;
mod command;
mod connect;
mod connection;
mod credentials;
mod error;
mod exec;
mod files;
mod glob;
mod host;
mod host_key;
mod known_hosts;
mod line;
mod output;
mod quote;
mod retry;
mod settings;
mod sudo;
mod target;
#[cfg(feature = "testing")]
pub mod testing;
mod verifier;

pub use command::{Command, Limits, Overflow};
pub use connection::Connection;
pub use credentials::Credentials;
pub use error::{Error, KeyProblem, OfferedKey, Result};
pub use files::{read_file, write_file};
pub use host::Host;
pub use host_key::HostKeys;
pub use output::{Captured, Output, last_lines};
pub use quote::join as quoted;
pub use settings::{Bastion, Become, Settings};
pub use ssh_core::Secret;
pub use target::Target;
