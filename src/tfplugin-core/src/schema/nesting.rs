//! Traverses nested objects.

use super::Nesting;
use crate::value::{Path, Step, Value};

impl Nesting {
    /// Returns the objects in `value`, the value of a nested attribute at the path `at`, with their paths.
    /// Objects of a set have the path of the set. Null and unknown objects are left out.
    pub fn objects<'a>(self, value: &'a Value, at: &Path) -> Vec<(&'a Value, Path)> {
        let mut all: Vec<(&Value, Path)> = match (self, value) {
            (Self::Single, object) => vec![(object, at.clone())],
            (Self::List, Value::List(items)) => {
                (0..).zip(items).map(|(index, item)| (item, at.join(Step::Index(index)))).collect()
            }
            (Self::Set, Value::List(items)) => items.iter().map(|item| (item, at.clone())).collect(),
            (Self::Map, Value::Map(items)) => {
                items.iter().map(|(key, item)| (item, at.join(Step::Key(key.clone())))).collect()
            }
            _ => Vec::new(),
        };
        all.retain(|(object, _)| matches!(object, Value::Map(_)));
        all
    }

    /// Returns `value` with each of its objects replaced by the result of `f`, which also gets the place of
    /// the object, to find its counterparts.
    pub fn map_objects(self, value: &Value, mut f: impl FnMut(Place<'_>, &Value) -> Value) -> Value {
        let mut apply = |place: Place<'_>, object: &Value| match object {
            Value::Map(_) => f(place, object),
            other => other.clone(),
        };
        match (self, value) {
            (Self::Single, object) => apply(Place::Only, object),
            (Self::List, Value::List(items)) => Value::List(
                items.iter().enumerate().map(|(index, item)| apply(Place::Index(index), item)).collect(),
            ),
            (Self::Set, Value::List(items)) => {
                Value::set(items.iter().map(|item| apply(Place::Member, item)).collect())
            }
            (Self::Map, Value::Map(items)) => Value::Map(
                items.iter().map(|(key, item)| (key.clone(), apply(Place::Key(key), item))).collect(),
            ),
            (_, other) => other.clone(),
        }
    }
}

/// The place of an object in a nested attribute.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// It is the only one.
    Only,
    /// In a list.
    Index(usize),
    /// In a map.
    Key(&'a str),
    /// In a set, where an object has no counterpart by place.
    Member,
}

impl Place<'_> {
    /// Returns the object at this place in another value of the attribute; null if there is none.
    pub fn of(self, value: &Value) -> &Value {
        match (self, value) {
            (Self::Only, value) => value,
            (Self::Index(index), Value::List(items)) => items.get(index).unwrap_or(&Value::Null),
            (Self::Key(key), value) => value.at(key),
            _ => &Value::Null,
        }
    }
}
