//! Nodes.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clock::Moment;
use super::cluster::Cluster;

/// How long a failed node takes to start again (assumed).
const REBOOT: Duration = Duration::from_secs(60);

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
    /// Since when its partner does its work; `None` while it does it itself.
    #[serde(default)]
    pub taken_over_since: Option<Moment>,
}

impl Node {
    /// Whether it does its own work.
    pub fn is_up(&self) -> bool {
        self.taken_over_since.is_none()
    }

    /// Its state as the API words it. A failed node starts again and then waits until its work is given back.
    pub fn state(&self, now: Moment) -> &'static str {
        match self.taken_over_since {
            None => "up",
            Some(since) if now.since(since) < REBOOT => "taken_over",
            Some(_) => "waiting_for_giveback",
        }
    }
}

impl Cluster {
    /// Whether the cluster is an HA pair.
    pub fn is_pair(&self) -> bool {
        self.nodes.iter().any(|node| !node.partners.is_empty())
    }

    /// Whether the node with this name does its own work.
    pub fn is_node_up(&self, name: &str) -> bool {
        self.node_named(name).is_some_and(Node::is_up)
    }

    /// The partner of a node, if it has one and that one is in operation.
    pub fn partner_in_operation(&self, name: &str) -> Option<&Node> {
        let partners = &self.node_named(name)?.partners;
        self.nodes.iter().find(|node| partners.contains(&node.name) && node.is_up())
    }
}
