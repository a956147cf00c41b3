//! Merges the changes of a resource's own rules into the framework's plan.

use super::Proposal;
use crate::schema::{Attribute, AttributeType, Nesting};
use crate::value::Value;

/// Returns the plan after a resource's rules have changed `before` (the proposal as read by the model) to
/// `after`.
///
/// Only what the rules changed is taken from `after`, because a model cannot hold everything, such as a list
/// with one unknown element. If only computed values would change, nothing changes. If a rule makes the plan
/// a change, computed values are known only after apply.
pub fn settle(
    attributes: &[Attribute],
    prior: &Value,
    proposal: &Proposal,
    before: &Value,
    after: &Value,
) -> Proposal {
    let filled = object(attributes, &proposal.filled, before, after);
    let marked = object(attributes, &proposal.marked, before, after);
    Proposal::new(attributes, prior, filled, marked)
}

fn object(attributes: &[Attribute], framework: &Value, before: &Value, after: &Value) -> Value {
    let merge = |attribute: &Attribute| {
        let name = &attribute.name;
        (name.clone(), merge(attribute, framework.at(name), before.at(name), after.at(name)))
    };
    Value::Map(attributes.iter().map(merge).collect())
}

fn merge(attribute: &Attribute, framework: &Value, before: &Value, after: &Value) -> Value {
    if attribute.write_only {
        return Value::Null;
    }
    if before == after {
        return framework.clone();
    }
    match &attribute.ty {
        AttributeType::Nested(nesting, inner) if *nesting != Nesting::Set => {
            nesting.map_objects(after, |place, after| match (place.of(framework), place.of(before)) {
                (framework @ Value::Map(_), before @ Value::Map(_)) => {
                    object(inner, framework, before, after)
                }
                _ => after.clone(),
            })
        }
        _ => after.clone(),
    }
}
