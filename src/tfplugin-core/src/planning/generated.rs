//! The configuration that an object would have been made with.

use crate::schema::{Attribute, AttributeType, LeftOut, Presence};
use crate::value::Value;

use super::same;

/// Name of the attribute that limits how long operations may take.
const TIMEOUTS: &str = "timeouts";

/// Returns a configuration whose plan leaves the object of this state as it is. It has nothing that only the
/// provider sets, that is never stored, or that should no longer be used; and nothing that leaving out means
/// as well: no value at its default, and no empty value that would be left alone. An empty value stays where
/// leaving it out would take it away, or bring a default.
#[must_use]
pub fn generated(attributes: &[Attribute], state: &Value) -> Value {
    let written = |attribute: &Attribute| {
        let value = state.at(&attribute.name);
        (
            attribute.name.clone(),
            if goes_without_saying(attribute, value) { Value::Null } else { of(attribute, value) },
        )
    };
    Value::Map(attributes.iter().map(written).collect())
}

fn of(attribute: &Attribute, value: &Value) -> Value {
    match &attribute.ty {
        AttributeType::Plain(_) => value.clone(),
        AttributeType::Nested(nesting, inner) => {
            nesting.map_objects(value, |_, object| generated(inner, object))
        }
    }
}

fn goes_without_saying(attribute: &Attribute, value: &Value) -> bool {
    let is_never_written = attribute.presence == Presence::Computed
        || attribute.write_only
        || attribute.deprecated.is_some()
        || attribute.name == TIMEOUTS
        || !value.is_wholly_known();
    let is_default = attribute.default.as_ref().is_some_and(|default| same(attribute, default, value));
    let is_left_alone = matches!(attribute.left_out, Some(LeftOut::Filled | LeftOut::Unmanaged));
    is_never_written || is_default || is_left_alone && is_empty(value)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(items) => items.is_empty(),
        _ => false,
    }
}
