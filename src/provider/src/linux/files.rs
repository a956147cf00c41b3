//! [`Files`]: keys in files of the machine that runs Terraform.

use std::path::{Path as FilePath, PathBuf};

use ssh::{HostKeys, Secret};
use tfplugin::{Diagnostics, Path, quoted};

use super::access::refused;
use super::config::SshConfig;
use super::not_reached::NotReached;
use crate::named_file;

/// Path of OpenSSH's known hosts below the home directory.
const KNOWN_HOSTS: &str = ".ssh/known_hosts";

/// The directory that relative file names refer to. Files are read each time a host is needed, so that a file
/// made in the same run exists by then; nothing is cached.
#[derive(Debug)]
pub struct Files {
    home: Option<PathBuf>,
}

impl Files {
    pub fn new(home: Option<PathBuf>) -> Self {
        Self { home }
    }

    /// Reads the text of a private key.
    pub fn private_key(&self, path: &str, at: &Path) -> Result<Secret, NotReached> {
        let attribute = format!("{at}.private_key_path");
        let file = self.expanded(path, &attribute)?;
        let text = named_file::read(&file).map_err(|why| {
            refused(Diagnostics::error_at(
                "ssh_profile",
                "The private key could not be read",
                format!(
                    "{}: {why}. Nothing was sent to the host. Correct the provider's {attribute}{}, or give \
                     the key itself as private_key.",
                    shown(&file),
                    variable(at, SshConfig::PRIVATE_KEY_PATH_VARIABLE)
                ),
            ))
        })?;
        Ok(Secret::new(text))
    }

    /// Returns the keys that a host is accepted with: those named for it, else those in `known_hosts`.
    /// Without either, no key is accepted; a key is never trusted because it was the first one seen.
    pub fn host_keys(
        &self,
        pinned: &[String],
        known_hosts: Option<&String>,
        at: &Path,
        host: &str,
    ) -> Result<HostKeys, NotReached> {
        let unreadable = |attribute: &str, error: &ssh::Error| {
            NotReached::during("tell a host by its key", error, &[("host_keys", attribute)])
        };
        let pins = HostKeys::pinned(pinned).map_err(|error| unreadable("host_keys", &error))?;
        let file = match known_hosts {
            Some(path) => Some(self.expanded(path, &format!("{at}.known_hosts_path"))?),
            None => self.usual_known_hosts(),
        };
        match file {
            Some(file) => {
                let known = known_hosts_of(&file);
                Ok(pins.with_known_hosts_of(known.map_err(|error| unreadable("ssh_profile", &error))?))
            }
            None if pinned.is_empty() => Err(NotReached::HostKey(no_host_key(host, at))),
            None => Ok(pins),
        }
    }

    /// Returns OpenSSH's file unless it does not exist. A file that exists but cannot be read is an error
    /// later on.
    fn usual_known_hosts(&self) -> Option<PathBuf> {
        let file = self.home.as_ref()?.join(KNOWN_HOSTS);
        (!matches!(file.try_exists(), Ok(false))).then_some(file)
    }

    fn expanded(&self, path: &str, attribute: &str) -> Result<PathBuf, NotReached> {
        named_file::expanded(path, self.home.as_deref()).map_err(|why| {
            refused(Diagnostics::error_at(
                "ssh_profile",
                "There is no home directory",
                format!(
                    "The provider's {attribute} is {}, and {why}. Nothing was sent to the host. Write the \
                     whole path.",
                    quoted(path)
                ),
            ))
        })
    }
}

fn known_hosts_of(file: &FilePath) -> Result<HostKeys, ssh::Error> {
    let text = named_file::read(file).map_err(|why| ssh::Error::TrustUnreadable {
        what: format!("the file {}", shown(file)),
        why: format!("could not be read: {why}"),
    })?;
    HostKeys::known_hosts(&text)
}

fn shown(file: &FilePath) -> String {
    quoted(file.to_string_lossy())
}

/// Returns the environment variable as an addition to a message. Only the attributes beside `profiles` read
/// the environment.
pub fn variable(at: &Path, name: &str) -> String {
    if at.0.len() == 1 { format!(" ({name})") } else { String::new() }
}

fn no_host_key(host: &str, at: &Path) -> Diagnostics {
    Diagnostics::error_at(
        "host_keys",
        format!("No host key is known for {host}"),
        format!(
            "Whoever answers at {host} could be anybody, so nothing was sent there. Name its key in \
             host_keys: the content of /etc/ssh/ssh_host_ed25519_key.pub, read on the host's console (in AWS \
             \"aws ec2 get-console-output\", which shows what cloud-init printed), or what \"ssh-keyscan -t \
             ed25519 {host}\" prints where nobody can be in between, without the host in front. Or give a \
             file with it as known_hosts_path in the provider's {at}{}.",
            variable(at, SshConfig::KNOWN_HOSTS_PATH_VARIABLE)
        ),
    )
}
