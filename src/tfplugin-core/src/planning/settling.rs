//! Merges the changes of a resource's own rules into the framework's plan.

use super::Proposal;
use crate::schema::{Attribute, AttributeType, Nesting};
use crate::value::Value;

/// Returns the plan after a resource's rules have changed `before` (the proposal as read by the model) to
/// `after`.
///
/// Only what the rules changed is taken from `after`, because a model cannot hold everything, such as a list
/// with one unknown element. What is unknown in the configuration stays unknown, whatever the rules did:
/// only the apply knows what the user wants there. If only computed values would change, nothing changes. If
/// a rule makes the plan a change, computed values are known only after apply.
pub fn settle(
    attributes: &[Attribute],
    config: &Value,
    prior: &Value,
    proposal: &Proposal,
    before: &Value,
    after: &Value,
) -> Proposal {
    let filled = object(attributes, config, &proposal.filled, before, after);
    let marked = object(attributes, config, &proposal.marked, before, after);
    Proposal::new(attributes, prior, filled, marked)
}

fn object(
    attributes: &[Attribute],
    config: &Value,
    framework: &Value,
    before: &Value,
    after: &Value,
) -> Value {
    let merge = |attribute: &Attribute| {
        let name = &attribute.name;
        let merged = merge(attribute, config.at(name), framework.at(name), before.at(name), after.at(name));
        (name.clone(), merged)
    };
    Value::Map(attributes.iter().map(merge).collect())
}

fn merge(attribute: &Attribute, config: &Value, framework: &Value, before: &Value, after: &Value) -> Value {
    if attribute.write_only {
        return Value::Null;
    }
    if before == after || *config == Value::Unknown {
        return framework.clone();
    }
    match &attribute.ty {
        AttributeType::Nested(nesting, inner) if *nesting != Nesting::Set => {
            // The rules cannot drop an object in which the configuration leaves something unknown.
            let shape = if config.is_wholly_known() { after } else { framework };
            nesting.map_objects(shape, |place, shape| match (place.of(framework), place.of(before)) {
                (framework @ Value::Map(_), before @ Value::Map(_)) => {
                    object(inner, place.of(config), framework, before, place.of(after))
                }
                _ => shape.clone(),
            })
        }
        _ if !config.is_wholly_known() => framework.clone(),
        _ => after.clone(),
    }
}
