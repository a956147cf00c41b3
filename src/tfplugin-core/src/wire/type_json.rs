//! Types as JSON: `"string"`, `["list","string"]`, `["object",{"name":"string"}]`.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::WireError;
use crate::value::Type;

/// Encodes the type in the form that is used in the schema and in dynamic values.
pub fn type_json(ty: &Type) -> Vec<u8> {
    to_json(ty).to_string().into_bytes()
}

fn to_json(ty: &Type) -> Json {
    match ty {
        Type::Bool => json!("bool"),
        Type::Number => json!("number"),
        Type::String => json!("string"),
        Type::Dynamic => json!("dynamic"),
        Type::List(element) => json!(["list", to_json(element)]),
        Type::Set(element) => json!(["set", to_json(element)]),
        Type::Map(element) => json!(["map", to_json(element)]),
        Type::Tuple(elements) => json!(["tuple", elements.iter().map(to_json).collect::<Vec<_>>()]),
        Type::Object(attributes) => {
            let attributes: BTreeMap<_, _> =
                attributes.iter().map(|(name, ty)| (name, to_json(ty))).collect();
            json!(["object", attributes])
        }
    }
}

/// Decodes a type.
///
/// # Errors
/// When the text is not JSON, or does not denote a type.
pub fn type_from_json(text: &[u8]) -> Result<Type, WireError> {
    let json: Json = serde_json::from_slice(text)
        .map_err(|error| WireError::new(format!("the type is not JSON: {error}")))?;
    read(&json).ok_or_else(|| WireError::new("the JSON names no type"))
}

fn read(json: &Json) -> Option<Type> {
    match json {
        Json::String(name) => match name.as_str() {
            "bool" => Some(Type::Bool),
            "number" => Some(Type::Number),
            "string" => Some(Type::String),
            "dynamic" => Some(Type::Dynamic),
            _ => None,
        },
        Json::Array(parts) => compound(parts),
        _ => None,
    }
}

fn compound(parts: &[Json]) -> Option<Type> {
    let boxed = |json| read(json).map(Box::new);
    match parts {
        [Json::String(kind), element] => match (kind.as_str(), element) {
            ("list", element) => boxed(element).map(Type::List),
            ("set", element) => boxed(element).map(Type::Set),
            ("map", element) => boxed(element).map(Type::Map),
            ("tuple", Json::Array(elements)) => {
                elements.iter().map(read).collect::<Option<_>>().map(Type::Tuple)
            }
            ("object", Json::Object(attributes)) => object(attributes),
            _ => None,
        },
        // The third part lists the optional attributes, which only matter for conversions.
        [Json::String(kind), Json::Object(attributes), Json::Array(_)] if kind == "object" => {
            object(attributes)
        }
        _ => None,
    }
}

fn object(attributes: &serde_json::Map<String, Json>) -> Option<Type> {
    let read_one = |(name, ty): (&String, &Json)| Some((name.clone(), read(ty)?));
    attributes.iter().map(read_one).collect::<Option<_>>().map(Type::Object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_types_decode_to_the_same_types() {
        let object =
            Type::Object(BTreeMap::from([("a".to_owned(), Type::Bool), ("b".to_owned(), Type::Dynamic)]));
        for (ty, text) in [
            (Type::Number, r#""number""#),
            (Type::List(Box::new(Type::String)), r#"["list","string"]"#),
            (Type::Set(Box::new(object.clone())), r#"["set",["object",{"a":"bool","b":"dynamic"}]]"#),
            (
                Type::Map(Box::new(Type::Tuple(vec![Type::Bool, object]))),
                r#"["map",["tuple",["bool",["object",{"a":"bool","b":"dynamic"}]]]]"#,
            ),
            (Type::Tuple(Vec::new()), r#"["tuple",[]]"#),
        ] {
            assert_eq!(String::from_utf8(type_json(&ty)).unwrap(), text);
            assert_eq!(type_from_json(text.as_bytes()), Ok(ty));
        }
    }

    #[test]
    fn optional_attributes_of_an_object_type_are_attributes() {
        let ty = type_from_json(br#"["object",{"a":"bool"},["a"]]"#);
        assert_eq!(ty, Ok(Type::Object(BTreeMap::from([("a".to_owned(), Type::Bool)]))));
    }

    #[test]
    fn anything_else_is_an_error() {
        let deep = "[\"list\",".repeat(100_000);
        for text in [
            "",
            "null",
            "3",
            r#""strin""#,
            r#"["list"]"#,
            r#"["list","string","x"]"#,
            r#"["object",[]]"#,
            r#"["tuple",{}]"#,
            &deep,
        ] {
            assert!(type_from_json(text.as_bytes()).is_err(), "{text:.20}");
        }
    }
}
