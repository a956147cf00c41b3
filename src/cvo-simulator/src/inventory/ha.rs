//! How the addresses of an HA pair follow their LIFs from node to node.

use serde::{Deserialize, Serialize};

/// The failover mode of an HA pair, under the names that NetApp's deployment API gives the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailoverMode {
    /// One Availability Zone: private addresses move from interface to interface.
    PrivateIp,
    /// Several Availability Zones: floating addresses stay what they are and their routes change.
    FloatingIp {
        /// Route tables that were selected at the deployment; ONTAP's API does not show them.
        route_table_ids: Vec<String>,
    },
}
