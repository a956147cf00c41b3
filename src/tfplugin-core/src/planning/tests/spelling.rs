use super::{list, nested, plain, text};
use crate::planning::keep_spelling;
use crate::schema::{Nesting, Presence};
use crate::value::{Type, Value};

#[test]
fn a_value_with_the_same_meaning_keeps_its_spelling() {
    let strings = || Box::new(Type::String);
    let cases = [
        (Type::String, Value::from("ABC"), Value::from("abc"), Value::from("ABC")),
        (Type::String, Value::from("ABC"), Value::from("abd"), Value::from("abd")),
        (Type::String, Value::Null, Value::from("abc"), Value::from("abc")),
        (Type::String, Value::Unknown, Value::from("abc"), Value::from("abc")),
        (Type::String, Value::from("ABC"), Value::Null, Value::Null),
        (Type::List(strings()), list(["A", "B"]), list(["a", "b"]), list(["A", "B"])),
        (Type::List(strings()), list(["A", "B"]), list(["a", "c"]), list(["A", "c"])),
        (
            Type::List(strings()),
            Value::List(vec![Value::from("A"), Value::Unknown]),
            list(["a", "c"]),
            list(["A", "c"]),
        ),
        (Type::Set(strings()), list(["A", "B"]), list(["b", "c"]), list(["B", "c"])),
        (
            Type::Map(strings()),
            Value::object([("x", Value::from("A")), ("y", Value::from("B"))]),
            Value::object([("x", Value::from("a")), ("z", Value::from("b"))]),
            Value::object([("x", Value::from("A")), ("z", Value::from("b"))]),
        ),
    ];
    for (ty, wanted, observed, kept) in cases {
        let attributes = [plain("it", Presence::Optional, ty)];
        let (wanted, observed) = (Value::object([("it", wanted)]), Value::object([("it", observed)]));
        assert_eq!(keep_spelling(&attributes, &wanted, &observed), Value::object([("it", kept)]));
    }
}

#[test]
fn nested_objects_keep_their_spelling_attribute_by_attribute() {
    let inner = || vec![text("name", Presence::Required), text("state", Presence::Computed)];
    let object = |name: &str, state: &str| Value::object([("name", name.into()), ("state", state.into())]);
    for (nesting, wanted, observed, kept) in [
        (Nesting::Single, object("A", "old"), object("a", "new"), object("A", "new")),
        (
            Nesting::Map,
            Value::object([("k", object("A", "old"))]),
            Value::object([("k", object("a", "new")), ("l", object("b", "new"))]),
            Value::object([("k", object("A", "new")), ("l", object("b", "new"))]),
        ),
        (
            Nesting::List,
            Value::List(vec![object("A", "old")]),
            Value::List(vec![object("a", "new"), object("b", "new")]),
            Value::List(vec![object("A", "new"), object("b", "new")]),
        ),
        (
            Nesting::Set,
            Value::List(vec![object("A", "old"), object("C", "Old")]),
            Value::List(vec![object("a", "new"), object("c", "old")]),
            Value::set(vec![object("a", "new"), object("C", "Old")]),
        ),
    ] {
        let attributes = [nested("it", Presence::Optional, nesting, inner())];
        let (wanted, observed) = (Value::object([("it", wanted)]), Value::object([("it", observed)]));
        assert_eq!(
            keep_spelling(&attributes, &wanted, &observed),
            Value::object([("it", kept)]),
            "{nesting:?}"
        );
    }
}

#[test]
fn an_object_that_is_gone_stays_gone() {
    assert_eq!(keep_spelling(&[], &Value::object([]), &Value::Null), Value::Null);
}
