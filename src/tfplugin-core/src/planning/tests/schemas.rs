//! Arbitrary schemas and objects of them. There are few different letters, so that values are often equal or
//! differ only in case.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::{nested, plain};
use crate::schema::{Attribute, AttributeType, Nesting, Presence};
use crate::value::{Type, Value};

/// Any schema that Terraform accepts.
pub fn schemas() -> BoxedStrategy<Vec<Attribute>> {
    attributes(2)
}

fn attributes(depth: u32) -> BoxedStrategy<Vec<Attribute>> {
    vec(attribute(depth), 1..4)
        .prop_map(|mut all| {
            all.iter_mut()
                .zip(["a", "b", "c"])
                .for_each(|(attribute, name)| name.clone_into(&mut attribute.name));
            all
        })
        .boxed()
}

fn attribute(depth: u32) -> BoxedStrategy<Attribute> {
    let types = prop_oneof![
        3 => Just(Type::String),
        1 => Just(Type::List(Box::new(Type::String))),
        1 => Just(Type::Set(Box::new(Type::String))),
        1 => Just(Type::Map(Box::new(Type::String))),
    ];
    let flat = (types, presences()).prop_flat_map(|(ty, presence)| {
        let defaults = known(&AttributeType::Plain(ty.clone()));
        (Just(plain("", presence, ty)), defaults, any::<[bool; 4]>())
    });
    let flat = flat.prop_map(|(attribute, default, flags)| flagged(attribute, default, flags));
    if depth == 0 {
        return flat.boxed();
    }
    let nestings = prop_oneof![Just(Nesting::Single), Just(Nesting::List), Just(Nesting::Map)];
    let deep = (nestings, presences(), attributes(depth - 1))
        .prop_map(|(nesting, presence, inner)| nested("", presence, nesting, inner));
    prop_oneof![2 => flat, 1 => deep].boxed()
}

fn presences() -> impl Strategy<Value = Presence> {
    use Presence::{Computed, Optional, OptionalComputed, Required};
    prop_oneof![Just(Required), Just(Optional), Just(OptionalComputed), Just(Computed)]
}

/// Applies those flags that are valid in combination.
fn flagged(attribute: Attribute, default: Value, [first, second, replace, stable]: [bool; 4]) -> Attribute {
    let attribute = match attribute.presence {
        Presence::Optional if first => attribute.default(default),
        Presence::Optional if second => return attribute.write_only(),
        Presence::Computed | Presence::OptionalComputed if stable => attribute.stable(),
        _ => attribute,
    };
    if replace && attribute.presence != Presence::Computed { attribute.replace() } else { attribute }
}

/// Any configuration: partly unknown, and null where only the provider sets a value.
pub fn configs(attributes: &[Attribute]) -> BoxedStrategy<Value> {
    objects(attributes, |attribute| {
        let some = configured(&attribute.ty);
        match attribute.presence {
            Presence::Required => some,
            Presence::Computed => Just(Value::Null).boxed(),
            Presence::Optional | Presence::OptionalComputed => {
                prop_oneof![1 => Just(Value::Null), 2 => some].boxed()
            }
        }
    })
}

fn configured(ty: &AttributeType) -> BoxedStrategy<Value> {
    let known = match ty {
        AttributeType::Plain(_) => known(ty),
        AttributeType::Nested(nesting, inner) => collected(*nesting, configs(inner)),
    };
    prop_oneof![1 => Just(Value::Unknown), 6 => known].boxed()
}

/// Any stored object: known, and without write-only values.
pub fn states(attributes: &[Attribute]) -> BoxedStrategy<Value> {
    objects(attributes, |attribute| match attribute.presence {
        _ if attribute.write_only => Just(Value::Null).boxed(),
        Presence::Required => known(&attribute.ty),
        _ => prop_oneof![1 => Just(Value::Null), 3 => known(&attribute.ty)].boxed(),
    })
}

fn objects(
    attributes: &[Attribute],
    values: impl Fn(&Attribute) -> BoxedStrategy<Value>,
) -> BoxedStrategy<Value> {
    let names: Vec<String> = attributes.iter().map(|attribute| attribute.name.clone()).collect();
    let values: Vec<_> = attributes.iter().map(values).collect();
    values.prop_map(move |values| Value::Map(names.iter().cloned().zip(values).collect())).boxed()
}

/// Any known value of an attribute.
pub fn known(ty: &AttributeType) -> BoxedStrategy<Value> {
    let texts = || prop_oneof![Just("x"), Just("X"), Just("y")].prop_map(Value::from);
    match ty {
        AttributeType::Plain(Type::List(_)) => vec(texts(), 0..3).prop_map(Value::List).boxed(),
        AttributeType::Plain(Type::Set(_)) => vec(texts(), 0..3).prop_map(Value::set).boxed(),
        AttributeType::Plain(Type::Map(_)) => btree_map("[kl]", texts(), 0..3).prop_map(Value::Map).boxed(),
        AttributeType::Plain(_) => texts().boxed(),
        AttributeType::Nested(nesting, inner) => collected(*nesting, states(inner)),
    }
}

fn collected(nesting: Nesting, objects: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    match nesting {
        Nesting::Single => objects,
        Nesting::List => vec(objects, 0..3).prop_map(Value::List).boxed(),
        Nesting::Set => vec(objects, 0..3).prop_map(Value::set).boxed(),
        Nesting::Map => btree_map("[kl]", objects, 0..3).prop_map(Value::Map).boxed(),
    }
}
