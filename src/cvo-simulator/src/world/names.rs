//! References by name or UUID, and a source of UUIDs.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A reference to another object in a request: an object with name, UUID or both, or a string, which is the
/// name. NetApp's Ansible collection sends strings (`na_ontap_svm`, `na_ontap_interface`,
/// `na_ontap_service_policy`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Given")]
pub struct Reference {
    /// Name.
    pub name: Option<String>,
    /// UUID.
    pub uuid: Option<String>,
}

/// A reference as it is spelled in a request.
#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    Name(String),
    Members {
        #[serde(default)]
        name: Option<String>,
        #[serde(default)]
        uuid: Option<String>,
    },
}

impl From<Given> for Reference {
    fn from(given: Given) -> Self {
        match given {
            Given::Name(name) => Self::named(name),
            Given::Members { name, uuid } => Self { name, uuid },
        }
    }
}

impl Reference {
    /// Creates a reference by name.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), uuid: None }
    }

    /// Whether the request omits it.
    pub fn is_absent(&self) -> bool {
        self.name.is_none() && self.uuid.is_none()
    }

    /// Whether it refers to the object with this name and UUID. If both are given, both must match.
    pub fn points_at(&self, name: &str, uuid: Uuid) -> bool {
        !self.is_absent()
            && self.name.as_ref().is_none_or(|given| given == name)
            && self.uuid.as_ref().is_none_or(|given| *given == uuid.to_string())
    }

    /// Returns the name, or else the UUID, for use in messages.
    pub fn shown(&self) -> &str {
        self.name.as_deref().or(self.uuid.as_deref()).unwrap_or_default()
    }
}

/// A source of UUIDs that depend only on the seed and on the number of UUIDs generated before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Uuids {
    seed: Uuid,
    made: u64,
}

impl Uuids {
    /// Creates a source with this seed.
    pub fn new(seed: Uuid) -> Self {
        Self { seed, made: 0 }
    }

    /// Returns a new UUID.
    pub fn make(&mut self) -> Uuid {
        self.made += 1;
        Uuid::new_v5(&self.seed, &self.made.to_be_bytes())
    }
}
