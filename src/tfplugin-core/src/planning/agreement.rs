//! Checks a result against the plan, by the same rules as Terraform.

use std::collections::BTreeMap;

use crate::schema::{Attribute, AttributeType, Nesting, object_type};
use crate::value::{Path, Step, Type, Value};

/// Returns the paths of the parts of `result` that are unknown, that are stored although they are write-only,
/// or that differ from the plan.
pub fn disagreements(attributes: &[Attribute], planned: &Value, result: &Value) -> Vec<Path> {
    let mut differing = Vec::new();
    object(attributes, planned, result, &Path::default(), &mut differing);
    differing
}

fn object(attributes: &[Attribute], planned: &Value, result: &Value, at: &Path, differing: &mut Vec<Path>) {
    for attribute in attributes {
        let (planned, result) = (planned.at(&attribute.name), result.at(&attribute.name));
        let at = at.join(Step::Attribute(attribute.name.clone()));
        if attribute.write_only {
            if !result.is_null() {
                differing.push(at);
            }
            continue;
        }
        match &attribute.ty {
            AttributeType::Plain(ty) => value(ty, planned, result, &at, differing),
            AttributeType::Nested(Nesting::Single, inner) => match (planned, result) {
                (Value::Map(_), Value::Map(_)) => object(inner, planned, result, &at, differing),
                _ => value(&object_type(inner), planned, result, &at, differing),
            },
            AttributeType::Nested(nesting, inner) => nested(*nesting, inner, planned, result, &at, differing),
        }
    }
}

fn nested(
    nesting: Nesting,
    inner: &[Attribute],
    planned: &Value,
    result: &Value,
    at: &Path,
    differing: &mut Vec<Path>,
) {
    let ty = Box::new(object_type(inner));
    match (nesting, planned, result) {
        (Nesting::List, Value::List(planned), Value::List(result)) if planned.len() == result.len() => {
            for ((index, planned), result) in (0..).zip(planned).zip(result) {
                object(inner, planned, result, &at.join(Step::Index(index)), differing);
            }
        }
        (Nesting::Map, Value::Map(planned), Value::Map(result)) if planned.keys().eq(result.keys()) => {
            for ((key, planned), result) in planned.iter().zip(result.values()) {
                object(inner, planned, result, &at.join(Step::Key(key.clone())), differing);
            }
        }
        (Nesting::List, ..) => value(&Type::List(ty), planned, result, at, differing),
        (Nesting::Set, ..) => value(&Type::Set(ty), planned, result, at, differing),
        _ => value(&Type::Map(ty), planned, result, at, differing),
    }
}

/// Compares values that have no schema of their own.
fn value(ty: &Type, planned: &Value, result: &Value, at: &Path, differing: &mut Vec<Path>) {
    match (ty, planned, result) {
        (_, Value::Unknown, result) if result.is_wholly_known() => {}
        (Type::List(element), Value::List(planned), Value::List(result)) if planned.len() == result.len() => {
            let pairs = (0..).zip(planned.iter().zip(result));
            pairs.for_each(|(index, (planned, result))| {
                value(element, planned, result, &at.join(Step::Index(index)), differing)
            });
        }
        (Type::Tuple(types), Value::List(planned), Value::List(result)) if planned.len() == result.len() => {
            for ((index, (planned, result)), ty) in (0..).zip(planned.iter().zip(result)).zip(types) {
                value(ty, planned, result, &at.join(Step::Index(index)), differing);
            }
        }
        (Type::Set(element), Value::List(planned), Value::List(result)) => {
            if !sets_agree(element, planned, result) {
                differing.push(at.clone());
            }
        }
        (Type::Map(element), Value::Map(planned), Value::Map(result)) if planned.keys().eq(result.keys()) => {
            for ((key, planned), result) in planned.iter().zip(result.values()) {
                value(element, planned, result, &at.join(Step::Key(key.clone())), differing);
            }
        }
        (Type::Object(types), Value::Map(_), Value::Map(_)) => members(types, planned, result, at, differing),
        (Type::Dynamic, Value::Dynamic(planned_ty, planned), Value::Dynamic(ty, result))
            if planned_ty == ty =>
        {
            value(ty, planned, result, at, differing);
        }
        (_, planned, result) if planned == result && result.is_wholly_known() => {}
        _ => differing.push(at.clone()),
    }
}

fn members(
    types: &BTreeMap<String, Type>,
    planned: &Value,
    result: &Value,
    at: &Path,
    differing: &mut Vec<Path>,
) {
    for (name, ty) in types {
        value(ty, planned.at(name), result.at(name), &at.join(Step::Attribute(name.clone())), differing);
    }
}

/// Whether each element has a counterpart on the other side. Unknown elements may turn out to be equal, so
/// the set may shrink, but it must not grow.
fn sets_agree(ty: &Type, planned: &[Value], result: &[Value]) -> bool {
    let agree = |planned: &Value, result: &Value| {
        let mut differing = Vec::new();
        value(ty, planned, result, &Path::default(), &mut differing);
        differing.is_empty()
    };
    result.len() <= planned.len()
        && planned.iter().all(|planned| result.iter().any(|result| agree(planned, result)))
        && result.iter().all(|result| planned.iter().any(|planned| agree(planned, result)))
}
