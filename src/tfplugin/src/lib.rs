//! The Terraform plugin protocol (tfplugin6) for providers written in Rust.
//!
//! A provider names its configuration model, its resources, data sources and functions; this crate does the
//! rest: handshake and mutual TLS, the wire encoding, the plan algorithm, partial state, timeouts and
//! cancellation. It knows neither ONTAP nor AWS. What waits for nothing is in `tfplugin-core`.
//!
//! # A complete provider
//!
//! ```no_run
#![doc = include_str!("../examples/notes.rs")]
//! ```
#![warn(missing_docs)]
#![deny(missing_docs)]

// `#[derive(Model)]` writes paths that begin with `::tfplugin`, here as everywhere.
extern crate self as tfplugin;

mod cx;
mod data_source;
mod erased;
mod proto;
mod provider;
mod resource;
mod rpc;
mod server;
pub mod testing;
mod writes;

pub use cx::Cx;
pub use data_source::DataSource;
pub use erased::Schema;
pub use provider::{Configured, Provider};
pub use resource::Resource;
pub use rpc::{stop, writes};
pub use server::{Schemas, ServeError, Server};
pub use writes::Writes;

// Everything of `tfplugin-core` goes by the name of this crate too, except for its two macros: those of this crate write
// paths that a crate has which depends on this one alone.
pub use tfplugin_core::*;
pub use tfplugin_derive::{Model, Parameters};

pub use async_trait::async_trait;
pub use tokio_util::sync::CancellationToken;
