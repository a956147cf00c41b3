//! Failover modes: how the addresses of an HA pair follow their LIFs from node to node.

use serde::{Deserialize, Serialize};

/// The failover mode of an HA pair. The names are those of NetApp's deployment API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailoverMode {
    /// One Availability Zone: private addresses move between interfaces.
    PrivateIp,
    /// Several Availability Zones: floating addresses keep their value, and their routes change.
    FloatingIp {
        /// Route tables selected at deployment. ONTAP's API does not show them.
        route_table_ids: Vec<String>,
    },
}
