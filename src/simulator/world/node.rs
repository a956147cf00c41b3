//! Nodes.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A node.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Node {
    /// UUID.
    pub uuid: Uuid,
    /// Name.
    pub name: String,
    /// Serial number.
    pub serial_number: String,
    /// NVRAM system id.
    pub system_id: String,
    /// EC2 instance that runs it.
    pub instance_id: String,
    /// Names of its HA partners; none on a single node.
    pub partners: Vec<String>,
}
