//! The Terraform plugin protocol (tfplugin6) for providers written in Rust.
//!
//! A provider names its configuration model, its resources, data sources and functions; this crate does the
//! rest: handshake and mutual TLS, the wire encoding, the plan algorithm, partial state, timeouts and
//! cancellation. It knows neither ONTAP nor AWS.
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

mod completion;
mod cx;
mod data_source;
mod diag;
mod erased;
mod function;
mod model;
mod plan;
mod planning;
mod private;
mod proto;
mod provider;
mod quote;
mod resource;
mod rpc;
pub mod schema;
mod server;
pub mod testing;
mod timeouts;
mod value;
mod wire;

pub use cx::Cx;
pub use data_source::DataSource;
pub use diag::{Diagnostic, Diagnostics, Outcome, Severity};
pub use erased::Schema;
pub use function::{Arguments, Function, FunctionError, Options, Parameter, Parameters, Passed, Signature};
pub use model::{Dynamic, Field, Invalid, Model, ObjectReader, Text};
pub use plan::Plan;
pub use private::Private;
pub use provider::{Configured, Provider};
pub use quote::{is_content, quoted};
pub use resource::{DefaultTimeouts, NeverReplaced, Resource};
pub use rpc::stopped;
pub use schema::{Attribute, AttributeType, Nesting, Presence};
pub use server::{Schemas, ServeError, Server};
pub use tfplugin_derive::{Model, Parameters};
pub use timeouts::{Timeout, Timeouts};
pub use value::{Attr, NotFinite, Number, Path, Step, Type, Value};

pub use async_trait::async_trait;
pub use tokio_util::sync::CancellationToken;
