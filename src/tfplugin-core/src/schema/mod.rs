//! The schema of an object's attributes. `#[derive(Model)]` generates it; a handwritten [`crate::Model`]
//! builds the same values.

mod build;
mod checks;
mod names;
mod nesting;
mod types;
mod unknown;

pub use build::{check_value, default_attr, default_text, default_value, objects_mean_the_same};
pub use checks::{check, check_new};
pub use names::{Name, has_name, refuse_second_name};
pub use nesting::Place;
pub use types::{object_type, plain_type};
pub(crate) use unknown::first_unknown;

use crate::model::Invalid;
use crate::value::{Type, Value};

/// A check of a configured value, in addition to its type. The error is a sentence that says what is wrong.
pub type Check = fn(&Value) -> Result<(), Invalid>;

/// Who sets an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The configuration must set it.
    Required,
    /// The configuration may set it.
    Optional,
    /// The configuration may set it; otherwise the provider does.
    OptionalComputed,
    /// Only the provider sets it.
    Computed,
}

/// What it means to leave an attribute out that then has a value all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// The default is asked for, now and later: a difference from it is planned back.
    Default,
    /// A value is chosen at creation and then left alone.
    Filled,
    /// Nothing is asked for: the attribute is neither sent nor planned.
    Unmanaged,
}

/// How nested objects are grouped.
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
    /// Text for the manual, in Markdown: meaning, unit, default, effect of a change.
    pub description: String,
    /// Whether it is hidden in Terraform's output.
    pub sensitive: bool,
    /// Whether it is never stored.
    pub write_only: bool,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// Value for a configuration without one. Makes an optional attribute optional and computed.
    pub default: Option<Value>,
    /// What it means to leave it out; `None` for an attribute that is then null, or that never is left out.
    pub left_out: Option<LeftOut>,
    /// Whether a computed value stays the same once it is known, unless the plan says otherwise.
    pub stable: bool,
    /// Whether a change replaces the object.
    pub replace: bool,
    /// Returns whether two spellings mean the same. If so, the stored one is kept.
    pub same: fn(&Value, &Value) -> bool,
    /// Further check of configured values, in addition to the type.
    pub check: Option<Check>,
    /// Further check of configured values that the stored object does not have yet. A plan makes it: an error
    /// about a stored value would prevent even a destroy.
    pub check_new: Option<Check>,
}
