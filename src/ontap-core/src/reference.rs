//! How one object names another.

use serde::Deserialize;

/// How one object names another: by name, uuid or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// Name of the other object.
    pub name: Option<String>,
    /// Uuid of the other object.
    pub uuid: Option<String>,
}

/// How a LIF names a port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct HomePort {
    /// Name of the port, such as `e0a`; unique on its node only.
    pub name: Option<String>,
    /// Uuid of the port.
    pub uuid: Option<String>,
    /// Node that the port belongs to.
    pub node: Reference,
}
