//! [`ObjectReader`]: reads the attributes of an object and collects what is wrong with them.

use super::{Field, wrong_type};
use crate::diag::{Diagnostics, Outcome};
use crate::value::{Attr, Path, Step, Value};

/// Reads an object attribute by attribute. `#[derive(Model)]` writes the calls; a hand-written
/// [`crate::Model`] makes the same ones.
#[derive(Debug)]
pub struct ObjectReader<'a> {
    object: &'a Value,
    at: &'a Path,
    diagnostics: Diagnostics,
}

impl<'a> ObjectReader<'a> {
    /// Of the object that stands at `at`.
    ///
    /// # Errors
    /// When the value is no object.
    pub fn new(object: &'a Value, at: &'a Path) -> Outcome<Self> {
        match object {
            Value::Map(_) => Ok(Self { object, at, diagnostics: Diagnostics::new() }),
            _ => Err(wrong_type(at, "an object")),
        }
    }

    /// The value of an attribute; null where the object has none, and where it is of the wrong type,
    /// which is told at the end.
    pub fn attribute<T: Field>(&mut self, name: &str) -> Attr<T> {
        let at = self.at.join(Step::Attribute(name.to_owned()));
        Attr::from_value(self.object.at(name), &at).unwrap_or_else(|diagnostics| {
            self.diagnostics.extend(diagnostics);
            Attr::Null
        })
    }

    /// The object read.
    ///
    /// # Errors
    /// What was wrong with its attributes.
    pub fn finish<M>(self, model: M) -> Outcome<M> {
        self.diagnostics.into_result().map(|()| model)
    }
}

impl<T: Field> Attr<T> {
    /// Reads an attribute's value. A collection whose elements are not all known is unknown where `T`
    /// cannot hold such elements.
    ///
    /// # Errors
    /// When the value is not of this type, with the path of the part to blame.
    pub fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        match value {
            Value::Null => Ok(Self::Null),
            value if !T::can_hold(value) => Ok(Self::Unknown),
            value => T::from_value(value, at).map(Self::Known),
        }
    }

    /// The value to send to Terraform.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Unknown => Value::Unknown,
            Self::Known(value) => value.to_value(),
        }
    }
}
