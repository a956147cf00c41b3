//! What a test holds between two calls.

use serde_json::Value as Json;
use tfplugin_core::{Diagnostics, Outcome, Path, Value};

use super::json;
use crate::proto::tfplugin6 as proto;
use crate::rpc::diagnostics_from_proto;

/// An object as Terraform stores it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Type of the object.
    pub type_name: String,
    /// The object itself; null when there is none.
    pub state: Value,
    /// What the provider remembers about it.
    pub private: Vec<u8>,
}

impl Stored {
    /// An object of that type.
    #[must_use]
    pub fn new(type_name: &str, state: Value, private: Vec<u8>) -> Self {
        Self { type_name: type_name.to_owned(), state, private }
    }

    /// Whether there is an object.
    #[must_use]
    pub fn exists(&self) -> bool {
        !self.state.is_null()
    }

    /// The object as JSON.
    #[must_use]
    pub fn json(&self) -> Json {
        json::of(&self.state)
    }
}

/// What an apply would do.
#[derive(Debug, Clone)]
pub struct Planned {
    /// What was stored.
    pub stored: Stored,
    /// What the configuration says.
    pub config: Value,
    /// What is planned; null for a destroy.
    pub planned: Value,
    /// What the provider will remember.
    pub private: Vec<u8>,
    /// Attributes whose change replaces the object.
    pub replace: Vec<Path>,
    /// What the user is told.
    pub diagnostics: Diagnostics,
}

impl Planned {
    /// The planned object as JSON.
    #[must_use]
    pub fn planned(&self) -> Json {
        json::of(&self.planned)
    }

    /// Whether Terraform would say that nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.diagnostics.has_errors() && self.planned == self.stored.state
    }

    pub(super) fn failed(stored: &Stored, diagnostics: Diagnostics) -> Self {
        let (config, planned) = (Value::Null, Value::Null);
        Self {
            stored: stored.clone(),
            config,
            planned,
            private: Vec::new(),
            replace: Vec::new(),
            diagnostics,
        }
    }
}

/// What a call answered.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The object that the answer holds, also when there are errors.
    pub stored: Stored,
    /// What the user is told.
    pub diagnostics: Diagnostics,
}

impl Answered {
    /// The object as JSON.
    #[must_use]
    pub fn json(&self) -> Json {
        self.stored.json()
    }

    pub(super) async fn of(call: impl Future<Output = Outcome<(Stored, Vec<proto::Diagnostic>)>>) -> Self {
        match call.await {
            Ok((stored, diagnostics)) => Self { stored, diagnostics: diagnostics_from_proto(diagnostics) },
            Err(diagnostics) => Self { stored: Stored::new("", Value::Null, Vec::new()), diagnostics },
        }
    }
}
