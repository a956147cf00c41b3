//! Arbitrary types and values of them, for property tests.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::{Number, Type, Value};

/// Any type, nested a few levels deep.
pub fn types() -> impl Strategy<Value = Type> {
    let leaf = prop_oneof![Just(Type::Bool), Just(Type::Number), Just(Type::String), Just(Type::Dynamic)];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|element| Type::List(Box::new(element))),
            inner.clone().prop_map(|element| Type::Set(Box::new(element))),
            inner.clone().prop_map(|element| Type::Map(Box::new(element))),
            vec(inner.clone(), 0..3).prop_map(Type::Tuple),
            btree_map("[a-c]", inner, 0..3).prop_map(Type::Object),
        ]
    })
}

/// Any value of a type: null, unknown in whole or in part, or known.
pub fn values_of(ty: &Type) -> BoxedStrategy<Value> {
    prop_oneof![1 => Just(Value::Null), 1 => Just(Value::Unknown), 6 => known(ty)].boxed()
}

fn known(ty: &Type) -> BoxedStrategy<Value> {
    match ty {
        Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::Number => numbers().prop_map(Value::Number).boxed(),
        Type::String => any::<String>().prop_map(Value::String).boxed(),
        Type::List(element) => vec(values_of(element), 0..3).prop_map(Value::List).boxed(),
        Type::Set(element) => vec(values_of(element), 0..3).prop_map(Value::set).boxed(),
        Type::Map(element) => btree_map("[a-c]{1,2}", values_of(element), 0..3).prop_map(Value::Map).boxed(),
        Type::Tuple(types) => types.iter().map(values_of).collect::<Vec<_>>().prop_map(Value::List).boxed(),
        Type::Object(attributes) => {
            let names: Vec<String> = attributes.keys().cloned().collect();
            let values: Vec<_> = attributes.values().map(values_of).collect();
            values.prop_map(move |values| Value::Map(names.iter().cloned().zip(values).collect())).boxed()
        }
        Type::Dynamic => {
            let concrete = types().prop_filter("a value brings a type along", |ty| *ty != Type::Dynamic);
            let pair = concrete.prop_flat_map(|ty| (Just(ty.clone()), values_of(&ty)));
            pair.prop_map(|(ty, value)| Value::Dynamic(ty, Box::new(value))).boxed()
        }
    }
}

fn numbers() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        any::<u64>().prop_map(Number::from),
        any::<f64>().prop_filter_map("finite", |float| Number::try_from(float).ok()),
        (any::<i32>(), 1..2000_i32)
            .prop_filter_map("finite", |(a, b)| Number::try_from(f64::from(a) / f64::from(b)).ok()),
        "-?[0-9]{1,30}\\.[0-9]{1,30}".prop_filter_map("a number", |text| Number::parse(&text)),
    ]
}
