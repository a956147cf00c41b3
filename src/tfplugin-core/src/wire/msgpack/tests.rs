use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{decode, encode};
use crate::value::{Number, Type, Value, arbitrary};

fn bytes(hex: &str) -> Vec<u8> {
    hex.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

fn number(text: &str) -> Value {
    Value::Number(Number::parse(text).unwrap())
}

fn list(element: Type) -> Type {
    Type::List(Box::new(element))
}

fn object(attributes: &[(&str, Type)]) -> Type {
    Type::Object(attributes.iter().map(|(name, ty)| ((*name).to_owned(), ty.clone())).collect())
}

/// Bytes as Terraform writes them, which are also the bytes that it expects.
#[test]
fn values_have_the_bytes_that_terraform_uses() {
    let cases = [
        ("c0", Type::String, Value::Null),
        ("d4 00 00", Type::String, Value::Unknown),
        ("c3", Type::Bool, Value::Bool(true)),
        ("a2 c3 a9", Type::String, Value::from("é")),
        ("2a", Type::Number, Value::from(42)),
        ("ff", Type::Number, Value::from(-1)),
        ("cf 7f ff ff ff ff ff ff ff", Type::Number, Value::from(i64::MAX)),
        ("d3 80 00 00 00 00 00 00 00", Type::Number, Value::from(i64::MIN)),
        ("cb 3f e0 00 00 00 00 00 00", Type::Number, number("0.5")),
        ("a3 30 2e 31", Type::Number, number("0.1")),
        (
            "b4 31 38 34 34 36 37 34 34 30 37 33 37 30 39 35 35 31 36 31 36",
            Type::Number,
            number("18446744073709551616"),
        ),
        ("92 a1 61 d4 00 00", list(Type::String), Value::List(vec![Value::from("a"), Value::Unknown])),
        ("90", list(Type::Dynamic), Value::List(Vec::new())),
        ("81 a1 6b 01", Type::Map(Box::new(Type::Number)), Value::object([("k", Value::from(1))])),
        (
            "82 a1 61 c0 a1 62 c2",
            object(&[("a", Type::String), ("b", Type::Bool)]),
            Value::object([("a", Value::Null), ("b", Value::Bool(false))]),
        ),
        (
            "92 c4 08 22 73 74 72 69 6e 67 22 a1 78",
            Type::Dynamic,
            Value::Dynamic(Type::String, Box::new(Value::from("x"))),
        ),
    ];
    for (hex, ty, value) in cases {
        assert_eq!(encode(&value, &ty), Ok(bytes(hex)), "{value:?}");
        assert_eq!(decode(&bytes(hex), &ty), Ok(value), "{hex}");
    }
}

#[test]
fn alternative_encodings_are_decoded_too() {
    let cases = [
        ("", Type::String, Value::Null),
        ("c7 00 00", Type::Number, Value::Unknown),
        // An unknown text that is not null and has the prefix "pre-".
        ("c7 09 0c 82 01 c2 02 a4 70 72 65 2d", Type::String, Value::Unknown),
        ("cf ff ff ff ff ff ff ff ff", Type::Number, number("18446744073709551615")),
        ("cb 3f b9 99 99 99 99 99 9a", Type::Number, number("0.1")),
        ("ca 3f 00 00 00", Type::Number, number("0.5")),
        ("a3 31 65 32", Type::Number, Value::from(100)),
        (
            "93 a1 62 a1 61 a1 62",
            Type::Set(Box::new(Type::String)),
            Value::List(vec![Value::from("a"), Value::from("b")]),
        ),
        ("80", object(&[("a", Type::String)]), Value::object([("a", Value::Null)])),
    ];
    for (hex, ty, value) in cases {
        assert_eq!(decode(&bytes(hex), &ty), Ok(value), "{hex}");
    }
}

#[test]
fn errors_name_the_part_at_fault() {
    let nested = object(&[("nodes", Type::Map(Box::new(object(&[("ports", list(Type::Number))]))))]);
    let wrong = "81 a5 6e 6f 64 65 73 81 a1 78 81 a5 70 6f 72 74 73 92 01 c3";
    let error = decode(&bytes(wrong), &nested).unwrap_err();
    assert_eq!(error.to_string(), r#"nodes["x"].ports[1]: expected number, got a boolean"#);

    let value = Value::object([("a", Value::Bool(true))]);
    let error = encode(&value, &object(&[("a", Type::String)])).unwrap_err();
    assert_eq!(error.to_string(), "a: the value is not of type string");
    let error = encode(&value, &object(&[])).unwrap_err();
    assert_eq!(error.to_string(), "a: the object has no such attribute");
}

#[test]
fn hostile_bytes_are_errors() {
    let deep = [vec![0x91; 100_000], vec![0xc0]].concat();
    let (strings, numbers) = (list(Type::String), Type::Map(Box::new(Type::Number)));
    let one = object(&[("a", Type::String)]);
    let cases: Vec<(&str, Vec<u8>, &Type)> = vec![
        ("nested too deep", deep, &strings),
        ("an array of four thousand million", bytes("dd ff ff ff ff"), &strings),
        ("a text of four thousand million", bytes("db ff ff ff ff 61"), &Type::String),
        ("a map of four thousand million", bytes("df ff ff ff ff a1 61"), &numbers),
        ("cut off", bytes("92 a1 61"), &strings),
        ("two values", bytes("c0 c0"), &Type::String),
        ("a number as text", bytes("01"), &Type::String),
        ("text that is not UTF-8", bytes("a1 ff"), &Type::String),
        ("text that is no number", bytes("a1 78"), &Type::Number),
        ("not a number", bytes("cb 7f f8 00 00 00 00 00 00"), &Type::Number),
        ("infinity", bytes("cb 7f f0 00 00 00 00 00 00"), &Type::Number),
        ("an extension nobody knows", bytes("d4 07 00"), &Type::String),
        ("a key that is a number", bytes("81 01 01"), &numbers),
        ("a key twice", bytes("82 a1 6b 01 a1 6b 02"), &numbers),
        ("an attribute that is not there", bytes("81 a1 7a c0"), &one),
        ("a dynamic value without type", bytes("91 c0"), &Type::Dynamic),
        ("a dynamic value of dynamic type", bytes("92 c4 09 22 64 79 6e 61 6d 69 63 22 c0"), &Type::Dynamic),
        ("a number far too long", [vec![0xda, 0x10, 0x00], vec![b'9'; 4096]].concat(), &Type::Number),
    ];
    for (what, bytes, ty) in cases {
        assert!(decode(&bytes, ty).is_err(), "{what}");
    }
}

#[test]
fn a_long_text_is_encoded_and_decoded() {
    let value = Value::String("x".repeat(6_000_000));
    assert_eq!(decode(&encode(&value, &Type::String).unwrap(), &Type::String), Ok(value));
}

proptest! {
    #[test]
    fn encoded_values_decode_to_the_same_values((ty, value) in arbitrary::types().prop_flat_map(|ty| (Just(ty.clone()), arbitrary::values_of(&ty)))) {
        let bytes = encode(&value, &ty).unwrap();
        prop_assert_eq!(decode(&bytes, &ty), Ok(value));
    }

    #[test]
    fn any_bytes_are_a_value_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200), ty in arbitrary::types()) {
        if let Ok(value) = decode(&bytes, &ty) {
            prop_assert!(encode(&value, &ty).is_ok());
        }
    }

    #[test]
    fn damaged_bytes_are_a_value_or_an_error(
        (ty, value) in arbitrary::types().prop_flat_map(|ty| (Just(ty.clone()), arbitrary::values_of(&ty))),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = encode(&value, &ty).unwrap();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if let Ok(value) = decode(&bytes, &ty) {
            prop_assert!(encode(&value, &ty).is_ok());
        }
    }

    #[test]
    fn a_value_of_another_type_is_an_error_or_decodable(
        ty in arbitrary::types(),
        value in arbitrary::types().prop_flat_map(|ty| arbitrary::values_of(&ty)),
    ) {
        if let Ok(bytes) = encode(&value, &ty) {
            prop_assert!(decode(&bytes, &ty).is_ok());
        }
    }
}

#[test]
fn missing_attributes_of_an_object_are_encoded_as_null() {
    let ty = object(&[("a", Type::String), ("b", Type::Bool)]);
    assert_eq!(encode(&Value::Map(BTreeMap::new()), &ty), Ok(bytes("82 a1 61 c0 a1 62 c0")));
}
