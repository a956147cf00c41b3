//! The state that a test keeps between two calls.

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
    /// The private state.
    pub private: Vec<u8>,
    /// The identity; null when there is none.
    pub identity: Value,
}

impl Stored {
    /// An object of that type, without identity.
    #[must_use]
    pub fn new(type_name: &str, state: Value, private: Vec<u8>) -> Self {
        Self { type_name: type_name.to_owned(), state, private, identity: Value::Null }
    }

    /// The same object with that identity.
    #[must_use]
    pub fn with_identity(self, identity: Value) -> Self {
        Self { identity, ..self }
    }

    /// The identity as JSON.
    #[must_use]
    pub fn identity(&self) -> Json {
        json::of(&self.identity)
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

/// The result of a plan.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The stored object.
    pub stored: Stored,
    /// The configuration.
    pub config: Value,
    /// What is planned; null for a destroy.
    pub planned: Value,
    /// The planned private state.
    pub private: Vec<u8>,
    /// The planned identity; null when there is none.
    pub identity: Value,
    /// Attributes whose change replaces the object.
    pub replace: Vec<Path>,
    /// Diagnostics for the user.
    pub diagnostics: Diagnostics,
}

impl Planned {
    /// The planned object as JSON.
    #[must_use]
    pub fn planned(&self) -> Json {
        json::of(&self.planned)
    }

    /// The planned identity as JSON.
    #[must_use]
    pub fn planned_identity(&self) -> Json {
        json::of(&self.identity)
    }

    /// Whether Terraform would report no changes.
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
            identity: Value::Null,
            replace: Vec::new(),
            diagnostics,
        }
    }
}

/// The answer of a call.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The object in the answer, also when there are errors.
    pub stored: Stored,
    /// Diagnostics for the user.
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
