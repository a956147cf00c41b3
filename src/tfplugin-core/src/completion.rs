//! `complete`: makes a create succeed, with a warning, when one of its writes may have taken effect.
//!
//! When a create returns an object together with an error, Terraform taints the object; the next apply then
//! destroys it and makes another. A resource avoids that if its model has a computed boolean `complete`: a
//! create that fails once something may exist (`tfplugin::Cx::pending`) succeeds with everything as planned,
//! `complete = false` and one warning. The next refresh reads the true state. As long as `complete` is false,
//! the plan is an update in place, which looks, finishes the object, or makes it. A create that fails before
//! that point ends in an error and stores nothing.

use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::schema::{Attribute, AttributeType, Presence};
use crate::value::{Type, Value};

/// Name of the attribute.
const COMPLETE: &str = "complete";

/// What is incomplete about an object, as the summary of a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending(pub String);

/// Whether the resource has the attribute `complete`.
pub fn is_supported(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.name == COMPLETE
            && attribute.presence == Presence::Computed
            && matches!(attribute.ty, AttributeType::Plain(Type::Bool))
    })
}

/// Whether the create of the object, or a later step, is incomplete.
pub fn is_pending(object: &Value) -> bool {
    *object.at(COMPLETE) == Value::Bool(false)
}

/// Marks the object of a successful operation as complete, unless the resource says otherwise.
pub fn unless_pending(attributes: &[Attribute], object: Value) -> Value {
    let Value::Map(mut items) = object else { return object };
    if is_supported(attributes) && items.get(COMPLETE).is_none_or(|value| !matches!(value, Value::Bool(_))) {
        items.insert(COMPLETE.to_owned(), Value::Bool(true));
    }
    Value::Map(items)
}

/// Returns the object that an incomplete create stores: as planned, and with values from `known` where the
/// plan is unknown. Terraform would call anything else inconsistent, and taint it.
pub fn pending(planned: &Value, known: &Value) -> Value {
    incomplete(as_planned(planned, known))
}

/// Marks the object as incomplete.
pub fn incomplete(object: Value) -> Value {
    let Value::Map(mut items) = object else { return object };
    if let Some(complete) = items.get_mut(COMPLETE) {
        *complete = Value::Bool(false);
    }
    Value::Map(items)
}

fn as_planned(planned: &Value, known: &Value) -> Value {
    match planned {
        Value::Unknown if known.is_wholly_known() => known.clone(),
        Value::Unknown => Value::Null,
        Value::Map(items) => Value::Map(
            items.iter().map(|(name, item)| (name.clone(), as_planned(item, known.at(name)))).collect(),
        ),
        Value::List(items) => {
            let known = |index: usize| match known {
                Value::List(known) if known.len() == items.len() => known.get(index).unwrap_or(&Value::Null),
                _ => &Value::Null,
            };
            Value::List(
                items.iter().enumerate().map(|(index, item)| as_planned(item, known(index))).collect(),
            )
        }
        Value::Dynamic(ty, value) => Value::Dynamic(ty.clone(), Box::new(as_planned(value, known))),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => planned.clone(),
    }
}

/// Returns the planned object of an update that completes a pending object. `complete` is planned as true, so
/// that the plan shows the update and the apply has to achieve it. Computed values that were never read are
/// planned as unknown.
pub(crate) fn completed(attributes: &[Attribute], prior: &Value, planned: Value) -> Value {
    let Value::Map(mut items) = planned else { return planned };
    for attribute in
        attributes.iter().filter(|attribute| attribute.is_computed() && attribute.default.is_none())
    {
        if let Some(item) = items.get_mut(&attribute.name).filter(|item| item.is_null())
            && prior.at(&attribute.name).is_null()
        {
            *item = Value::Unknown;
        }
    }
    items.insert(COMPLETE.to_owned(), Value::Bool(true));
    Value::Map(items)
}

/// Builds the only warning: what is unknown or not done, why, and what comes next.
pub fn warning(pending: &Pending, why: &Diagnostics) -> Diagnostics {
    let errors = why.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let reasons: Vec<_> = errors.map(sentence).collect();
    let detail = format!("{} {NEXT}", reasons.join(" "));
    let mut warnings = Diagnostics::new();
    warnings.push_warning(&pending.0, detail.trim_start());
    warnings
}

/// What holds for every incomplete object.
const NEXT: &str = "The object is kept in the state with complete = false, and not tainted: the next apply \
     looks at what is there, and finishes or makes it.";

fn sentence(diagnostic: &Diagnostic) -> String {
    if diagnostic.detail.is_empty() {
        format!("{}.", diagnostic.summary)
    } else {
        format!("{}: {}", diagnostic.summary, diagnostic.detail)
    }
}

#[cfg(test)]
#[path = "completion_tests.rs"]
mod tests;
