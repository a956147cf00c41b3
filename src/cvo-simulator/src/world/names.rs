//! References by name or UUID, and UUIDs themselves.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How a request points at another object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// By name.
    pub name: Option<String>,
    /// By UUID.
    pub uuid: Option<String>,
}

impl Reference {
    /// A reference by name.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), uuid: None }
    }

    /// Whether the request left it out.
    pub fn is_absent(&self) -> bool {
        self.name.is_none() && self.uuid.is_none()
    }

    /// Whether it points at the object with this name and UUID; both must fit if both are given.
    pub fn points_at(&self, name: &str, uuid: Uuid) -> bool {
        !self.is_absent()
            && self.name.as_ref().is_none_or(|given| given == name)
            && self.uuid.as_ref().is_none_or(|given| *given == uuid.to_string())
    }

    /// For messages: the name, else the UUID.
    pub fn shown(&self) -> &str {
        self.name.as_deref().or(self.uuid.as_deref()).unwrap_or_default()
    }
}

/// Makes UUIDs that depend on nothing but the seed and how many were made before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Uuids {
    seed: Uuid,
    made: u64,
}

impl Uuids {
    /// A source that starts from `seed`.
    pub fn new(seed: Uuid) -> Self {
        Self { seed, made: 0 }
    }

    /// A UUID that was not given before.
    pub fn make(&mut self) -> Uuid {
        self.made += 1;
        Uuid::new_v5(&self.seed, &self.made.to_be_bytes())
    }
}
