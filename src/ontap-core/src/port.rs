//! `/api/network/ethernet/ports`: the ports that host LIFs.

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
        /// Its name, such as `e0a`; unique on its node.
        pub name: String,
        /// Node that it belongs to.
        #[serde(default)]
        pub node: Reference,
        /// Whether it is up.
        pub state: Option<PortState>,
        /// Whether it is administratively enabled.
        pub enabled: Option<bool>,
        /// Broadcast domain that it belongs to. A port without one hosts no LIFs.
        #[serde(default)]
        pub broadcast_domain: BroadcastDomain,
    }
}

api_enum! {
    /// Whether a port is up.
    PortState {
        /// Up.
        Up = "up",
        /// Down.
        Down = "down",
        /// Up, with faults.
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
