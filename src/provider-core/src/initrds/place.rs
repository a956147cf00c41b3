//! [`Where`]: the attributes that say where a system is.

use tfplugin_core::{Attr, Diagnostics};

use super::Privilege;
use crate::values::ssh::{HostKey, HostName, Port, ProfileName};
use crate::values::{Choice, ImageRoot};

/// The attributes that say where a system is.
pub struct Where<'a> {
    pub host: &'a Attr<HostName>,
    pub port: &'a Attr<Port>,
    pub user: &'a Attr<String>,
    pub ssh_profile: &'a Attr<ProfileName>,
    pub host_keys: &'a Attr<Vec<HostKey>>,
    pub privilege: &'a Attr<Choice<Privilege>>,
    pub image_root: &'a Attr<ImageRoot>,
}

impl Where<'_> {
    /// Refuses what cannot be.
    pub fn validate(&self, diagnostics: &mut Diagnostics) {
        match (self.host, self.image_root) {
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

    /// What says how to reach a machine says nothing of an image.
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

/// Refuses an attribute of an image that only means something on a machine.
pub fn only_for_machines(name: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push_error_at(
        name,
        format!("{name} is for machines that run"),
        "image_root is an image that is mounted here; nobody logs in to it. Leave this out.",
    );
}
