//! The Terraform plugin protocol (tfplugin6) for providers written in Rust.
//!
//! A provider names its configuration model, its resources and its data sources; this crate does the
//! rest: handshake and mutual TLS, the wire encoding, the plan algorithm, partial state, timeouts and
//! cancellation. It knows neither ONTAP nor AWS.

mod cx;
mod data_source;
mod diag;
mod model;
mod plan;
mod private;
mod provider;
mod resource;
mod schema;
mod timeouts;
mod value;

pub use cx::Cx;
pub use data_source::DataSource;
pub use diag::{Diagnostic, Diagnostics, Outcome, Severity};
pub use model::{Field, Invalid, Model, Text};
pub use plan::Plan;
pub use private::Private;
pub use provider::{Configured, Provider};
pub use resource::{DefaultTimeouts, Resource};
pub use schema::{Attribute, AttributeType, Nesting, Presence};
pub use tfplugin_derive::Model;
pub use timeouts::Timeouts;
pub use value::{Attr, Number, Path, Step, Type, Value};

pub use async_trait::async_trait;
pub use tokio_util::sync::CancellationToken;
