//! Fills in values that the configuration leaves open.

use super::same;
use crate::schema::{Attribute, AttributeType, Nesting};
use crate::value::Value;

/// How to plan computed values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Computed {
    /// Keep them.
    Kept,
    /// Plan them as unknown, except for stable values that are already known.
    Anew,
}

/// Returns the planned object. `prior` is null if the object does not exist yet.
pub fn object(
    attributes: &[Attribute],
    computed: Computed,
    config: &Value,
    prior: &Value,
    proposed: &Value,
) -> Value {
    let plan = |attribute: &Attribute| {
        let name = &attribute.name;
        (name.clone(), plan(attribute, computed, config.at(name), prior.at(name), proposed.at(name)))
    };
    Value::Map(attributes.iter().map(plan).collect())
}

fn plan(attribute: &Attribute, computed: Computed, config: &Value, prior: &Value, proposed: &Value) -> Value {
    if attribute.write_only {
        return Value::Null;
    }
    if config.is_null() {
        return unconfigured(attribute, computed, prior, proposed);
    }
    match &attribute.ty {
        AttributeType::Nested(nesting, inner) => nesting.map_objects(config, |place, config| {
            if *nesting == Nesting::Set {
                let prior = counterpart(inner, config, prior);
                return object(inner, computed, config, prior, prior);
            }
            object(inner, computed, config, place.of(prior), place.of(proposed))
        }),
        // Terraform accepts the prior value in place of the configured one: a new spelling is not a change.
        AttributeType::Plain(_) if same(attribute, config, prior) => prior.clone(),
        AttributeType::Plain(_) => config.clone(),
    }
}

fn unconfigured(attribute: &Attribute, computed: Computed, prior: &Value, proposed: &Value) -> Value {
    if let Some(default) = &attribute.default {
        return if same(attribute, default, prior) { prior.clone() } else { default.clone() };
    }
    if !attribute.is_computed() {
        return Value::Null;
    }
    match computed {
        Computed::Kept => proposed.clone(),
        Computed::Anew if attribute.stable && !prior.is_null() => prior.clone(),
        Computed::Anew => Value::Unknown,
    }
}

/// Returns the object of a prior set that agrees with all configured attributes; null if there is none.
fn counterpart<'a>(attributes: &[Attribute], config: &Value, prior: &'a Value) -> &'a Value {
    let agrees = |prior: &&Value| {
        attributes.iter().all(|attribute| {
            let (config, prior) = (config.at(&attribute.name), prior.at(&attribute.name));
            config.is_null() || attribute.write_only || config == prior || same(attribute, config, prior)
        })
    };
    let Value::List(items) = prior else { return &Value::Null };
    items.iter().find(agrees).unwrap_or(&Value::Null)
}
