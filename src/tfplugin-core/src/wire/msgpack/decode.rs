//! Decoding. Length fields are not trusted for allocations, and nesting is limited.

use std::collections::BTreeMap;

use rmpv::Value as Raw;

use super::{REFINED_UNKNOWN, UNKNOWN};
use crate::value::{Number, Step, Type, Value};
use crate::wire::{WireError, type_from_json};

/// Limit of the nesting depth.
const MAX_DEPTH: usize = 128;

/// Decodes a value of type `ty`. Empty input is null, and so are missing attributes of an object.
///
/// # Errors
/// When the bytes are not a value of this type, with the path of the part at fault.
pub fn decode(mut bytes: &[u8], ty: &Type) -> Result<Value, WireError> {
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    let raw = rmpv::decode::read_value_with_max_depth(&mut bytes, MAX_DEPTH)
        .map_err(|error| WireError::new(format!("the bytes are not MessagePack: {error}")))?;
    if !bytes.is_empty() {
        return Err(WireError::new(format!("{} bytes follow the value", bytes.len())));
    }
    value(raw, ty)
}

fn value(raw: Raw, ty: &Type) -> Result<Value, WireError> {
    match (raw, ty) {
        (Raw::Nil, _) => Ok(Value::Null),
        (Raw::Ext(UNKNOWN | REFINED_UNKNOWN, _), _) => Ok(Value::Unknown),
        (Raw::Boolean(value), Type::Bool) => Ok(Value::Bool(value)),
        (raw, Type::Number) => number(&raw).map(Value::Number),
        (Raw::String(text), Type::String) => {
            text.into_str().map(Value::String).ok_or_else(|| WireError::new("the text is not UTF-8"))
        }
        (Raw::Array(items), Type::List(element)) => elements(items, |_| Some(&**element)).map(Value::List),
        (Raw::Array(items), Type::Set(element)) => elements(items, |_| Some(&**element)).map(Value::set),
        (Raw::Array(items), Type::Tuple(types)) if items.len() == types.len() => {
            elements(items, |index| types.get(index)).map(Value::List)
        }
        (Raw::Map(pairs), Type::Map(element)) => map(pairs, |key| Some((&**element, Step::Key(key)))),
        (Raw::Map(pairs), Type::Object(attributes)) => object(pairs, attributes),
        (Raw::Array(parts), Type::Dynamic) => dynamic(parts),
        (raw, ty) => Err(WireError::new(format!("expected {ty}, got {}", kind(&raw)))),
    }
}

fn number(raw: &Raw) -> Result<Number, WireError> {
    let number = match raw {
        Raw::Integer(integer) => {
            integer.as_i64().map(Number::from).or_else(|| integer.as_u64().map(Number::from))
        }
        Raw::F64(float) => Number::try_from(*float).ok(),
        Raw::F32(float) => Number::try_from(f64::from(*float)).ok(),
        Raw::String(text) => text.as_str().and_then(Number::parse),
        _ => return Err(WireError::new(format!("expected number, got {}", kind(raw)))),
    };
    number.ok_or_else(|| WireError::new("this is no number, or one of more than 1000 digits"))
}

fn elements<'a>(items: Vec<Raw>, ty: impl Fn(usize) -> Option<&'a Type>) -> Result<Vec<Value>, WireError> {
    let read = |(index, item)| {
        let ty = ty(index).unwrap_or(&Type::Dynamic);
        value(item, ty).map_err(|error| error.below(Step::Index(i64::try_from(index).unwrap_or(i64::MAX))))
    };
    items.into_iter().enumerate().map(read).collect()
}

/// Decodes the pairs of a map or an object. `place` returns the type and the path step for a key.
fn map<'a>(
    pairs: Vec<(Raw, Raw)>,
    place: impl Fn(String) -> Option<(&'a Type, Step)>,
) -> Result<Value, WireError> {
    let mut items = BTreeMap::new();
    for (key, item) in pairs {
        let Raw::String(key) = key else {
            return Err(WireError::new(format!("expected a key, got {}", kind(&key))));
        };
        let key = key.into_str().ok_or_else(|| WireError::new("the key is not UTF-8"))?;
        let Some((ty, step)) = place(key.clone()) else {
            return Err(WireError::new("the object has no such attribute").below(Step::Attribute(key)));
        };
        let item = value(item, ty).map_err(|error| error.below(step.clone()))?;
        if items.insert(key, item).is_some() {
            return Err(WireError::new("the key occurs twice").below(step));
        }
    }
    Ok(Value::Map(items))
}

fn object(pairs: Vec<(Raw, Raw)>, attributes: &BTreeMap<String, Type>) -> Result<Value, WireError> {
    let value = map(pairs, |name| attributes.get(&name).map(|ty| (ty, Step::Attribute(name))))?;
    let Value::Map(mut items) = value else { return Ok(value) };
    for name in attributes.keys() {
        items.entry(name.clone()).or_insert(Value::Null);
    }
    Ok(Value::Map(items))
}

fn dynamic(parts: Vec<Raw>) -> Result<Value, WireError> {
    let Ok([ty, item]) = <[Raw; 2]>::try_from(parts) else {
        return Err(WireError::new("expected a pair of type and value"));
    };
    let ty = match &ty {
        Raw::Binary(json) => type_from_json(json),
        Raw::String(json) => type_from_json(json.as_bytes()),
        other => Err(WireError::new(format!("expected a type, got {}", kind(other)))),
    }?;
    if ty == Type::Dynamic {
        return Err(WireError::new("a dynamic value must bring a type along"));
    }
    let value = value(item, &ty)?;
    Ok(Value::Dynamic(ty, Box::new(value)))
}

fn kind(raw: &Raw) -> &'static str {
    match raw {
        Raw::Nil => "null",
        Raw::Boolean(_) => "a boolean",
        Raw::Integer(_) | Raw::F32(_) | Raw::F64(_) => "a number",
        Raw::String(_) => "text",
        Raw::Binary(_) => "bytes",
        Raw::Array(_) => "an array",
        Raw::Map(_) => "a map",
        Raw::Ext(..) => "an extension that is not known",
    }
}
