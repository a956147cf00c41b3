//! [`Private`]: what a provider remembers about an object without showing it.

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

/// Values by key, stored with the object's state and shown to nobody.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Private(BTreeMap<String, Json>);

impl Private {
    /// The value of `key`, if there is one of that type.
    #[must_use]
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        serde_json::from_value(self.0.get(key)?.clone()).ok()
    }

    /// Remembers `value` as `key`. A value that has no JSON form is not remembered.
    pub fn set<T: Serialize>(&mut self, key: &str, value: &T) {
        if let Ok(json) = serde_json::to_value(value) {
            self.0.insert(key.to_owned(), json);
        }
    }

    /// Forgets `key`.
    pub fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }
}
