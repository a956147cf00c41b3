//! [`ObjectReader`]: reads the attributes of an object and collects the errors.

use super::{Field, wrong_type};
use crate::diag::{Diagnostics, Outcome};
use crate::value::{Attr, Path, Step, Value};

/// A reader that takes an object attribute by attribute. `#[derive(Model)]` generates the calls; a
/// handwritten [`crate::Model`] makes the same calls.
#[derive(Debug)]
pub struct ObjectReader<'a> {
    object: &'a Value,
    at: &'a Path,
    diagnostics: Diagnostics,
}

impl<'a> ObjectReader<'a> {
    /// Starts to read the object at the path `at`.
    ///
    /// # Errors
    /// When the value is not an object.
    pub fn new(object: &'a Value, at: &'a Path) -> Outcome<Self> {
        match object {
            Value::Map(_) => Ok(Self { object, at, diagnostics: Diagnostics::new() }),
            _ => Err(wrong_type(at, "an object")),
        }
    }

    /// Reads an attribute. The result is null if the attribute is missing or of the wrong type;
    /// [`Self::finish`] reports the latter.
    pub fn attribute<T: Field>(&mut self, name: &str) -> Attr<T> {
        let at = self.at.join(Step::Attribute(name.to_owned()));
        Attr::from_value(self.object.at(name), &at).unwrap_or_else(|diagnostics| {
            self.diagnostics.extend(diagnostics);
            Attr::Null
        })
    }

    /// Returns the model that was read.
    ///
    /// # Errors
    /// All errors in its attributes.
    pub fn finish<M>(self, model: M) -> Outcome<M> {
        self.diagnostics.into_result().map(|()| model)
    }
}

impl<T: Field> Attr<T> {
    /// Reads an attribute's value. A collection with unknown elements is read as unknown if `T` cannot hold
    /// such elements.
    ///
    /// # Errors
    /// When the value is not of this type, with the path of the part at fault.
    pub fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        match value {
            Value::Null => Ok(Self::Null),
            value if !T::can_hold(value) => Ok(Self::Unknown),
            value => T::from_value(value, at).map(Self::Known),
        }
    }

    /// Returns the value to send to Terraform.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Unknown => Value::Unknown,
            Self::Known(value) => value.to_value(),
        }
    }
}
