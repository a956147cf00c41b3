//! `/api/network/ethernet/ports`: the ports that LIFs live on.

use serde::Deserialize;

use crate::api_enum::api_enum;
use crate::record::record;
use crate::{Named, Object, Reference};

record! {
    /// One Ethernet port of one node.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct Port {
        /// Its uuid.
        pub uuid: String,
        /// Its name, such as `e0a`; unique on its node only.
        pub name: String,
        /// Node that it belongs to.
        #[serde(default)]
        pub node: Reference,
        /// Whether it is in operation.
        pub state: Option<PortState>,
        /// Whether it is meant to be in operation.
        pub enabled: Option<bool>,
        /// Broadcast domain that it belongs to; a port without one carries no LIFs.
        #[serde(default)]
        pub broadcast_domain: BroadcastDomain,
    }
}

api_enum! {
    /// Whether a port is in operation.
    PortState {
        /// In operation.
        Up = "up",
        /// Not in operation.
        Down = "down",
        /// In operation with faults.
        Degraded = "degraded",
    }
}

record! {
    /// The broadcast domain of a port.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct BroadcastDomain {
        /// Its name.
        pub name: Option<String>,
        /// Its uuid.
        pub uuid: Option<String>,
        /// IPspace that it belongs to.
        pub ipspace: Named,
    }
}

impl Object for Port {
    const PATH: &'static str = "/network/ethernet/ports";
    const ALWAYS: &'static [&'static str] = &["node.name"];
}
