//! [`Private`]: data that a provider stores with an object and does not show.

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

use crate::diag::{Diagnostics, Outcome};

/// Values by key, stored with the object's state and never shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Private(BTreeMap<String, Json>);

impl Private {
    /// Returns the value of `key`, if there is one of this type.
    #[must_use]
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        serde_json::from_value(self.0.get(key)?.clone()).ok()
    }

    /// Stores `value` under `key`. A value without a JSON form is not stored.
    pub fn set<T: Serialize>(&mut self, key: &str, value: &T) {
        if let Ok(json) = serde_json::to_value(value) {
            self.0.insert(key.to_owned(), json);
        }
    }

    /// Removes `key`.
    pub fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }

    /// Reads the output of [`Private::to_bytes`]. An empty input is an empty store.
    ///
    /// # Errors
    /// When the bytes are anything else.
    pub fn from_bytes(bytes: &[u8]) -> Outcome<Self> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_slice(bytes).map(Self).map_err(|error| {
            Diagnostics::error(
                "The object's private data cannot be read",
                format!(
                    "The private data stored with the object is not what this provider writes ({error}). \
                     Restore the state from a backup, or remove the object from the state \
                     and import it again."
                ),
            )
        })
    }

    /// Returns the bytes to store; empty if there are no values.
    pub fn to_bytes(&self) -> Vec<u8> {
        if self.0.is_empty() {
            return Vec::new();
        }
        serde_json::to_vec(&self.0).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_storing() {
        let mut private = Private::default();
        assert_eq!(private.to_bytes(), b"");
        private.set("uuid", &"1-2");
        private.set("sizes", &[1, 2]);
        let read = Private::from_bytes(&private.to_bytes()).unwrap();
        assert_eq!(read, private);
        assert_eq!(read.get::<String>("uuid").as_deref(), Some("1-2"));
        assert_eq!(read.get::<i64>("uuid"), None);
        private.remove("sizes");
        assert_eq!(private.to_bytes(), br#"{"uuid":"1-2"}"#);
    }

    #[test]
    fn invalid_bytes_are_an_error() {
        for bytes in [&b"{"[..], b"[]", b"\xff", b"{\"a\":}", b"null"] {
            assert!(Private::from_bytes(bytes).is_err(), "{bytes:?}");
        }
    }
}
