//! Scalar values: text, numbers, booleans, and every [`Text`].

use super::{Field, Invalid, Text, invalid, wrong_type};
use crate::diag::Outcome;
use crate::schema::AttributeType;
use crate::value::{Number, Path, Type, Value};

/// Any text.
impl Text for String {
    fn parse(text: &str) -> Result<Self, Invalid> {
        Ok(text.to_owned())
    }

    fn text(&self) -> String {
        self.clone()
    }
}

impl Field for bool {
    fn ty() -> AttributeType {
        AttributeType::Plain(Type::Bool)
    }

    fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        match value {
            Value::Bool(value) => Ok(*value),
            _ => Err(wrong_type(at, "true or false")),
        }
    }

    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Field for i64 {
    fn ty() -> AttributeType {
        AttributeType::Plain(Type::Number)
    }

    fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        match value {
            Value::Number(number) => {
                number.as_i64().ok_or_else(|| wrong_type(at, "a whole number of at most 63 bits"))
            }
            _ => Err(wrong_type(at, "a whole number")),
        }
    }

    fn to_value(&self) -> Value {
        Value::Number(Number::from(*self))
    }
}

impl Field for f64 {
    fn ty() -> AttributeType {
        AttributeType::Plain(Type::Number)
    }

    fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        match value {
            Value::Number(number) => {
                number.as_f64().ok_or_else(|| wrong_type(at, "a number of the size of a float"))
            }
            _ => Err(wrong_type(at, "a number")),
        }
    }

    /// Terraform has no infinite numbers, so they become null.
    fn to_value(&self) -> Value {
        Number::try_from(*self).map_or(Value::Null, Value::Number)
    }
}

impl<T: Text> Field for T {
    fn ty() -> AttributeType {
        AttributeType::Plain(Type::String)
    }

    fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        match value {
            Value::String(text) => T::parse(text).map_err(|why| invalid(at, why)),
            _ => Err(wrong_type(at, "a string")),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.text())
    }

    fn means_the_same(&self, other: &Self) -> bool {
        Text::means_the_same(self, other)
    }
}
