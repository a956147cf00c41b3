//! Ethernet ports.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An Ethernet port.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Port {
    /// UUID.
    pub uuid: Uuid,
    /// For example `e0a`.
    pub name: String,
    /// Name of its node.
    pub node: String,
    /// MAC address.
    pub mac_address: String,
    /// Whether its link is up.
    pub up: bool,
}
