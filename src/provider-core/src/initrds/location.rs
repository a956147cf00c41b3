//! [`LocationData`]: the location of a system.

use tfplugin_core::{Attr, Diagnostics, Model, Text};

use crate::values::ssh::{HostKey, HostName, Port, ProfileName, login_name};
use crate::values::{Choice, Choices, ImageRoot};

/// Where a system is: on a machine that is reached over SSH, or in an image that is mounted where Terraform
/// runs.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct LocationData {
    /// Name or address of a machine that is reached over SSH. Exactly one of `host` and `image_root` is set.
    /// Of the resource only: when it changes, the drivers are brought to the machine that is there, and the
    /// one before stays as it is.
    #[attr(optional)]
    pub host: Attr<HostName>,
    /// Port of its SSH server. Default 22.
    #[attr(optional)]
    pub port: Attr<Port>,
    /// Login name, where it is not that of the provider's `ssh`.
    #[attr(optional, check = login_name, local)]
    pub user: Attr<String>,
    /// Entry of `ssh.profiles` in the provider block that says how to log in. Left out, the attributes
    /// of `ssh` itself apply.
    #[attr(optional, local)]
    pub ssh_profile: Attr<ProfileName>,
    /// Public keys of the machine, such as `ssh-ed25519 AAAA...`, or their fingerprints `SHA256:...`. Left
    /// out, the `known_hosts` of the provider's `ssh` must have one. A machine with another key is never
    /// logged in to.
    #[attr(optional, local)]
    pub host_keys: Attr<Vec<HostKey>>,
    /// How commands become root: `auto` uses sudo unless the login user is root; `sudo` does so always;
    /// `none` never. Many distributions leave their initrds to root.
    #[attr(optional, default = "auto", name = "become", local)]
    pub privilege: Attr<Choice<Privilege>>,
    /// Folder in which the root file system of an image is mounted, such as `/mnt/image`, with its `/boot` if
    /// that is a file system of its own. Not `/`, nor what leads there. For the resource, a folder that is
    /// missing or empty counts as an image that is not there yet.
    #[attr(optional)]
    pub image_root: Attr<ImageRoot>,
}

/// How commands obtain root privileges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Privilege {
    /// With sudo, unless the login user is root.
    #[default]
    Auto,
    /// Always with sudo.
    Sudo,
    /// Not at all.
    None,
}

impl Choices for Privilege {
    const ALL: &'static [(&'static str, Self)] =
        &[("auto", Self::Auto), ("sudo", Self::Sudo), ("none", Self::None)];
}

impl LocationData {
    /// Returns the location as an id: `ssh://host:port`, or `file://` and the folder. The id is unknown as
    /// long as the location is.
    pub fn url(&self) -> Attr<String> {
        if self.host.is_unknown() || self.image_root.is_unknown() || self.port.is_unknown() {
            return Attr::Unknown;
        }
        match (&self.host, &self.image_root) {
            (Attr::Known(host), _) => {
                let host = host.text();
                let port = self.port.known().unwrap_or(&Port::SSH).number();
                let host = if host.contains(':') { format!("[{host}]") } else { host };
                format!("ssh://{host}:{port}").into()
            }
            (_, Attr::Known(root)) => format!("file://{}", root.text()).into(),
            _ => Attr::Null,
        }
    }

    /// Refuses contradictory or missing attributes.
    pub fn validate(&self, diagnostics: &mut Diagnostics) {
        match (&self.host, &self.image_root) {
            (Attr::Known(_), Attr::Known(_)) => diagnostics.push_error_at(
                "image_root",
                "Two places at once",
                "host is a machine that runs, image_root an image that is mounted here. Set one of them.",
            ),
            (Attr::Null, Attr::Null) => diagnostics.push_error(
                "No place to look at",
                "Set host to a machine that is reached over SSH, or image_root to where an image is mounted.",
            ),
            (Attr::Null, Attr::Known(_)) => self.refuse_for_images(diagnostics),
            _ => {}
        }
    }

    /// Refuses attributes that describe an SSH connection, because an image has none.
    fn refuse_for_images(&self, diagnostics: &mut Diagnostics) {
        let for_machines = [
            ("port", self.port.is_null()),
            ("user", self.user.is_null()),
            ("ssh_profile", self.ssh_profile.is_null()),
            ("host_keys", self.host_keys.is_null()),
        ];
        for (name, _) in for_machines.into_iter().filter(|(_, is_null)| !is_null) {
            only_for_machines(name, diagnostics);
        }
    }
}

/// Refuses an attribute that has a meaning only for a machine, not for an image.
pub fn only_for_machines(name: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push_error_at(
        name,
        format!("{name} is for machines that run"),
        "image_root is an image that is mounted here; nobody logs in to it. Leave this out.",
    );
}
