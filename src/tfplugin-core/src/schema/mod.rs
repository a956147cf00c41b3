//! What Terraform is told about an object's attributes. `#[derive(Model)]` writes it; a hand-written
//! [`crate::Model`] builds the same values.

mod build;
mod checks;
mod names;
mod nesting;
mod types;
mod unknown;

pub use build::{check_value, default_attr, default_text, default_value, objects_mean_the_same};
pub use checks::check;
pub use names::{Name, refuse_second_name};
pub use nesting::Place;
pub use types::{object_type, plain_type};
pub(crate) use unknown::first_unknown;

use crate::model::Invalid;
use crate::value::{Type, Value};

/// What a configured value must be, besides being one of its type; the sentence says why it is not.
pub type Check = fn(&Value) -> Result<(), Invalid>;

/// Who sets an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The configuration must set it.
    Required,
    /// The configuration may set it.
    Optional,
    /// The configuration may set it; else the provider does.
    OptionalComputed,
    /// Only the provider sets it.
    Computed,
}

/// How nested objects are held together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nesting {
    /// One object.
    Single,
    /// A list of objects.
    List,
    /// A set of objects.
    Set,
    /// A map of objects.
    Map,
}

/// The type of an attribute.
#[derive(Debug, Clone)]
pub enum AttributeType {
    /// A type of Terraform's type system.
    Plain(Type),
    /// Objects with a schema of their own.
    Nested(Nesting, Vec<Attribute>),
}

/// One attribute of a resource, a data source, the provider or a nested object.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// Name in the configuration.
    pub name: String,
    /// Type.
    pub ty: AttributeType,
    /// Who sets it.
    pub presence: Presence,
    /// The manual's text, Markdown: meaning, unit, default, what a change does.
    pub description: String,
    /// Hidden in Terraform's output.
    pub sensitive: bool,
    /// Never stored.
    pub write_only: bool,
    /// Why not to use it any more.
    pub deprecated: Option<String>,
    /// Value where the configuration has none. Makes an optional attribute optional and computed.
    pub default: Option<Value>,
    /// A computed value that does not change once it is known, unless the plan says so.
    pub stable: bool,
    /// A change replaces the object.
    pub replace: bool,
    /// Whether two spellings mean the same; the stored one is then kept.
    pub same: fn(&Value, &Value) -> bool,
    /// What else a configured value must be, besides being one of its type.
    pub check: Option<Check>,
}
