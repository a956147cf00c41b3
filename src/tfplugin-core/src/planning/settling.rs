//! Joins a resource's own rules with the framework's plan.

use super::Proposal;
use crate::schema::{Attribute, AttributeType, Nesting};
use crate::value::Value;

/// The plan after a resource's rules turned `before` (the proposal as the model read it) into `after`.
///
/// Only what the rules changed is taken from `after`: a model cannot hold everything, such as a list
/// with one unknown element. If all that remains of the change is what the provider computes, there is
/// none; and if a rule is what makes it a change, what the provider computes is known after apply.
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
