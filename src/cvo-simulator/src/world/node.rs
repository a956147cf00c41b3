//! Nodes.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clock::Moment;
use super::cluster::Cluster;

/// How long a failed node takes to reboot: assumed (`reboot-time`).
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
    /// EC2 instance that the node runs on.
    pub instance_id: String,
    /// Names of its HA partners; empty on a single node.
    pub partners: Vec<String>,
    /// Time at which its partner took over; `None` while the node is up.
    #[serde(default)]
    pub taken_over_since: Option<Moment>,
}

impl Node {
    /// Whether the node does its own work.
    pub fn is_up(&self) -> bool {
        self.taken_over_since.is_none()
    }

    /// Returns the state as the API words it. A failed node reboots, then waits for giveback.
    pub fn state(&self, now: Moment) -> &'static str {
        match self.taken_over_since {
            None => "up",
            Some(since) if now.since(since) < REBOOT => "taken_over",
            Some(_) => "waiting_for_giveback",
        }
    }
}

/// Returns since when a node is taken over that shows a state at `now`; `None` if the state says that it is
/// not.
pub fn taken_over_since(state: &str, now: Moment) -> Option<Moment> {
    match state {
        "taken_over" => Some(now),
        "waiting_for_giveback" => Some(now.before(REBOOT)),
        _ => None,
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

    /// Returns the partner of a node, if it has one that is up.
    pub fn partner_in_operation(&self, name: &str) -> Option<&Node> {
        let partners = &self.node_named(name)?.partners;
        self.nodes.iter().find(|node| partners.contains(&node.name) && node.is_up())
    }
}
