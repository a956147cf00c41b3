//! How one object names another.

use serde::{Deserialize, Serialize};

use crate::body::is_default;
use crate::record::record;

record! {
    /// How one object names another: by name, uuid or both.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Reference {
        /// Name of the other object.
        #[serde(skip_serializing_if = "is_default")]
        pub name: Option<String>,
        /// Uuid of the other object.
        #[serde(skip_serializing_if = "is_default")]
        pub uuid: Option<String>,
    }
}

impl Reference {
    /// To the object of this name.
    pub fn to_name(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), uuid: None }
    }

    /// To the object of this uuid.
    pub fn to_uuid(uuid: impl Into<String>) -> Self {
        Self { name: None, uuid: Some(uuid.into()) }
    }
}

record! {
    /// How one object names another where the API knows no uuid.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Named {
        /// Name of the other object.
        #[serde(skip_serializing_if = "is_default")]
        pub name: Option<String>,
    }
}

record! {
    /// How a LIF names a port.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
    #[serde(default)]
    pub struct HomePort {
        /// Name of the port, such as `e0a`; unique on its node only.
        #[serde(skip_serializing_if = "is_default")]
        pub name: Option<String>,
        /// Uuid of the port.
        #[serde(skip_serializing_if = "is_default")]
        pub uuid: Option<String>,
        /// Node that the port belongs to.
        #[serde(skip_serializing_if = "is_default")]
        pub node: Named,
    }
}

impl HomePort {
    /// The port of this name on the node of this name: the one means something together with the other only.
    pub fn on_node(node: impl Into<String>, port: impl Into<String>) -> Self {
        Self { name: Some(port.into()), uuid: None, node: Named { name: Some(node.into()) } }
    }
}
