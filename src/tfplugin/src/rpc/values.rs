//! Converts values to messages of the protocol and back; and selects the parts of a value that may be stored.

use tfplugin_core::wire::{json, msgpack};
use tfplugin_core::{Attribute, AttributeType, Diagnostics, LeftOut, Outcome, Path, Step, Type, Value};

use crate::proto::tfplugin6::DynamicValue;

/// Decodes the value in a message; a missing or empty message is null.
pub fn decode(message: Option<&DynamicValue>, ty: &Type) -> Outcome<Value> {
    match message {
        Some(DynamicValue { msgpack, .. }) if !msgpack.is_empty() => Ok(msgpack::decode(msgpack, ty)?),
        Some(DynamicValue { json, .. }) if !json.is_empty() => Ok(json::decode_state(json, ty)?),
        _ => Ok(Value::Null),
    }
}

/// Decodes a state, which has no unknown values.
pub fn decode_known(message: Option<&DynamicValue>, ty: &Type) -> Outcome<Value> {
    let value = decode(message, ty)?;
    match unknown_parts(&value).into_iter().next() {
        None => Ok(value),
        Some(path) => Err(Diagnostics::error_at(
            path,
            "Unknown value in a state",
            "A stored object has a value that is not known. Nothing was done with it. Restore the state from \
             a backup, or remove the object from the state and import it again.",
        )),
    }
}

/// Encodes a value as a message.
pub fn encode(value: &Value, ty: &Type) -> Outcome<Option<DynamicValue>> {
    Ok(Some(DynamicValue { msgpack: msgpack::encode(value, ty)?, json: Vec::new() }))
}

/// The paths of the unknown parts of a value.
pub fn unknown_parts(value: &Value) -> Vec<Path> {
    let mut found = Vec::new();
    search(value, &Path::default(), &mut found);
    found
}

fn search(value: &Value, at: &Path, found: &mut Vec<Path>) {
    match value {
        Value::Unknown => found.push(at.clone()),
        Value::Dynamic(_, value) => search(value, at, found),
        Value::List(items) => {
            (0..).zip(items).for_each(|(index, item)| search(item, &at.join(Step::Index(index)), found));
        }
        // Keys of a map are treated as attributes, because only objects have names here.
        Value::Map(items) => {
            items
                .iter()
                .for_each(|(name, item)| search(item, &at.join(Step::Attribute(name.clone())), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The parts of an object that may be stored: unknown values and those that are never stored become null.
pub fn storable(attributes: &[Attribute], object: &Value) -> Value {
    known(&without_write_only(attributes, object))
}

fn known(value: &Value) -> Value {
    match value {
        Value::Unknown => Value::Null,
        Value::List(items) => Value::List(items.iter().map(known).collect()),
        Value::Map(items) => {
            Value::Map(items.iter().map(|(name, item)| (name.clone(), known(item))).collect())
        }
        Value::Dynamic(ty, value) => Value::Dynamic(ty.clone(), Box::new(known(value))),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn without_write_only(attributes: &[Attribute], object: &Value) -> Value {
    let Value::Map(items) = object else { return object.clone() };
    let mut items = items.clone();
    for attribute in attributes {
        let Some(item) = items.get_mut(&attribute.name) else { continue };
        match &attribute.ty {
            _ if attribute.write_only => *item = Value::Null,
            AttributeType::Nested(nesting, inner) => {
                *item = nesting.map_objects(item, |_, object| without_write_only(inner, object));
            }
            AttributeType::Plain(_) => {}
        }
    }
    Value::Map(items)
}

/// The planned object plus the values that are only in the configuration, because they are never stored.
pub fn with_write_only(attributes: &[Attribute], planned: &Value, config: &Value) -> Value {
    let Value::Map(items) = planned else { return planned.clone() };
    let mut items = items.clone();
    for attribute in attributes {
        let Some(item) = items.get_mut(&attribute.name) else { continue };
        let config = config.at(&attribute.name);
        match &attribute.ty {
            _ if attribute.write_only => item.clone_from(config),
            AttributeType::Nested(nesting, inner) => {
                *item = nesting
                    .map_objects(item, |place, object| with_write_only(inner, object, place.of(config)));
            }
            AttributeType::Plain(_) => {}
        }
    }
    Value::Map(items)
}

/// The names of the attributes that a change leaves alone: the configuration leaves them out, their value was
/// chosen at creation or is not managed, and the plan does not change it.
pub fn left_alone(attributes: &[Attribute], config: &Value, prior: &Value, planned: &Value) -> Vec<String> {
    let is_left_alone = |attribute: &&Attribute| {
        let name = &attribute.name;
        matches!(attribute.left_out, Some(LeftOut::Filled | LeftOut::Unmanaged))
            && config.at(name).is_null()
            && planned.at(name) == prior.at(name)
    };
    attributes.iter().filter(is_left_alone).map(|attribute| attribute.name.clone()).collect()
}

/// The result of a change with the planned values of what it left alone. What changed there meanwhile shows in
/// the next refresh; Terraform would call it inconsistent with the plan.
pub fn as_planned(names: &[String], planned: &Value, result: Value) -> Value {
    let Value::Map(mut items) = result else { return result };
    items.extend(names.iter().map(|name| (name.clone(), planned.at(name).clone())));
    Value::Map(items)
}

/// The values of attributes that are configured but never stored.
pub fn configured_write_only(attributes: &[Attribute], config: &Value) -> Vec<Path> {
    let mut found = Vec::new();
    collect_write_only(attributes, config, &Path::default(), &mut found);
    found
}

fn collect_write_only(attributes: &[Attribute], config: &Value, at: &Path, found: &mut Vec<Path>) {
    for attribute in attributes {
        let (value, at) = (config.at(&attribute.name), at.join(Step::Attribute(attribute.name.clone())));
        match &attribute.ty {
            _ if attribute.write_only && !value.is_null() => found.push(at),
            AttributeType::Nested(nesting, inner) => {
                for (object, at) in nesting.objects(value, &at) {
                    collect_write_only(inner, object, &at, found);
                }
            }
            AttributeType::Plain(_) => {}
        }
    }
}
