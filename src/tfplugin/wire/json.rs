//! Stored state, which Terraform keeps as JSON.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{WireError, type_from_json};
use crate::value::{Number, Step, Type, Value};

/// Reads state that was written for the same version of the schema: keys that the schema does not have
/// are left out, attributes that the state does not have are null.
///
/// # Errors
/// When the text is not JSON or a value is not of its type, with the path of the part to blame.
pub(crate) fn decode_state(text: &[u8], ty: &Type) -> Result<Value, WireError> {
    let raw: &RawValue = serde_json::from_slice(text)
        .map_err(|error| WireError::new(format!("the state is not JSON: {error}")))?;
    value(raw, ty)
}

/// Raw text in place of parsed JSON: numbers keep all their digits.
fn value(raw: &RawValue, ty: &Type) -> Result<Value, WireError> {
    if raw.get() == "null" {
        return Ok(Value::Null);
    }
    match ty {
        Type::Bool => parse(raw, ty).map(Value::Bool),
        Type::String => parse(raw, ty).map(Value::String),
        Type::Number => number(raw).map(Value::Number),
        Type::List(element) => elements(raw, ty, |_| Some(&**element)).map(Value::List),
        Type::Set(element) => elements(raw, ty, |_| Some(&**element)).map(Value::set),
        Type::Tuple(types) => {
            let items = elements(raw, ty, |index| types.get(index))?;
            let complete = items.len() == types.len();
            if complete { Ok(Value::List(items)) } else { Err(WireError::new("the tuple is too short")) }
        }
        Type::Map(element) => {
            let items: BTreeMap<String, &RawValue> = parse(raw, ty)?;
            items
                .into_iter()
                .map(|(key, item)| map_element(key, item, element))
                .collect::<Result<_, _>>()
                .map(Value::Map)
        }
        Type::Object(attributes) => {
            let items: BTreeMap<String, &RawValue> = parse(raw, ty)?;
            let read = |(name, ty): (&String, &Type)| attribute(name, items.get(name).copied(), ty);
            attributes.iter().map(read).collect::<Result<_, _>>().map(Value::Map)
        }
        Type::Dynamic => dynamic(raw),
    }
}

fn parse<'a, T: Deserialize<'a>>(raw: &'a RawValue, ty: &Type) -> Result<T, WireError> {
    serde_json::from_str(raw.get()).map_err(|_| WireError::new(format!("expected {ty}")))
}

/// Numbers too large for JSON's readers may be stored as text.
fn number(raw: &RawValue) -> Result<Number, WireError> {
    let number = match serde_json::from_str::<String>(raw.get()) {
        Ok(text) => Number::parse(&text),
        Err(_) => Number::parse(raw.get()),
    };
    number.ok_or_else(|| WireError::new("expected number"))
}

fn elements<'a>(
    raw: &RawValue,
    ty: &Type,
    element: impl Fn(usize) -> Option<&'a Type>,
) -> Result<Vec<Value>, WireError> {
    let items: Vec<&RawValue> = parse(raw, ty)?;
    let read = |(index, item): (usize, &RawValue)| {
        let Some(ty) = element(index) else { return Err(WireError::new("the tuple is too long")) };
        value(item, ty).map_err(|error| error.below(Step::Index(i64::try_from(index).unwrap_or(i64::MAX))))
    };
    items.into_iter().enumerate().map(read).collect()
}

fn map_element(key: String, raw: &RawValue, ty: &Type) -> Result<(String, Value), WireError> {
    let item = value(raw, ty).map_err(|error| error.below(Step::Key(key.clone())))?;
    Ok((key, item))
}

fn attribute(name: &str, raw: Option<&RawValue>, ty: &Type) -> Result<(String, Value), WireError> {
    let Some(raw) = raw else { return Ok((name.to_owned(), Value::Null)) };
    let item = value(raw, ty).map_err(|error| error.below(Step::Attribute(name.to_owned())))?;
    Ok((name.to_owned(), item))
}

fn dynamic(raw: &RawValue) -> Result<Value, WireError> {
    #[derive(Deserialize)]
    struct Typed<'a> {
        #[serde(borrow, rename = "type")]
        ty: &'a RawValue,
        #[serde(borrow)]
        value: &'a RawValue,
    }
    let typed: Typed<'_> = parse(raw, &Type::Dynamic)?;
    let ty = type_from_json(typed.ty.get().as_bytes())?;
    if ty == Type::Dynamic {
        return Err(WireError::new("a dynamic value must bring a type along"));
    }
    let value = value(typed.value, &ty)?;
    Ok(Value::Dynamic(ty, Box::new(value)))
}
