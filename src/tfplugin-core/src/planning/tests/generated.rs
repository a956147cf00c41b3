//! What a generated configuration says, and what goes without saying.

use super::{list, nested, text};
use crate::planning::generated;
use crate::schema::{Attribute, Nesting, Presence};
use crate::value::Value;

/// Returns what the configuration of an object with this attribute says about it.
fn said(attribute: Attribute, value: impl Into<Value>) -> Value {
    let state = Value::object([(attribute.name.as_str(), value.into())]);
    generated(std::slice::from_ref(&attribute), &state).at(&attribute.name).clone()
}

fn optional() -> Attribute {
    text("a", Presence::Optional)
}

#[test]
fn only_what_is_configured_and_not_left_out_all_the_same_is_said() {
    let (null, x, empty) = (Value::Null, Value::from("x"), Value::from(""));
    for (attribute, value, expected) in [
        (text("a", Presence::Required), "x", &x),
        (text("a", Presence::Required), "", &empty),
        (text("a", Presence::Computed), "x", &null),
        (optional(), "x", &x),
        (optional().write_only(), "x", &null),
        (optional().deprecated("Use b."), "x", &null),
        (optional().default("x".into()), "X", &null),
        (optional().default("y".into()), "x", &x),
        (optional().filled("chosen"), "x", &x),
        (optional().filled("chosen"), "", &null),
        (optional().unmanaged(), "x", &x),
        (optional().unmanaged(), "", &null),
        (optional().default_by_rules("by rules"), "x", &x),
        (text("timeouts", Presence::Optional), "x", &null),
    ] {
        assert_eq!(&said(attribute.clone(), value), expected, "{attribute:?}");
    }
}

#[test]
fn an_empty_value_is_said_where_leaving_it_out_would_change_it() {
    let empty = Value::from("");
    assert_eq!(said(optional(), ""), empty);
    assert_eq!(said(optional().default("x".into()), ""), empty);
    assert_eq!(said(optional().default("".into()), ""), Value::Null);
    assert_eq!(said(optional().default_by_rules("by rules"), ""), empty);
    assert_eq!(said(optional().unmanaged(), list([])), Value::Null);
}

#[test]
fn nested_objects_say_only_what_is_configured() {
    let inner = vec![text("name", Presence::Required), text("number", Presence::Computed)];
    let part = |number: Value| Value::object([("name", "x".into()), ("number", number)]);
    let whole = Value::List(vec![part("1".into())]);
    for nesting in [Nesting::List, Nesting::Set] {
        let attribute = nested("parts", Presence::Optional, nesting, inner.clone());
        assert_eq!(said(attribute, whole.clone()), Value::List(vec![part(Value::Null)]));
    }
}
