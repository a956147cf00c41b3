//! Locations of LIFs: nodes and ports as requests name them.

use serde::Deserialize;

use super::cluster::Cluster;
use super::error::{ApiError, ApiResult};
use super::names::Reference;

/// The part `location` of a request.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewLocation {
    /// Home node.
    pub home_node: Reference,
    /// Home port.
    pub home_port: PortReference,
    /// Lets ONTAP choose the node and the port.
    pub broadcast_domain: Reference,
    /// Whether the LIF returns home automatically.
    pub auto_revert: Option<bool>,
    /// Where the LIF may fail over to.
    pub failover: Option<String>,
    /// Node to migrate to.
    pub node: Reference,
    /// Port to migrate to.
    pub port: PortReference,
    /// `true` sends the LIF home.
    pub is_home: Option<bool>,
}

/// A reference to a port in a request.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PortReference {
    /// Name, which is unique only within a node.
    pub name: Option<String>,
    /// UUID.
    pub uuid: Option<String>,
    /// Node.
    pub node: Reference,
}

impl PortReference {
    /// Whether the request omits it.
    pub fn is_absent(&self) -> bool {
        self.name.is_none() && self.uuid.is_none() && self.node.is_absent()
    }
}

impl Cluster {
    /// Returns the node and port that a request names (errors 393271, 1967107 and 1967111 to 1967154).
    pub(super) fn home_of(&self, location: &NewLocation) -> ApiResult<(String, String)> {
        let home_node = self.node_at(&location.home_node)?;
        if !location.home_port.is_absent() {
            return self.port_at(&location.home_port, home_node.as_deref());
        }
        let domain_is_known = self
            .broadcast_domains
            .iter()
            .any(|domain| location.broadcast_domain.points_at(&domain.name, domain.uuid));
        let node = home_node
            .or_else(|| domain_is_known.then(|| self.nodes.first().map(|node| node.name.clone())).flatten());
        let Some(node) = node else {
            let message = "A home port, a home node or a broadcast domain is needed.";
            return Err(ApiError::new(400, 1_967_111, message).on("location.home_port.name"));
        };
        let port = self.ports.iter().find(|port| port.node == node && port.up).ok_or_else(|| {
            ApiError::new(400, 1_967_153, format!("Node \"{node}\" has no suitable port."))
                .on("location.home_node")
        })?;
        Ok((node, port.name.clone()))
    }

    /// Returns the name of the node that a request refers to; `None` if it refers to none.
    pub(super) fn node_at(&self, reference: &Reference) -> ApiResult<Option<String>> {
        if reference.is_absent() {
            return Ok(None);
        }
        let found = self.nodes.iter().find(|node| reference.points_at(&node.name, node.uuid));
        found.map(|node| Some(node.name.clone())).ok_or_else(|| {
            let message = format!("Node \"{}\" is not in the cluster.", reference.shown());
            ApiError::new(400, 393_271, message).on("location.home_node.name")
        })
    }

    /// Returns the node and the name of the port that a request refers to.
    pub(super) fn port_at(
        &self,
        wanted: &PortReference,
        home_node: Option<&str>,
    ) -> ApiResult<(String, String)> {
        let target = "location.home_port.name";
        let refuse = |code, message: String| Err(ApiError::new(400, code, message).on(target));
        if let Some(uuid) = &wanted.uuid {
            return match self.ports.iter().find(|port| port.uuid.to_string() == *uuid) {
                Some(port) => Ok((port.node.clone(), port.name.clone())),
                None => refuse(1_967_129, format!("Port {uuid} does not exist.")),
            };
        }
        let named = wanted.node.name.as_deref();
        let known = named.is_none_or(|name| self.node_named(name).is_some());
        let Some(node) = named.or(home_node).filter(|_| known) else {
            return refuse(1_967_131, "The port needs the name of a node of the cluster.".to_owned());
        };
        if home_node.is_some_and(|home| home != node) {
            return refuse(1_967_107, format!("The port is on node \"{node}\", which is not the home node."));
        }
        let name = wanted.name.as_deref().unwrap_or_default();
        match self.port(node, name) {
            Some(port) if port.up => Ok((node.to_owned(), name.to_owned())),
            Some(_) => refuse(1_967_154, format!("Port \"{name}\" of node \"{node}\" is down.")),
            None => refuse(1_967_130, format!("Node \"{node}\" has no port \"{name}\".")),
        }
    }
}
