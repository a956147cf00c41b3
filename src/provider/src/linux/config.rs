//! The `ssh` attribute of the provider block.

use std::collections::BTreeMap;

use provider_core::values::ssh::{HostKey, HostName, Port, SecretText, login_name};
use tfplugin::{Attr, Model, Timeout};

/// How to log in to Linux hosts over SSH, and by what they are known.
///
/// Secrets stand here because only the provider block is there in every operation, and is stored nowhere: it
/// takes ephemeral values. A host whose key is not known is never logged in to.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct SshConfig {
    /// Login name, where the object does not say.
    #[attr(optional, check = login_name, env = "CVO_SSH_USER")]
    pub user: Attr<String>,
    /// Private key in OpenSSH, PEM (PKCS#1, PKCS#8, SEC1) or PuTTY format: the text, not a path.
    #[attr(optional, sensitive, env = "CVO_SSH_PRIVATE_KEY")]
    pub private_key: Attr<SecretText>,
    /// File with the private key instead; `~/` is the home directory. It is read when a host is first needed.
    #[attr(optional, env = "CVO_SSH_PRIVATE_KEY_PATH")]
    pub private_key_path: Attr<String>,
    /// Passphrase of the private key, where it is encrypted.
    #[attr(optional, sensitive, env = "CVO_SSH_PRIVATE_KEY_PASSPHRASE")]
    pub private_key_passphrase: Attr<SecretText>,
    /// `true` signs in with the keys of the SSH agent (`SSH_AUTH_SOCK`) instead of a private key.
    #[attr(optional, env = "CVO_SSH_AGENT")]
    pub agent: Attr<bool>,
    /// Password that sudo asks the login user for. It goes to the standard input of sudo and is seen by
    /// nobody else. Left out where sudo asks for none (`NOPASSWD`).
    #[attr(optional, sensitive, env = "CVO_SSH_SUDO_PASSWORD")]
    pub sudo_password: Attr<SecretText>,
    /// File in the format of OpenSSH's `known_hosts`, for hosts whose object names no `host_keys`. What it
    /// marks `@revoked` is refused in any case. Default `~/.ssh/known_hosts`, if there is one.
    #[attr(optional, env = "CVO_SSH_KNOWN_HOSTS_PATH")]
    pub known_hosts_path: Attr<String>,
    /// How long one attempt to connect, to verify the host and to log in may take. Default `15s`.
    #[attr(optional)]
    pub connect_timeout: Attr<Timeout>,
    /// Host through which the connections go, where there is no direct way.
    #[attr(optional)]
    pub bastion: Attr<SshBastion>,
    /// Further ways to log in, by a name that an object gives as `ssh_profile`. Each stands by itself: what
    /// it leaves out is taken neither from the attributes beside `profiles` nor from the environment, so that
    /// no secret reaches a host that it is not meant for. `default` is no name: that is what the attributes
    /// beside `profiles` are called.
    #[attr(optional)]
    pub profiles: Attr<BTreeMap<String, SshProfile>>,
}

/// A further way to log in.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct SshProfile {
    /// Login name, where the object does not say.
    #[attr(optional, check = login_name)]
    pub user: Attr<String>,
    /// Private key in OpenSSH, PEM (PKCS#1, PKCS#8, SEC1) or PuTTY format: the text, not a path.
    #[attr(optional, sensitive)]
    pub private_key: Attr<SecretText>,
    /// File with the private key instead; `~/` is the home directory.
    #[attr(optional)]
    pub private_key_path: Attr<String>,
    /// Passphrase of the private key, where it is encrypted.
    #[attr(optional, sensitive)]
    pub private_key_passphrase: Attr<SecretText>,
    /// `true` signs in with the keys of the SSH agent (`SSH_AUTH_SOCK`) instead of a private key.
    #[attr(optional)]
    pub agent: Attr<bool>,
    /// Password that sudo asks the login user for.
    #[attr(optional, sensitive)]
    pub sudo_password: Attr<SecretText>,
    /// File in the format of OpenSSH's `known_hosts`. Default `~/.ssh/known_hosts`, if there is one.
    #[attr(optional)]
    pub known_hosts_path: Attr<String>,
    /// How long one attempt to connect, to verify the host and to log in may take. Default `15s`.
    #[attr(optional)]
    pub connect_timeout: Attr<Timeout>,
    /// Host through which the connections go, where there is no direct way.
    #[attr(optional)]
    pub bastion: Attr<SshBastion>,
}

/// A host that passes connections on. It must allow TCP forwarding, and is verified like any other host.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct SshBastion {
    /// Name or address, without user and port.
    #[attr(required)]
    pub host: Attr<HostName>,
    /// Port of its SSH server. Default 22.
    #[attr(optional)]
    pub port: Attr<Port>,
    /// Login name. Default: that on the host behind it.
    #[attr(optional, check = login_name)]
    pub user: Attr<String>,
    /// Its public keys, such as `ssh-ed25519 AAAA...`, or their fingerprints `SHA256:...`. Left out,
    /// `known_hosts_path` must have one.
    #[attr(optional)]
    pub host_keys: Attr<Vec<HostKey>>,
    /// Private key for it. Left out with `private_key_path` and `agent`, it is signed in to as on the host
    /// behind it.
    #[attr(optional, sensitive)]
    pub private_key: Attr<SecretText>,
    /// File with that private key; `~/` is the home directory.
    #[attr(optional)]
    pub private_key_path: Attr<String>,
    /// Passphrase of that private key, where it is encrypted.
    #[attr(optional, sensitive)]
    pub private_key_passphrase: Attr<SecretText>,
    /// `true` signs in to it with the keys of the SSH agent.
    #[attr(optional)]
    pub agent: Attr<bool>,
    /// File in the format of OpenSSH's `known_hosts` for it. Default: that for the host behind it.
    #[attr(optional)]
    pub known_hosts_path: Attr<String>,
}

impl SshConfig {
    /// Returns the block itself, without its profiles.
    pub fn own(&self) -> SshProfile {
        SshProfile {
            user: self.user.clone(),
            private_key: self.private_key.clone(),
            private_key_path: self.private_key_path.clone(),
            private_key_passphrase: self.private_key_passphrase.clone(),
            agent: self.agent,
            sudo_password: self.sudo_password.clone(),
            known_hosts_path: self.known_hosts_path.clone(),
            connect_timeout: self.connect_timeout.clone(),
            bastion: self.bastion.clone(),
        }
    }
}
