//! Connections to the Linux hosts that objects are about. The provider block says how to log in ([`config`]);
//! the object says where the host is and which key identifies it.

mod access;
mod check;
pub mod config;
mod fall_backs;
mod files;
mod not_reached;
mod sign_in;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use ssh::Host;
use tfplugin::Cx;

use crate::clients::Clients;

pub use access::Access;
pub use check::contradictions;
pub use fall_backs::with_environment;
pub use not_reached::NotReached;

/// Where a Linux host is and which key identifies it, from the attributes of an object.
#[derive(Debug, Clone)]
pub struct HostAddress {
    /// Name or address; an IPv6 address without brackets.
    pub host: String,
    /// Port of the SSH server.
    pub port: u16,
    /// Login name; if absent, that of the profile.
    pub user: Option<String>,
    /// Entry of `ssh.profiles`; if absent or `default`, the attributes beside `profiles`.
    pub profile: Option<String>,
    /// Public keys or fingerprints; if there are none, `known_hosts` decides.
    pub host_keys: Vec<String>,
    /// How commands become root.
    pub privilege: ssh::Become,
    /// How long to wait for a host that does not answer; zero means one attempt.
    pub wait_for: Duration,
}

impl Clients {
    /// Opens a new connection to a host and logs the user in.
    pub async fn linux_host(cx: &Cx<Self>, at: &HostAddress) -> Result<Arc<dyn Host>, NotReached> {
        let connection = cx.clients().linux.connect(at, cx.stop()).await?;
        Ok(Arc::new(connection))
    }
}
