//! Decodes stored state, which Terraform keeps as JSON.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{WireError, type_from_json};
use crate::value::{Number, Step, Type, Value};

/// Decodes state that was written for the same version of the schema. Keys that are missing from the schema
/// are dropped, and attributes that are missing from the state are null.
///
/// # Errors
/// When the text is not JSON, or a value is not of its type, with the path of the part at fault.
pub fn decode_state(text: &[u8], ty: &Type) -> Result<Value, WireError> {
    let raw: &RawValue = serde_json::from_slice(text)
        .map_err(|error| WireError::new(format!("the state is not JSON: {error}")))?;
    value(raw, ty)
}

/// Works on raw text instead of parsed JSON, so that numbers keep all their digits.
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

/// Numbers too large for JSON parsers may be stored as text.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::arbitrary;

    fn ty() -> Type {
        let list = Type::List(Box::new(Type::Number));
        let attributes = [("name", Type::String), ("sizes", list), ("any", Type::Dynamic)];
        Type::Object(attributes.into_iter().map(|(name, ty)| (name.to_owned(), ty)).collect())
    }

    #[test]
    fn stored_state_is_read_with_the_current_schema() {
        let text = br#" { "gone": {"x": 1}, "sizes": [1, 0.1, 12345678901234567890123, "1e2"],
            "any": {"type": ["list", "string"], "value": ["\u00e9"]} } "#;
        let number = |text| Value::Number(Number::parse(text).unwrap());
        let any = Value::List(vec![Value::from("é")]);
        let expected = Value::object([
            ("name", Value::Null),
            ("sizes", Value::List(["1", "0.1", "12345678901234567890123", "100"].map(number).to_vec())),
            ("any", Value::Dynamic(Type::List(Box::new(Type::String)), Box::new(any))),
        ]);
        assert_eq!(decode_state(text, &ty()), Ok(expected));
        assert_eq!(decode_state(b"null", &ty()), Ok(Value::Null));
    }

    #[test]
    fn errors_name_the_part_at_fault() {
        let error = |text: &str| decode_state(text.as_bytes(), &ty()).unwrap_err().to_string();
        assert_eq!(error(r#"{"name": 3}"#), "name: expected string");
        assert_eq!(error(r#"{"sizes": [1, true]}"#), "sizes[1]: expected number");
        assert!(error("{").starts_with("the state is not JSON"));
        assert!(error(r#"{"any": {"type": "dynamic", "value": 1}}"#).starts_with("any: "));
    }

    #[test]
    fn a_tuple_of_another_length_is_an_error() {
        let ty = Type::Tuple(vec![Type::Bool, Type::Bool]);
        for text in ["[true]", "[true, true, true]"] {
            assert!(decode_state(text.as_bytes(), &ty).is_err());
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_value_or_an_error(text in "[\\[\\]{}\":, \
             a-c0-9tru.e\\\\-]{0,40}", ty in arbitrary::types()) {
            let _ = decode_state(text.as_bytes(), &ty);
        }
    }
}
