//! Ethernet ports.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::cluster::{CLUSTER_IPSPACE, Cluster, DEFAULT_IPSPACE};
use super::error::{ApiError, ApiResult};

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
    /// Name of its broadcast domain; `None` for a port that hosts no LIFs.
    #[serde(default = "default_domain")]
    pub broadcast_domain: Option<String>,
}

fn default_domain() -> Option<String> {
    Some(DEFAULT_IPSPACE.to_owned())
}

/// A broadcast domain: ports that reach one another.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BroadcastDomain {
    /// UUID.
    pub uuid: Uuid,
    /// Name.
    pub name: String,
    /// Name of its IPspace; `None` for that of its own name.
    #[serde(default)]
    pub ipspace: Option<String>,
}

impl BroadcastDomain {
    /// Creates the broadcast domain of an IPspace, which has its name.
    pub(super) fn of(uuid: Uuid, ipspace: &str) -> Self {
        Self { uuid, name: ipspace.to_owned(), ipspace: None }
    }

    /// Returns the name of its IPspace.
    pub fn ipspace(&self) -> &str {
        self.ipspace.as_deref().unwrap_or(&self.name)
    }
}

impl Cluster {
    /// Finds the broadcast domain with this name.
    pub fn broadcast_domain(&self, name: &str) -> Option<&BroadcastDomain> {
        self.broadcast_domains.iter().find(|domain| domain.name == name)
    }

    /// Refuses a home port in another IPspace than that of the LIF (error 1966373).
    pub(super) fn check_port_in_ipspace(&self, node: &str, name: &str, ipspace: &str) -> ApiResult<()> {
        let domain = self.port(node, name).and_then(|port| port.broadcast_domain.as_deref());
        let of_domain = domain.and_then(|name| self.broadcast_domain(name)).map(BroadcastDomain::ipspace);
        if of_domain == Some(ipspace) || (of_domain == Some(DEFAULT_IPSPACE) && ipspace != CLUSTER_IPSPACE) {
            return Ok(());
        }
        let message = format!("Port \"{name}\" of node \"{node}\" is not in IPspace \"{ipspace}\".");
        Err(ApiError::new(400, 1_966_373, message).on("location.home_port.name"))
    }
}
