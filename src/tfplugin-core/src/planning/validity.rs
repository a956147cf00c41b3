//! Checks whether Terraform accepts a plan. This is derived from Terraform's rules alone and shares no code
//! with the planning, so that each can check the other.

use crate::schema::{Attribute, AttributeType, Nesting};
use crate::value::{Path, Step, Value};

/// Returns the paths of the attributes in `planned` that would make Terraform refuse the plan as invalid.
pub fn violations(attributes: &[Attribute], config: &Value, prior: &Value, planned: &Value) -> Vec<Path> {
    let mut invalid = Vec::new();
    object(attributes, config, prior, planned, &Path::default(), &mut invalid);
    invalid
}

fn object(
    attributes: &[Attribute],
    config: &Value,
    prior: &Value,
    planned: &Value,
    at: &Path,
    invalid: &mut Vec<Path>,
) {
    for attribute in attributes {
        let name = &attribute.name;
        let at = at.join(Step::Attribute(name.clone()));
        value(attribute, config.at(name), prior.at(name), planned.at(name), &at, invalid);
    }
}

fn value(
    attribute: &Attribute,
    config: &Value,
    prior: &Value,
    planned: &Value,
    at: &Path,
    invalid: &mut Vec<Path>,
) {
    if attribute.write_only {
        if !planned.is_null() {
            invalid.push(at.clone());
        }
        return;
    }
    let settled_elsewhere = config.is_null() && attribute.is_computed();
    if planned == config || settled_elsewhere {
        return;
    }
    match &attribute.ty {
        AttributeType::Nested(nesting, inner) => {
            nested((*nesting, inner), config, prior, planned, at, invalid)
        }
        // Where the configured value means the same as the stored one, the stored one may be planned.
        AttributeType::Plain(_) if planned == prior && !prior.is_null() && !config.is_null() => {}
        AttributeType::Plain(_) => invalid.push(at.clone()),
    }
}

/// A configured nested attribute must keep its elements.
fn nested(
    (nesting, inner): (Nesting, &[Attribute]),
    config: &Value,
    prior: &Value,
    planned: &Value,
    at: &Path,
    invalid: &mut Vec<Path>,
) {
    match (nesting, config, planned) {
        (Nesting::Single, Value::Map(_), Value::Map(_)) => object(inner, config, prior, planned, at, invalid),
        (Nesting::List, Value::List(config), Value::List(planned)) if config.len() == planned.len() => {
            for (position, (config, planned)) in config.iter().zip(planned).enumerate() {
                let prior = match prior {
                    Value::List(items) => items.get(position).unwrap_or(&Value::Null),
                    _ => &Value::Null,
                };
                let at = at.join(Step::Index(i64::try_from(position).unwrap_or(i64::MAX)));
                element(inner, config, prior, planned, &at, invalid);
            }
        }
        (Nesting::Map, Value::Map(config), Value::Map(planned)) if config.keys().eq(planned.keys()) => {
            for ((key, config), planned) in config.iter().zip(planned.values()) {
                element(inner, config, prior.at(key), planned, &at.join(Step::Key(key.clone())), invalid);
            }
        }
        // Elements of a set cannot be matched, so Terraform only compares their number.
        (Nesting::Set, Value::List(config), Value::List(planned)) if config.len() == planned.len() => {}
        _ => invalid.push(at.clone()),
    }
}

fn element(
    inner: &[Attribute],
    config: &Value,
    prior: &Value,
    planned: &Value,
    at: &Path,
    invalid: &mut Vec<Path>,
) {
    match (config, planned) {
        (Value::Map(_), Value::Map(_)) => object(inner, config, prior, planned, at, invalid),
        (config, planned) if config == planned => {}
        _ => invalid.push(at.clone()),
    }
}
