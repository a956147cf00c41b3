mod agreement;
mod generated;
mod plan;
mod properties;
mod rules;
mod schemas;
mod spelling;

use crate::schema::{Attribute, AttributeType, Nesting, Presence};
use crate::value::{Type, Value};

/// A text attribute that is compared without regard to case.
fn text(name: &str, presence: Presence) -> Attribute {
    plain(name, presence, Type::String)
}

fn plain(name: &str, presence: Presence, ty: Type) -> Attribute {
    Attribute {
        ty: AttributeType::Plain(ty),
        same: same_letters,
        ..Attribute::new::<String>(name, presence, "")
    }
}

fn nested(name: &str, presence: Presence, nesting: Nesting, inner: Vec<Attribute>) -> Attribute {
    Attribute { ty: AttributeType::Nested(nesting, inner), ..plain(name, presence, Type::String) }
}

/// Whether two values differ at most in case.
fn same_letters(a: &Value, b: &Value) -> bool {
    lowered(a) == lowered(b)
}

fn lowered(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.to_lowercase()),
        Value::List(items) => Value::List(items.iter().map(lowered).collect()),
        Value::Map(items) => {
            Value::Map(items.iter().map(|(key, item)| (key.clone(), lowered(item))).collect())
        }
        other => other.clone(),
    }
}

fn list<const N: usize>(items: [&str; N]) -> Value {
    Value::List(items.map(Value::from).to_vec())
}

/// Returns Terraform's proposal: the configuration, with prior values for computed attributes.
fn proposed(attributes: &[Attribute], config: &Value, prior: &Value) -> Value {
    let propose = |attribute: &Attribute| {
        let (config, prior) = (config.at(&attribute.name), prior.at(&attribute.name));
        let value = match &attribute.ty {
            _ if config.is_null() && attribute.is_computed() => prior.clone(),
            AttributeType::Nested(nesting, inner) => {
                nesting.map_objects(config, |place, config| proposed(inner, config, place.of(prior)))
            }
            AttributeType::Plain(_) => config.clone(),
        };
        (attribute.name.clone(), value)
    };
    Value::Map(attributes.iter().map(propose).collect())
}
