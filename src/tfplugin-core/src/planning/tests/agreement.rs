use super::{list, nested, plain, text};
use crate::planning::{disagreements, violations};
use crate::schema::{Attribute, Nesting, Presence};
use crate::value::{Type, Value};

fn differing(attribute: Attribute, planned: Value, result: Value) -> Vec<String> {
    let (planned, result) = (Value::object([("it", planned)]), Value::object([("it", result)]));
    disagreements(&[attribute], &planned, &result).iter().map(ToString::to_string).collect()
}

#[test]
fn a_result_must_be_known_and_as_planned() {
    let unknown_in_list = || Value::List(vec![Value::from("a"), Value::Unknown]);
    let strings = || Box::new(Type::String);
    let cases: Vec<(Type, Value, Value, &[&str])> = vec![
        (Type::String, Value::from("a"), Value::from("a"), &[]),
        (Type::String, Value::from("a"), Value::from("b"), &["it"]),
        (Type::String, Value::from("a"), Value::Null, &["it"]),
        (Type::String, Value::Null, Value::from("b"), &["it"]),
        (Type::String, Value::Unknown, Value::from("b"), &[]),
        (Type::String, Value::Unknown, Value::Null, &[]),
        (Type::String, Value::Unknown, Value::Unknown, &["it"]),
        (Type::List(strings()), unknown_in_list(), list(["a", "b"]), &[]),
        (Type::List(strings()), unknown_in_list(), list(["x", "b"]), &["it[0]"]),
        (Type::List(strings()), unknown_in_list(), unknown_in_list(), &["it[1]"]),
        (Type::List(strings()), list(["a"]), list(["a", "b"]), &["it"]),
        (Type::Set(strings()), Value::set(vec![Value::from("a"), Value::Unknown]), list(["a", "b"]), &[]),
        (Type::Set(strings()), Value::set(vec![Value::from("a"), Value::Unknown]), list(["a"]), &[]),
        (Type::Set(strings()), list(["a"]), list(["a", "b"]), &["it"]),
        (Type::Set(strings()), Value::set(vec![Value::Unknown]), list(["a", "b"]), &["it"]),
        (Type::Set(strings()), list(["a", "b"]), list(["a"]), &["it"]),
        (
            Type::Map(strings()),
            Value::object([("k", Value::Unknown)]),
            Value::object([("k", "v".into())]),
            &[],
        ),
        (
            Type::Map(strings()),
            Value::object([("k", "w".into())]),
            Value::object([("k", "v".into())]),
            &["it[\"k\"]"],
        ),
        (Type::Map(strings()), Value::object([]), Value::object([("k", "v".into())]), &["it"]),
    ];
    for (ty, planned, result, expected) in cases {
        assert_eq!(differing(plain("it", Presence::OptionalComputed, ty), planned, result), expected);
    }
}

#[test]
fn a_write_only_value_is_never_stored() {
    let attribute = || text("it", Presence::Optional).write_only();
    assert_eq!(differing(attribute(), Value::Null, Value::Null), [""; 0]);
    assert_eq!(differing(attribute(), Value::Null, Value::from("s3cret")), ["it"]);
}

#[test]
fn nested_objects_are_compared_one_by_one() {
    let attribute = |nesting| {
        nested(
            "it",
            Presence::Optional,
            nesting,
            vec![text("a", Presence::Required), text("b", Presence::Computed)],
        )
    };
    let object = |a: &str, b: Value| Value::object([("a", a.into()), ("b", b)]);
    let one = || object("x", Value::Unknown);
    let other = || object("y", Value::from("b"));
    assert_eq!(differing(attribute(Nesting::Single), one(), other()), ["it.a"]);
    assert_eq!(differing(attribute(Nesting::Single), one(), one()), ["it.b"]);
    assert_eq!(differing(attribute(Nesting::Single), one(), Value::Null), ["it"]);
    assert_eq!(differing(attribute(Nesting::Single), Value::Unknown, other()), [""; 0]);
    assert_eq!(
        differing(attribute(Nesting::List), Value::List(vec![one()]), Value::List(vec![other()])),
        ["it[0].a"]
    );
    assert_eq!(differing(attribute(Nesting::List), Value::List(vec![one()]), Value::List(vec![])), ["it"]);
    let keyed = |object| Value::object([("k", object)]);
    assert_eq!(differing(attribute(Nesting::Map), keyed(one()), keyed(other())), ["it[\"k\"].a"]);
    assert_eq!(
        differing(attribute(Nesting::Set), Value::List(vec![one()]), Value::List(vec![other()])),
        ["it"]
    );
}

#[test]
fn a_plan_must_follow_the_configuration_or_the_state() {
    let cases = [
        (Presence::Required, "a".into(), Value::Null, "a".into(), true),
        (Presence::Required, "a".into(), Value::Null, "b".into(), false),
        (Presence::Required, "a".into(), "b".into(), "b".into(), true),
        (Presence::Required, "a".into(), "b".into(), Value::Unknown, false),
        (Presence::Required, Value::Unknown, "b".into(), Value::Unknown, true),
        (Presence::Optional, Value::Null, "b".into(), "b".into(), false),
        (Presence::Optional, Value::Null, "b".into(), Value::Null, true),
        (Presence::Optional, "a".into(), Value::Null, Value::Null, false),
        (Presence::OptionalComputed, Value::Null, "b".into(), "c".into(), true),
        (Presence::OptionalComputed, "a".into(), "b".into(), Value::Unknown, false),
        (Presence::Computed, Value::Null, "b".into(), Value::Unknown, true),
    ];
    for (presence, config, prior, planned, accepted) in cases {
        let case = format!("{presence:?} {config:?} {prior:?} {planned:?}");
        let [config, prior, planned] = [config, prior, planned].map(|value| Value::object([("it", value)]));
        assert_eq!(
            violations(&[text("it", presence)], &config, &prior, &planned).is_empty(),
            accepted,
            "{case}"
        );
    }
}
