//! Encoding.

use std::collections::BTreeMap;

use rmpv::Value as Raw;

use super::UNKNOWN;
use crate::value::{Number, Step, Type, Value};
use crate::wire::{WireError, type_json};

/// Encodes a value of type `ty`. Missing attributes of an object are written as null.
///
/// # Errors
/// When the value is not of this type, with the path of the part at fault.
pub fn encode(value: &Value, ty: &Type) -> Result<Vec<u8>, WireError> {
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, &raw(value, ty)?)
        .map_err(|error| WireError::new(error.to_string()))?;
    Ok(bytes)
}

fn raw(value: &Value, ty: &Type) -> Result<Raw, WireError> {
    match (value, ty) {
        (Value::Null, _) => Ok(Raw::Nil),
        // One byte of payload, as Terraform itself writes it.
        (Value::Unknown, _) => Ok(Raw::Ext(UNKNOWN, vec![0])),
        (Value::Bool(value), Type::Bool) => Ok(Raw::Boolean(*value)),
        (Value::Number(value), Type::Number) => Ok(number(value)),
        (Value::String(text), Type::String) => Ok(Raw::from(text.as_str())),
        (Value::List(items), Type::List(element) | Type::Set(element)) => {
            elements(items.iter().map(|item| (item, &**element)))
        }
        (Value::List(items), Type::Tuple(types)) if items.len() == types.len() => {
            elements(items.iter().zip(types))
        }
        (Value::Map(items), Type::Map(element)) => map(items, element),
        (Value::Map(items), Type::Object(attributes)) => object(items, attributes),
        (Value::Dynamic(ty, value), Type::Dynamic) if *ty != Type::Dynamic => {
            Ok(Raw::Array(vec![Raw::Binary(type_json(ty)), raw(value, ty)?]))
        }
        _ => Err(WireError::new(format!("the value is not of type {ty}"))),
    }
}

/// Writes integers as integers, fractions as floats if these are exact, and the rest as decimal text.
fn number(number: &Number) -> Raw {
    if let Some(integer) = number.as_i64() {
        return Raw::from(integer);
    }
    number.as_exact_fraction().map_or_else(|| Raw::from(number.as_str()), Raw::F64)
}

fn elements<'a>(items: impl Iterator<Item = (&'a Value, &'a Type)>) -> Result<Raw, WireError> {
    let numbered = (0..).zip(items);
    numbered
        .map(|(index, (item, ty))| raw(item, ty).map_err(|error| error.below(Step::Index(index))))
        .collect::<Result<_, _>>()
        .map(Raw::Array)
}

fn map(items: &BTreeMap<String, Value>, element: &Type) -> Result<Raw, WireError> {
    let pair = |(key, item): (&String, &Value)| {
        let item = raw(item, element).map_err(|error| error.below(Step::Key(key.clone())))?;
        Ok((Raw::from(key.as_str()), item))
    };
    items.iter().map(pair).collect::<Result<_, _>>().map(Raw::Map)
}

fn object(items: &BTreeMap<String, Value>, attributes: &BTreeMap<String, Type>) -> Result<Raw, WireError> {
    if let Some(name) = items.keys().find(|name| !attributes.contains_key(*name)) {
        return Err(WireError::new("the object has no such attribute").below(Step::Attribute(name.clone())));
    }
    let pair = |(name, ty): (&String, &Type)| {
        let item = raw(items.get(name).unwrap_or(&Value::Null), ty);
        Ok((Raw::from(name.as_str()), item.map_err(|error| error.below(Step::Attribute(name.clone())))?))
    };
    attributes.iter().map(pair).collect::<Result<_, _>>().map(Raw::Map)
}
