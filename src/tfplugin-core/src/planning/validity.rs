//! Whether Terraform accepts a plan. Written from Terraform's rules alone and not with the parts that
//! plan, so that one can check the other.

use crate::schema::{Attribute, AttributeType, Nesting};
use crate::value::{Path, Step, Value};

/// The attributes of `planned` because of which Terraform would refuse the plan as invalid.
pub fn violations(attributes: &[Attribute], config: &Value, prior: &Value, planned: &Value) -> Vec<Path> {
    let mut guilty = Vec::new();
    object(attributes, config, prior, planned, &Path::default(), &mut guilty);
    guilty
}

fn object(
    attributes: &[Attribute],
    config: &Value,
    prior: &Value,
    planned: &Value,
    at: &Path,
    guilty: &mut Vec<Path>,
) {
    for attribute in attributes {
        let name = &attribute.name;
        let at = at.join(Step::Attribute(name.clone()));
        value(attribute, config.at(name), prior.at(name), planned.at(name), &at, guilty);
    }
}

fn value(
    attribute: &Attribute,
    config: &Value,
    prior: &Value,
    planned: &Value,
    at: &Path,
    guilty: &mut Vec<Path>,
) {
    if attribute.write_only {
        if !planned.is_null() {
            guilty.push(at.clone());
        }
        return;
    }
    let settled_elsewhere = config.is_null() && attribute.is_computed();
    if planned == config || settled_elsewhere {
        return;
    }
    match &attribute.ty {
        AttributeType::Nested(nesting, inner) => {
            nested((*nesting, inner), config, prior, planned, at, guilty)
        }
        // An equivalent of what is configured may be planned as what is stored.
        AttributeType::Plain(_) if planned == prior && !prior.is_null() && !config.is_null() => {}
        AttributeType::Plain(_) => guilty.push(at.clone()),
    }
}

/// A nested attribute that is configured keeps its presence and its elements.
fn nested(
    (nesting, inner): (Nesting, &[Attribute]),
    config: &Value,
    prior: &Value,
    planned: &Value,
    at: &Path,
    guilty: &mut Vec<Path>,
) {
    match (nesting, config, planned) {
        (Nesting::Single, Value::Map(_), Value::Map(_)) => object(inner, config, prior, planned, at, guilty),
        (Nesting::List, Value::List(config), Value::List(planned)) if config.len() == planned.len() => {
            for (position, (config, planned)) in config.iter().zip(planned).enumerate() {
                let prior = match prior {
                    Value::List(items) => items.get(position).unwrap_or(&Value::Null),
                    _ => &Value::Null,
                };
                let at = at.join(Step::Index(i64::try_from(position).unwrap_or(i64::MAX)));
                element(inner, config, prior, planned, &at, guilty);
            }
        }
        (Nesting::Map, Value::Map(config), Value::Map(planned)) if config.keys().eq(planned.keys()) => {
            for ((key, config), planned) in config.iter().zip(planned.values()) {
                element(inner, config, prior.at(key), planned, &at.join(Step::Key(key.clone())), guilty);
            }
        }
        // Elements of a set cannot be matched; Terraform counts them.
        (Nesting::Set, Value::List(config), Value::List(planned)) if config.len() == planned.len() => {}
        _ => guilty.push(at.clone()),
    }
}

fn element(
    inner: &[Attribute],
    config: &Value,
    prior: &Value,
    planned: &Value,
    at: &Path,
    guilty: &mut Vec<Path>,
) {
    match (config, planned) {
        (Value::Map(_), Value::Map(_)) => object(inner, config, prior, planned, at, guilty),
        (config, planned) if config == planned => {}
        _ => guilty.push(at.clone()),
    }
}
