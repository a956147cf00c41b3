//! Terraform's values: what an attribute can hold, its type, and its path in an object.

#[cfg(test)]
pub mod arbitrary;
mod attr;
mod number;
mod path;
mod ty;

use std::collections::BTreeMap;

pub use attr::Attr;
pub use number::{NotFinite, Number};
pub use path::{Path, Step};
pub use ty::Type;

/// A Terraform value of any type. The schema, not the value, has the type. The order is arbitrary; sets are
/// sorted by it, so that equal sets are equal values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
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
    /// The elements of a list, a set or a tuple. Those of a set come from [`Value::set`].
    List(Vec<Value>),
    /// The elements of a map, or the attributes of an object.
    Map(BTreeMap<String, Value>),
    /// A value of an attribute without a fixed type, together with its actual type.
    Dynamic(Type, Box<Value>),
}

impl Value {
    /// Returns the elements of a set in a fixed order, without duplicates among the known ones. Unknown
    /// elements may turn out to differ, so none is dropped.
    #[must_use]
    pub fn set(mut elements: Vec<Value>) -> Self {
        elements.sort();
        elements.dedup_by(|a, b| a == b && a.is_wholly_known());
        Self::List(elements)
    }

    /// Returns an object with these attributes.
    #[must_use]
    pub fn object<const N: usize>(attributes: [(&str, Value); N]) -> Self {
        Self::Map(attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// Joins the attributes of several objects in one object. A value that is not an object adds nothing.
    #[must_use]
    pub fn joined<const N: usize>(objects: [Self; N]) -> Self {
        let attributes =
            |object| if let Self::Map(attributes) = object { attributes } else { BTreeMap::new() };
        Self::Map(objects.into_iter().flat_map(attributes).collect())
    }

    /// Returns the attribute of an object or the element of a map; null if there is none.
    #[must_use]
    pub fn at(&self, name: &str) -> &Value {
        match self {
            Self::Map(items) => items.get(name).unwrap_or(&Self::Null),
            _ => &Self::Null,
        }
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether no part of the value is unknown, at any depth.
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

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}
