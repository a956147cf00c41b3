//! `complete`: a create in which a write may have taken effect returns no error.
//!
//! Terraform taints what a create returns together with an error, and the next apply destroys it and makes another. A
//! resource whose model has a computed boolean `complete` is spared that: a create that fails once something may exist
//! (`tfplugin::Cx::pending`) ends well, with everything as planned, `complete = false` and one warning. A refresh then
//! brings what is true, and as long as `complete` is false the plan is an update in place, which looks, finishes, or makes
//! the object. A create that fails before that ends in an error and stores nothing.

use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::schema::{Attribute, AttributeType, Presence};
use crate::value::{Type, Value};

/// Name of the attribute.
const COMPLETE: &str = "complete";

/// What of an object is not complete, in words that a warning begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending(pub String);

/// Whether the resource says whether its creates are complete.
pub fn is_told(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.name == COMPLETE
            && attribute.presence == Presence::Computed
            && matches!(attribute.ty, AttributeType::Plain(Type::Bool))
    })
}

/// Whether the object's create, or what has come after it, is not complete.
pub fn is_pending(object: &Value) -> bool {
    *object.at(COMPLETE) == Value::Bool(false)
}

/// The object of an operation that ended well: complete, unless the resource says otherwise.
pub fn unless_pending(attributes: &[Attribute], object: Value) -> Value {
    let Value::Map(mut items) = object else { return object };
    if is_told(attributes) && items.get(COMPLETE).is_none_or(|value| !matches!(value, Value::Bool(_))) {
        items.insert(COMPLETE.to_owned(), Value::Bool(true));
    }
    Value::Map(items)
}

/// The object that a create returns which is not complete: as planned, and where the plan leaves it open as `known` has
/// it. Anything else Terraform would call inconsistent, and taint.
pub fn pending(planned: &Value, known: &Value) -> Value {
    incomplete(as_planned(planned, known))
}

/// The object, known not to be complete.
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

/// The planned object of an update that completes what is pending: `complete` is planned, so that the plan shows the
/// update and its apply answers for it, and what was never seen is known afterwards.
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

/// The one warning: what is not known or not done, why, and what comes next.
pub fn warning(pending: &Pending, why: &Diagnostics) -> Diagnostics {
    let errors = why.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let reasons: Vec<_> = errors.map(sentence).collect();
    let detail = format!("{} {NEXT}", reasons.join(" "));
    let mut warnings = Diagnostics::new();
    warnings.push_warning(&pending.0, detail.trim_start());
    warnings
}

/// What is true of an object that is not complete.
const NEXT: &str = "The object is kept in the state with complete = false, and not tainted: the next apply looks at what is \
                    there, and finishes or makes it.";

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
