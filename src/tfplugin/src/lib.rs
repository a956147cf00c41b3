//! The Terraform plugin protocol (tfplugin6) for providers written in Rust.
//!
//! A provider names its configuration model, its resources, data sources, list resources and functions; this
//! crate does the rest: handshake and mutual TLS, the wire encoding, the plan algorithm, partial state, identities,
//! generated configurations, timeouts and cancellation. It knows neither ONTAP nor AWS. What waits for nothing is
//! in `tfplugin-core`.
//!
//! # A complete provider
//!
//! ```no_run
#![doc = include_str!("../examples/notes.rs")]
//! ```
#![warn(missing_docs)]
#![deny(missing_docs)]

// `#[derive(Model)]` generates paths that begin with `::tfplugin`, in this crate too.
extern crate self as tfplugin;

mod calls;
mod cx;
mod data_source;
mod erased;
mod list_resource;
mod proto;
mod provider;
mod resource;
mod rpc;
mod server;
pub mod testing;
mod writes;

pub use calls::{Calls, Waiting};
pub use cx::Cx;
pub use data_source::DataSource;
pub use erased::Schema;
pub use list_resource::{ListResource, Listed, Query};
pub use provider::{Configured, Provider};
pub use resource::Resource;
pub use rpc::{calls, stop, writes};
pub use server::{Schemas, ServeError, Server};
pub use writes::Writes;

// Re-exports everything of `tfplugin-core` except its macros: the macros of this crate generate paths
// that resolve in a crate that depends on `tfplugin` alone.
pub use tfplugin_core::*;
pub use tfplugin_derive::{Identity, Model, Parameters};

pub use async_trait::async_trait;
pub use tokio_util::sync::CancellationToken;
