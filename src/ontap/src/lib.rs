//! A client of the ONTAP REST API: cluster, nodes, storage VMs, LIFs, routes, and the objects that can
//! prevent their deletion.
//!
//! Requests are values, built and tested without a socket; one transport sends them. The client follows jobs
//! to their end and repeats requests that ONTAP temporarily refused. It never blindly repeats a creation
//! whose outcome is unknown: it looks first, and does not take an object that it finds for its own. Every
//! record is checked against the request. The client knows nothing of Terraform.
//!
//! ```no_run
//! # async fn example() -> Result<(), ontap::Error> {
//! use std::time::Duration;
//!
//! let client = ontap::Client::new(ontap::Config {
//!     endpoints: vec!["https://10.0.0.10".to_owned()],
//!     auth: ontap::Auth::Basic { username: "admin".to_owned(), password: ontap::Secret::new("...") },
//!     trust: ontap::Trust::System,
//!     tls_server_name: None,
//!     request_timeout: Duration::from_secs(60),
//!     proxy: None,
//! })?;
//! let cluster = client.cluster().await?;
//! println!("{} runs ONTAP {}", cluster.name, cluster.version);
//! # Ok(())
//! # }
//! ```
#![deny(missing_docs)]

mod certificate;
mod change;
mod cifs;
mod client;
mod cluster;
mod config;
mod connection_error;
mod create;
mod credentials;
mod endpoint;
mod fpolicy;
mod identity;
mod job;
mod log;
mod objects;
mod probe;
mod proxy;
mod raw;
mod secret;
mod service_policy_cli;
mod snapmirror;
mod standing;
mod timing;
mod tls;
mod transport;
mod verifier;
mod volume;

pub use client::Client;
pub use config::{Auth, Config, Proxy, Trust};
pub use ontap_core::*;
pub use secret::Secret;
pub use timing::Timing;
