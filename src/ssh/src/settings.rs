//! The settings of a connection.

use std::time::Duration;

use crate::credentials::Credentials;
use crate::host_key::HostKeys;
use crate::target::Target;
use ssh_core::Secret;

/// Everything that is needed for a connection.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The host.
    pub target: Target,
    /// How the user authenticates.
    pub credentials: Credentials,
    /// The trusted host keys.
    pub host_keys: HostKeys,
    /// The host through which to connect, if there is no direct route.
    pub bastion: Option<Bastion>,
    /// How commands become root.
    pub privilege: Become,
    /// The password for sudo. It is sent to sudo's standard input only.
    pub sudo_password: Option<Secret>,
    /// How long one attempt to connect, verify the host and log in may take. Default: 15 s.
    pub connect_timeout: Duration,
    /// How long to retry while nobody answers; zero means a single attempt. Default: zero.
    pub wait_for: Duration,
    /// How long the host may be silent before it is sent a keepalive request. After four unanswered requests
    /// the connection counts as lost. Default: 15 s.
    pub keepalive: Duration,
    /// The `PATH` of every command, whatever the login shell sets.
    pub path: String,
}

/// A host that only forwards the connection. Its host key is verified too.
#[derive(Debug, Clone)]
pub struct Bastion {
    /// The host.
    pub target: Target,
    /// How the user authenticates.
    pub credentials: Credentials,
    /// The trusted host keys.
    pub host_keys: HostKeys,
}

/// How a command becomes root.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Become {
    /// With sudo, unless the login user is already root.
    #[default]
    Auto,
    /// Always with sudo.
    Sudo,
    /// Not at all: commands run as the login user.
    None,
}

impl Settings {
    /// Returns the default settings for a host that is reached directly.
    pub fn new(target: Target, credentials: Credentials, host_keys: HostKeys) -> Self {
        Self {
            target,
            credentials,
            host_keys,
            bastion: None,
            privilege: Become::Auto,
            sudo_password: None,
            connect_timeout: Duration::from_secs(15),
            wait_for: Duration::ZERO,
            keepalive: Duration::from_secs(15),
            path: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".to_owned(),
        }
    }
}
