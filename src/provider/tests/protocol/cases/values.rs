//! Values of attributes, by the schema.

use serde_json::{Map, Value as Json, json};
use tfplugin::{Attribute, AttributeType, Nesting, Type};

/// Returns a value for an attribute of an object whose state is `reference`: that of the case's change,
/// another one than that of the reference where the type has two only, or that of the reference.
pub(crate) fn another_value(attribute: &Attribute, change: &Json, reference: &Json) -> Json {
    let name = attribute.name.as_str();
    match &change[name] {
        Json::Null => {}
        change => return change.clone(),
    }
    match (&attribute.ty, &reference[name]) {
        (AttributeType::Plain(Type::Bool), Json::Bool(value)) => json!(!value),
        (_, Json::Null) => of_type(&attribute.ty, name),
        (_, value) => value.clone(),
    }
}

/// Returns a value of an attribute that the reference does not set.
fn of_type(ty: &AttributeType, name: &str) -> Json {
    match ty {
        AttributeType::Nested(Nesting::Single, inner) => {
            let inner = inner.iter().map(|attribute| {
                let value =
                    if name == "timeouts" { json!("7m") } else { of_type(&attribute.ty, &attribute.name) };
                (attribute.name.clone(), value)
            });
            Json::Object(inner.collect::<Map<_, _>>())
        }
        AttributeType::Nested(Nesting::Map, _) | AttributeType::Plain(Type::Map(_)) => json!({}),
        AttributeType::Nested(..) | AttributeType::Plain(Type::List(_) | Type::Set(_)) => json!([]),
        AttributeType::Plain(Type::Bool) => json!(true),
        AttributeType::Plain(_) => Json::Null,
    }
}
