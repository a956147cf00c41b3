//! Keeps the spelling that the user wrote.

use super::same;
use crate::schema::{Attribute, AttributeType, Nesting, objects_mean_the_same};
use crate::value::{Type, Value};

/// Returns the observed object, with the spelling of `wanted` wherever both mean the same. `wanted` is the
/// plan after an apply, and the prior state after a read.
pub fn keep_spelling(attributes: &[Attribute], wanted: &Value, observed: &Value) -> Value {
    let Value::Map(items) = observed else { return observed.clone() };
    let mut items = items.clone();
    for attribute in attributes {
        if let Some(observed) = items.get_mut(&attribute.name) {
            *observed = keep(attribute, wanted.at(&attribute.name), observed);
        }
    }
    Value::Map(items)
}

fn keep(attribute: &Attribute, wanted: &Value, observed: &Value) -> Value {
    if same(attribute, wanted, observed) {
        return wanted.clone();
    }
    match &attribute.ty {
        AttributeType::Nested(nesting, inner) => nesting.map_objects(observed, |place, observed| {
            let wanted =
                if *nesting == Nesting::Set { member(inner, wanted, observed) } else { place.of(wanted) };
            keep_spelling(inner, wanted, observed)
        }),
        AttributeType::Plain(ty) => elements(attribute, ty, wanted, observed),
    }
}

/// Returns the object of a wanted set that means the same as an observed one; null if there is none.
fn member<'a>(attributes: &[Attribute], wanted: &'a Value, observed: &Value) -> &'a Value {
    let Value::List(items) = wanted else { return &Value::Null };
    items.iter().find(|wanted| objects_mean_the_same(attributes, wanted, observed)).unwrap_or(&Value::Null)
}

/// Keeps the spelling element by element, so that one new element does not change the spelling of the others.
/// Elements are compared as collections of one element, because only whole attributes can be compared.
fn elements(attribute: &Attribute, ty: &Type, wanted: &Value, observed: &Value) -> Value {
    let one = |item: &Value| Value::List(vec![item.clone()]);
    let same_element = |a: &Value, b: &Value| same(attribute, &one(a), &one(b));
    match (ty, wanted, observed) {
        (Type::List(_), Value::List(wanted), Value::List(observed)) => {
            let mut kept = observed.clone();
            kept.iter_mut()
                .zip(wanted)
                .filter(|(kept, wanted)| same_element(wanted, kept))
                .for_each(|(kept, wanted)| kept.clone_from(wanted));
            Value::List(kept)
        }
        (Type::Set(_), Value::List(wanted), Value::List(observed)) => {
            let keep = |observed: &Value| {
                wanted.iter().find(|wanted| same_element(wanted, observed)).unwrap_or(observed).clone()
            };
            Value::set(observed.iter().map(keep).collect())
        }
        (Type::Map(_), Value::Map(_), Value::Map(observed)) => {
            let one = |key: &String, item: &Value| Value::Map([(key.clone(), item.clone())].into());
            let keep = |(key, observed): (&String, &Value)| {
                let wanted = wanted.at(key);
                let kept =
                    if same(attribute, &one(key, wanted), &one(key, observed)) { wanted } else { observed };
                (key.clone(), kept.clone())
            };
            Value::Map(observed.iter().map(keep).collect())
        }
        _ => observed.clone(),
    }
}
