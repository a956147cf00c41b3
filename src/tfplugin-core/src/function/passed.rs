//! [`Passed`]: a type of function arguments and results.

use super::error::refused;
use crate::diag::Outcome;
use crate::model::Field;
use crate::schema::{Attribute, AttributeType};
use crate::value::{Attr, Path, Value};

/// A type of function arguments and results: a [`Field`], an `Option` of one if null is a value, an [`Attr`]
/// of one if unknown is a value too, or [`super::Options`].
pub trait Passed: Sized {
    /// Whether null is accepted.
    const NULL: bool = false;
    /// Whether a value that is known only after apply is accepted.
    const UNKNOWN: bool = false;

    /// Returns the corresponding Terraform type.
    fn ty() -> AttributeType;

    /// Returns the attributes that an object of dynamic type may have, for the manual.
    fn options() -> Vec<Attribute> {
        Vec::new()
    }

    /// Reads an argument.
    ///
    /// # Errors
    /// When the argument is not of this type, with the path of the part at fault.
    fn read(value: &Value, at: &Path) -> Outcome<Self>;

    /// Returns the value to send to Terraform.
    fn write(&self) -> Value;
}

impl<T: Field> Passed for T {
    fn ty() -> AttributeType {
        <T as Field>::ty()
    }

    fn read(value: &Value, at: &Path) -> Outcome<Self> {
        match value {
            Value::Null => Err(refused(at, "The value is null, where one is needed.")),
            value if !T::can_hold(value) => Err(refused(at, "The value is known only after apply.")),
            value => T::from_value(value, at),
        }
    }

    fn write(&self) -> Value {
        self.to_value()
    }
}

impl<T: Field> Passed for Option<T> {
    const NULL: bool = true;

    fn ty() -> AttributeType {
        <T as Field>::ty()
    }

    fn read(value: &Value, at: &Path) -> Outcome<Self> {
        if value.is_null() { Ok(None) } else { T::read(value, at).map(Some) }
    }

    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }
}

impl<T: Field> Passed for Attr<T> {
    const NULL: bool = true;
    const UNKNOWN: bool = true;

    fn ty() -> AttributeType {
        <T as Field>::ty()
    }

    fn read(value: &Value, at: &Path) -> Outcome<Self> {
        Self::from_value(value, at)
    }

    fn write(&self) -> Value {
        self.to_value()
    }
}
