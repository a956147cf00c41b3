//! Terraform's values: what an attribute can hold, of which type, and where in an object it stands.

mod attr;
mod number;
mod path;
mod ty;

use std::collections::BTreeMap;

pub use attr::Attr;
pub use number::Number;
pub use path::{Path, Step};
pub use ty::Type;

/// A Terraform value of any type. The type itself stands in the schema, not in the value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// No value.
    #[default]
    Null,
    /// A value that is known only after apply.
    Unknown,
    /// `true` or `false`.
    Bool(bool),
    /// A number of any size.
    Number(Number),
    /// Text.
    String(String),
    /// The elements of a list, a set or a tuple.
    List(Vec<Value>),
    /// The elements of a map, or the attributes of an object.
    Map(BTreeMap<String, Value>),
    /// A value of an attribute without a fixed type, together with the type that it has.
    Dynamic(Type, Box<Value>),
}

impl Value {
    /// Whether no part of the value, however deep, is unknown.
    #[must_use]
    pub fn is_wholly_known(&self) -> bool {
        match self {
            Self::Unknown => false,
            Self::List(items) => items.iter().all(Self::is_wholly_known),
            Self::Map(items) => items.values().all(Self::is_wholly_known),
            Self::Dynamic(_, value) => value.is_wholly_known(),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => true,
        }
    }
}
