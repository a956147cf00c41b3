//! Whether a result is what was planned, by the rules that Terraform checks it with.

use std::collections::BTreeMap;

use crate::schema::{Attribute, AttributeType, Nesting, object_type};
use crate::value::{Path, Step, Type, Value};

/// The parts of `result` that are unknown, stored against the schema, or not what was planned.
pub fn disagreements(attributes: &[Attribute], planned: &Value, result: &Value) -> Vec<Path> {
    let mut guilty = Vec::new();
    object(attributes, planned, result, &Path::default(), &mut guilty);
    guilty
}

fn object(attributes: &[Attribute], planned: &Value, result: &Value, at: &Path, guilty: &mut Vec<Path>) {
    for attribute in attributes {
        let (planned, result) = (planned.at(&attribute.name), result.at(&attribute.name));
        let at = at.join(Step::Attribute(attribute.name.clone()));
        if attribute.write_only {
            if !result.is_null() {
                guilty.push(at);
            }
            continue;
        }
        match &attribute.ty {
            AttributeType::Plain(ty) => value(ty, planned, result, &at, guilty),
            AttributeType::Nested(Nesting::Single, inner) => match (planned, result) {
                (Value::Map(_), Value::Map(_)) => object(inner, planned, result, &at, guilty),
                _ => value(&object_type(inner), planned, result, &at, guilty),
            },
            AttributeType::Nested(nesting, inner) => nested(*nesting, inner, planned, result, &at, guilty),
        }
    }
}

fn nested(
    nesting: Nesting,
    inner: &[Attribute],
    planned: &Value,
    result: &Value,
    at: &Path,
    guilty: &mut Vec<Path>,
) {
    let ty = Box::new(object_type(inner));
    match (nesting, planned, result) {
        (Nesting::List, Value::List(planned), Value::List(result)) if planned.len() == result.len() => {
            for ((index, planned), result) in (0..).zip(planned).zip(result) {
                object(inner, planned, result, &at.join(Step::Index(index)), guilty);
            }
        }
        (Nesting::Map, Value::Map(planned), Value::Map(result)) if planned.keys().eq(result.keys()) => {
            for ((key, planned), result) in planned.iter().zip(result.values()) {
                object(inner, planned, result, &at.join(Step::Key(key.clone())), guilty);
            }
        }
        (Nesting::List, ..) => value(&Type::List(ty), planned, result, at, guilty),
        (Nesting::Set, ..) => value(&Type::Set(ty), planned, result, at, guilty),
        _ => value(&Type::Map(ty), planned, result, at, guilty),
    }
}

/// A value without a schema of its own.
fn value(ty: &Type, planned: &Value, result: &Value, at: &Path, guilty: &mut Vec<Path>) {
    match (ty, planned, result) {
        (_, Value::Unknown, result) if result.is_wholly_known() => {}
        (Type::List(element), Value::List(planned), Value::List(result)) if planned.len() == result.len() => {
            let pairs = (0..).zip(planned.iter().zip(result));
            pairs.for_each(|(index, (planned, result))| {
                value(element, planned, result, &at.join(Step::Index(index)), guilty)
            });
        }
        (Type::Tuple(types), Value::List(planned), Value::List(result)) if planned.len() == result.len() => {
            for ((index, (planned, result)), ty) in (0..).zip(planned.iter().zip(result)).zip(types) {
                value(ty, planned, result, &at.join(Step::Index(index)), guilty);
            }
        }
        (Type::Set(element), Value::List(planned), Value::List(result)) => {
            if !sets_agree(element, planned, result) {
                guilty.push(at.clone());
            }
        }
        (Type::Map(element), Value::Map(planned), Value::Map(result)) if planned.keys().eq(result.keys()) => {
            for ((key, planned), result) in planned.iter().zip(result.values()) {
                value(element, planned, result, &at.join(Step::Key(key.clone())), guilty);
            }
        }
        (Type::Object(types), Value::Map(_), Value::Map(_)) => members(types, planned, result, at, guilty),
        (Type::Dynamic, Value::Dynamic(planned_ty, planned), Value::Dynamic(ty, result))
            if planned_ty == ty =>
        {
            value(ty, planned, result, at, guilty);
        }
        (_, planned, result) if planned == result && result.is_wholly_known() => {}
        _ => guilty.push(at.clone()),
    }
}

fn members(
    types: &BTreeMap<String, Type>,
    planned: &Value,
    result: &Value,
    at: &Path,
    guilty: &mut Vec<Path>,
) {
    for (name, ty) in types {
        value(ty, planned.at(name), result.at(name), &at.join(Step::Attribute(name.clone())), guilty);
    }
}

/// Each element has a counterpart on the other side. Unknown ones may turn out to be equal, so that the
/// set may shrink, but it may not grow.
fn sets_agree(ty: &Type, planned: &[Value], result: &[Value]) -> bool {
    let agree = |planned: &Value, result: &Value| {
        let mut guilty = Vec::new();
        value(ty, planned, result, &Path::default(), &mut guilty);
        guilty.is_empty()
    };
    result.len() <= planned.len()
        && planned.iter().all(|planned| result.iter().any(|result| agree(planned, result)))
        && result.iter().all(|result| planned.iter().any(|planned| agree(planned, result)))
}
