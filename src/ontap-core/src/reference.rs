//! References between objects.

use serde::{Deserialize, Serialize};

use crate::body::is_default;
use crate::record::record;

record! {
    /// A reference to another object by name, uuid or both.
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
    /// Refers to the object with this name.
    pub fn to_name(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), uuid: None }
    }

    /// Refers to the object with this uuid.
    pub fn to_uuid(uuid: impl Into<String>) -> Self {
        Self { name: None, uuid: Some(uuid.into()) }
    }
}

record! {
    /// A reference to an object for which the API has no uuid.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Named {
        /// Name of the other object.
        #[serde(skip_serializing_if = "is_default")]
        pub name: Option<String>,
    }
}

record! {
    /// A LIF's reference to a port.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
    #[serde(default)]
    pub struct HomePort {
        /// Name of the port, such as `e0a`; unique on its node.
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
    /// Refers to the port with this name on the node with this name. A port name is meaningful only together
    /// with a node.
    pub fn on_node(node: impl Into<String>, port: impl Into<String>) -> Self {
        Self { name: Some(port.into()), uuid: None, node: Named { name: Some(node.into()) } }
    }
}
