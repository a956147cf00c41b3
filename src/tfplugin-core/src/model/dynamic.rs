//! [`Dynamic`]: a value that carries its type.

use super::{Field, wrong_type};
use crate::diag::Outcome;
use crate::schema::{AttributeType, plain_type};
use crate::value::{Path, Type, Value};

/// A value of any type, as the user gave it. A literal in brackets is a tuple, and one in braces an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Dynamic {
    ty: Type,
    value: Value,
}

impl Dynamic {
    /// Wraps a value of a static type.
    pub fn of<T: Field>(value: &T) -> Self {
        Self { ty: plain_type(&T::ty()), value: value.to_value() }
    }

    /// Returns the type of the value.
    #[must_use]
    pub fn value_type(&self) -> &Type {
        &self.ty
    }

    /// Returns the value.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }
}

impl Field for Dynamic {
    fn ty() -> AttributeType {
        AttributeType::Plain(Type::Dynamic)
    }

    fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        match value {
            Value::Dynamic(ty, value) => Ok(Self { ty: ty.clone(), value: (**value).clone() }),
            _ => Err(wrong_type(at, "a value with its type")),
        }
    }

    fn to_value(&self) -> Value {
        Value::Dynamic(self.ty.clone(), Box::new(self.value.clone()))
    }
}
