//! What a connection is made from.

use std::time::Duration;

use crate::credentials::Credentials;
use crate::host_key::HostKeys;
use crate::target::Target;
use ssh_core::Secret;

/// Everything that a connection needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The host.
    pub target: Target,
    /// How the user proves who he is.
    pub credentials: Credentials,
    /// Which host keys are the right ones.
    pub host_keys: HostKeys,
    /// The host through which the connection goes, if there is no direct way.
    pub bastion: Option<Bastion>,
    /// How commands become root.
    pub privilege: Become,
    /// The password that sudo may ask for. It goes to sudo's standard input only.
    pub sudo_password: Option<Secret>,
    /// How long one attempt to connect, verify the host and log in may take. Default: 15 s.
    pub connect_timeout: Duration,
    /// How long to try again while nobody answers; zero means one attempt. Default: zero.
    pub wait_for: Duration,
    /// How long the host may be silent before it is asked for a sign of life; after four questions without an answer
    /// the connection counts as lost. Default: 15 s.
    pub keepalive: Duration,
    /// The `PATH` of every command, whatever the login shell sets.
    pub path: String,
}

/// A host that only passes the connection on. Its host key is verified as well.
#[derive(Debug, Clone)]
pub struct Bastion {
    /// The host.
    pub target: Target,
    /// How the user proves who he is.
    pub credentials: Credentials,
    /// Which host keys are the right ones.
    pub host_keys: HostKeys,
}

/// How a command becomes root.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Become {
    /// With sudo, unless the login user is root already.
    #[default]
    Auto,
    /// With sudo, always.
    Sudo,
    /// Not at all: commands run as the login user.
    None,
}

impl Settings {
    /// The usual settings for a host that is reached directly.
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
