//! The pure part of a Terraform provider: values, models and their schemas, plans, diagnostics, functions.
//!
//! Nothing here waits, sends or opens anything, so rules that depend on this crate alone cannot either.
//! `tfplugin` adds the protocol, its server and the asynchronous traits, and re-exports everything from this
//! crate.
//!
//! Most of it is for authors of resources. The modules [`planning`], [`completion`], [`identity`] and [`wire`] are
//! for the implementation of the protocol: the plan algorithm, the response to an incomplete create, and values as
//! bytes.
//!
//! ```
//! use tfplugin_core::{Attr, Model, Path, Value};
//!
//! /// A note.
//! #[derive(Debug, Clone, PartialEq, Model)]
//! struct Note {
//!     /// What it says.
//!     #[attr(required)]
//!     text: Attr<String>,
//! }
//!
//! let note = Note::from_value(&Value::object([("text", "Milk".into())]), &Path::default()).unwrap();
//! assert_eq!(note.text, Attr::from("Milk"));
//! ```
#![deny(missing_docs)]

// In this crate too, `#[derive(Model)]` generates paths that begin with `::tfplugin_core`.
extern crate self as tfplugin_core;

pub mod completion;
mod diag;
mod function;
pub mod identity;
mod model;
mod moved;
mod plan;
pub mod planning;
mod private;
mod quote;
pub mod record;
pub mod schema;
mod timeouts;
mod value;
pub mod wire;
mod wording;

pub use diag::{Diagnostic, Diagnostics, Outcome, Severity};
pub use function::{Arguments, Function, FunctionError, Options, Parameter, Parameters, Passed, Signature};
pub use identity::{Identity, IdentityAttribute, NoIdentity};
pub use model::{
    Dynamic, Field, FromEnvironment, FromVariable, Invalid, Lookup, Model, ObjectReader, Text, not_empty,
};
pub use moved::MovedFrom;
pub use plan::{NeverReplaced, Plan};
pub use private::Private;
pub use quote::{is_content, quoted};
pub use record::{FromRecord, IntoBody, Recorded, named, shown};
pub use schema::{Attribute, AttributeType, LeftOut, Nesting, Presence};
pub use tfplugin_derive::{CoreIdentity as Identity, CoreModel as Model, CoreParameters as Parameters};
pub use timeouts::{DefaultTimeouts, Timeout, Timeouts};
pub use value::{Attr, NotFinite, Number, Path, Step, Type, Value};
pub use wording::{counted, listed, sentences};
