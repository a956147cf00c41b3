//! Types as JSON: `"string"`, `["list","string"]`, `["object",{"name":"string"}]`.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::WireError;
use crate::value::Type;

/// The type as the schema and dynamic values spell it.
pub fn type_json(ty: &Type) -> Vec<u8> {
    spelled(ty).to_string().into_bytes()
}

fn spelled(ty: &Type) -> Json {
    match ty {
        Type::Bool => json!("bool"),
        Type::Number => json!("number"),
        Type::String => json!("string"),
        Type::Dynamic => json!("dynamic"),
        Type::List(element) => json!(["list", spelled(element)]),
        Type::Set(element) => json!(["set", spelled(element)]),
        Type::Map(element) => json!(["map", spelled(element)]),
        Type::Tuple(elements) => json!(["tuple", elements.iter().map(spelled).collect::<Vec<_>>()]),
        Type::Object(attributes) => {
            let attributes: BTreeMap<_, _> =
                attributes.iter().map(|(name, ty)| (name, spelled(ty))).collect();
            json!(["object", attributes])
        }
    }
}

/// Reads a type.
///
/// # Errors
/// When the text is not JSON, or not one that names a type.
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
        // The third part lists the optional attributes; they matter to conversions only.
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
    fn types_are_read_as_they_are_written() {
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
    fn whatever_names_no_type_is_an_error() {
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
