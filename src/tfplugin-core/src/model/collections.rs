//! Lists, sets and maps. A collection of nested objects is a nested attribute; any other collection is a
//! plain one.

use std::collections::{BTreeMap, BTreeSet};

use super::{Field, wrong_type};
use crate::diag::{Diagnostics, Outcome};
use crate::schema::{self, AttributeType, Nesting};
use crate::value::{Path, Step, Type, Value};

/// Returns the type of a collection of `T`.
fn collection<T: Field>(nesting: Nesting, plain: fn(Box<Type>) -> Type) -> AttributeType {
    match T::ty() {
        AttributeType::Nested(Nesting::Single, attributes) => AttributeType::Nested(nesting, attributes),
        other => AttributeType::Plain(plain(Box::new(schema::plain_type(&other)))),
    }
}

/// Reads each element and collects all errors.
fn read_each<'a, T: Field>(items: impl Iterator<Item = (&'a Value, Path)>) -> Outcome<Vec<T>> {
    let (mut read, mut diagnostics) = (Vec::new(), Diagnostics::new());
    for (item, at) in items {
        let item = if item.is_null() {
            Err(wrong_type(&at, "a value in place of null"))
        } else {
            T::from_value(item, &at)
        };
        match item {
            Ok(item) => read.push(item),
            Err(errors) => diagnostics.extend(errors),
        }
    }
    diagnostics.into_result().map(|()| read)
}

/// Whether each element can be held. Null elements are refused later, when they are read.
fn can_hold_each<'a, T: Field>(mut items: impl Iterator<Item = &'a Value>) -> bool {
    items.all(|item| T::can_hold(item))
}

impl<T: Field> Field for Vec<T> {
    fn ty() -> AttributeType {
        collection::<T>(Nesting::List, Type::List)
    }

    fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        let Value::List(items) = value else { return Err(wrong_type(at, "a list")) };
        read_each((0..).zip(items).map(|(index, item)| (item, at.join(Step::Index(index)))))
    }

    fn to_value(&self) -> Value {
        Value::List(self.iter().map(T::to_value).collect())
    }

    fn means_the_same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(a, b)| a.means_the_same(b))
    }

    fn can_hold(value: &Value) -> bool {
        match value {
            Value::List(items) => can_hold_each::<T>(items.iter()),
            value => value.is_wholly_known(),
        }
    }
}

impl<T: Field + Ord> Field for BTreeSet<T> {
    fn ty() -> AttributeType {
        collection::<T>(Nesting::Set, Type::Set)
    }

    /// Elements of a set have no path of their own, so errors have the path of the set.
    fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        let Value::List(items) = value else { return Err(wrong_type(at, "a set")) };
        read_each(items.iter().map(|item| (item, at.clone()))).map(|items| items.into_iter().collect())
    }

    fn to_value(&self) -> Value {
        Value::set(self.iter().map(T::to_value).collect())
    }

    fn means_the_same(&self, other: &Self) -> bool {
        let within = |some: &Self, all: &Self| some.iter().all(|a| all.iter().any(|b| a.means_the_same(b)));
        within(self, other) && within(other, self)
    }

    fn can_hold(value: &Value) -> bool {
        Vec::<T>::can_hold(value)
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    fn ty() -> AttributeType {
        collection::<T>(Nesting::Map, Type::Map)
    }

    fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        let Value::Map(items) = value else { return Err(wrong_type(at, "a map")) };
        let read = read_each(items.iter().map(|(key, item)| (item, at.join(Step::Key(key.clone())))))?;
        Ok(items.keys().cloned().zip(read).collect())
    }

    fn to_value(&self) -> Value {
        Value::Map(self.iter().map(|(key, item)| (key.clone(), item.to_value())).collect())
    }

    fn means_the_same(&self, other: &Self) -> bool {
        self.keys().eq(other.keys()) && self.values().zip(other.values()).all(|(a, b)| a.means_the_same(b))
    }

    fn can_hold(value: &Value) -> bool {
        match value {
            Value::Map(items) => can_hold_each::<T>(items.values()),
            value => value.is_wholly_known(),
        }
    }
}
