//! [`Access`]: from the provider block and an object's address to a connection.

use std::path::PathBuf;

use provider_core::values::ssh::{Port, ProfileName, SecretText};
use ssh::{Bastion, Connection, Credentials, Settings, Target};
use tfplugin::{Attr, CancellationToken, Diagnostics, Path, Step, Text, quoted};

use super::HostAddress;
use super::check::{self, BLOCK, path_of};
use super::config::{SshBastion, SshConfig, SshProfile};
use super::files::{Files, variable};
use super::not_reached::NotReached;
use super::sign_in::SignIn;
use crate::environment::Environment;

/// How to log in to Linux hosts, from the provider block and the environment.
#[derive(Debug)]
pub struct Access {
    ssh: Attr<SshConfig>,
    files: Files,
    agent: Option<PathBuf>,
}

/// A profile and its path in the provider block.
struct Found {
    profile: SshProfile,
    at: Path,
}

impl Access {
    /// Creates the access from the `ssh` attribute, with the environment's values filled in.
    pub fn new(ssh: Attr<SshConfig>, environment: &Environment) -> Self {
        let agent = environment.path("SSH_AUTH_SOCK");
        Self { ssh, files: Files::new(environment.path("HOME")), agent }
    }

    /// Returns the first attribute of the block or of one of its profiles that is known only after apply.
    pub fn unknown(&self) -> Option<String> {
        check::unknown(&self.ssh)
    }

    /// Opens a connection and logs the user in. Nothing is sent before all settings are complete.
    pub async fn connect(
        &self,
        host: &HostAddress,
        stop: &CancellationToken,
    ) -> Result<Connection, NotReached> {
        let settings = self.settings(host)?;
        let opened = tokio::select! {
            opened = Connection::open(&settings) => opened,
            () = stop.cancelled() => return Err(stopped(host)),
        };
        opened.map_err(|error| {
            NotReached::during(&format!("connect to {}", host.host), &error, attribute_of(&error, &settings))
        })
    }

    /// Returns the client's settings for a host. Reads files.
    fn settings(&self, host: &HostAddress) -> Result<Settings, NotReached> {
        let found = self.find(host)?;
        if let Some(attribute) = check::unknown_in(&found.profile, &found.at) {
            return Err(not_known_yet(&attribute, host));
        }
        let profile = &found.profile;
        let user = host.user.clone().or_else(|| profile.user.known().cloned());
        let user = user.ok_or_else(|| refused(no_user(&found.at)))?;
        let credentials =
            self.credentials(&SignIn::from(profile), &found.at)?.ok_or_else(|| refused(no_key(&found.at)))?;
        let host_keys =
            self.files.host_keys(&host.host_keys, profile.known_hosts_path.known(), &found.at, &host.host)?;
        let target = Target::new(&host.host, host.port, user);
        let mut settings = Settings::new(target, credentials, host_keys);
        settings.bastion = match profile.bastion.known() {
            Some(bastion) => Some(self.bastion(bastion, &found, &settings)?),
            None => None,
        };
        settings.privilege = host.privilege;
        settings.sudo_password = profile.sudo_password.known().map(SecretText::secret);
        settings.wait_for = host.wait_for;
        if let Some(timeout) = profile.connect_timeout.known() {
            settings.connect_timeout = timeout.duration();
        }
        Ok(settings)
    }

    fn find(&self, host: &HostAddress) -> Result<Found, NotReached> {
        let ssh = match &self.ssh {
            Attr::Unknown => return Err(not_known_yet(BLOCK, host)),
            ssh => ssh.value_or_default(),
        };
        let Some(name) = host.profile.as_deref().filter(|name| *name != ProfileName::DEFAULT) else {
            return Ok(Found { profile: ssh.own(), at: BLOCK.into() });
        };
        if ssh.profiles.is_unknown() {
            return Err(not_known_yet(&format!("{BLOCK}.profiles"), host));
        }
        let profiles = ssh.profiles.value_or_default();
        match profiles.get(name) {
            Some(profile) => Ok(Found { profile: profile.clone(), at: path_of(name) }),
            None => Err(refused(no_profile(name, profiles.keys().map(String::as_str).collect()))),
        }
    }

    /// Returns the credentials for a host, if the block chooses a way to sign in.
    fn credentials(&self, sign_in: &SignIn, at: &Path) -> Result<Option<Credentials>, NotReached> {
        let passphrase = sign_in.private_key_passphrase.known().map(SecretText::secret);
        if let Some(key) = sign_in.private_key.known() {
            return Ok(Some(Credentials::Key { private_key: key.secret(), passphrase }));
        }
        if let Some(path) = sign_in.private_key_path.known() {
            let private_key = self.files.private_key(path, at)?;
            return Ok(Some(Credentials::Key { private_key, passphrase }));
        }
        if !sign_in.is_by_agent() {
            return Ok(None);
        }
        let socket = self.agent.clone().ok_or_else(|| refused(no_agent(at)))?;
        Ok(Some(Credentials::Agent { socket }))
    }

    /// Returns the bastion of a profile. Settings that it leaves out are those of the host behind it.
    fn bastion(&self, bastion: &SshBastion, found: &Found, behind: &Settings) -> Result<Bastion, NotReached> {
        let at = found.at.join(Step::Attribute("bastion".to_owned()));
        let host = bastion.host.known().map(Text::text).unwrap_or_default();
        let own = self.credentials(&SignIn::from(bastion), &at)?;
        let pinned: Vec<_> = bastion.host_keys.value_or_default().iter().map(Text::text).collect();
        let known_hosts = bastion.known_hosts_path.known().or(found.profile.known_hosts_path.known());
        let user = bastion.user.known().unwrap_or(&behind.target.user);
        Ok(Bastion {
            host_keys: self.files.host_keys(&pinned, known_hosts, &at, &host)?,
            target: Target::new(host, bastion.port.known().unwrap_or(&Port::SSH).number(), user),
            credentials: own.unwrap_or_else(|| behind.credentials.clone()),
        })
    }
}

/// Wraps a refusal before which nothing was sent, and after which nothing is sent until the user corrects the
/// configuration.
pub fn refused(diagnostics: Diagnostics) -> NotReached {
    NotReached::Refused(diagnostics)
}

/// Returns the attribute for each cause. An error of a bastion does not concern the object's own attributes.
fn attribute_of(error: &ssh::Error, settings: &Settings) -> &'static [(&'static str, &'static str)] {
    let bastion = settings.bastion.as_ref().map(|bastion| bastion.target.to_string());
    if bastion.is_some() && bastion.as_deref() == error.target() {
        &[("host", "ssh_profile"), ("host_keys", "ssh_profile"), ("login", "ssh_profile")]
    } else {
        &[("host", "host"), ("host_keys", "host_keys"), ("login", "ssh_profile")]
    }
}

fn stopped(host: &HostAddress) -> NotReached {
    NotReached::Stopped(Diagnostics::error_at(
        "host",
        format!("There was no time to connect to {}", host.host),
        "It was interrupted, or took too long. Run Terraform again.",
    ))
}

fn not_known_yet(attribute: &str, host: &HostAddress) -> NotReached {
    NotReached::Unknown(Diagnostics::error_at(
        "ssh_profile",
        format!("Could not connect to {}: how to log in is not known yet", host.host),
        format!(
            "The provider's {attribute} is known only after apply. Nothing was sent to the host. Apply first \
             what it depends on, with -target, or give a value that is known in the plan."
        ),
    ))
}

fn no_profile(name: &str, there: Vec<&str>) -> Diagnostics {
    let there = match &there[..] {
        [] => "The provider's ssh has no profiles".to_owned(),
        names => format!("The provider's ssh.profiles has {}", names.join(", ")),
    };
    Diagnostics::error_at(
        "ssh_profile",
        format!("There is no SSH profile {}", quoted(name)),
        format!("{there}. Nothing was sent to the host. Correct ssh_profile, or add the profile."),
    )
}

fn no_user(at: &Path) -> Diagnostics {
    Diagnostics::error_at(
        "ssh_profile",
        "It is not said as whom to log in",
        format!(
            "Nothing was sent to the host. Set user here or in the provider's {at}{}.",
            variable(at, SshConfig::USER_VARIABLE)
        ),
    )
}

fn no_key(at: &Path) -> Diagnostics {
    let variables =
        [SshConfig::PRIVATE_KEY_VARIABLE, SshConfig::PRIVATE_KEY_PATH_VARIABLE, SshConfig::AGENT_VARIABLE]
            .join(", ");
    Diagnostics::error_at(
        "ssh_profile",
        "There is no way to sign in over SSH",
        format!(
            "Nothing was sent to the host. Set private_key, private_key_path or agent in the provider's \
             {at}{}.",
            variable(at, &variables)
        ),
    )
}

fn no_agent(at: &Path) -> Diagnostics {
    Diagnostics::error_at(
        "ssh_profile",
        "There is no SSH agent",
        format!(
            "The provider's {at}.agent is true, and the environment variable SSH_AUTH_SOCK names no socket. \
             Nothing was sent to the host. Start an agent and add the key to it, or set private_key instead."
        ),
    )
}
