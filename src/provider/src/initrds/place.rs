//! [`Place`]: where a system is.

use std::sync::Arc;
use std::time::Duration;

use ssh::Host;
use tfplugin::{Attr, Cx, Diagnostics, Outcome, Text};

use super::image::Look;
use super::mounted::Mounted;
use super::words::Privilege;
use super::{Question, Seen, host};
use crate::clients::Clients;
use crate::linux::{HostAddress, NotReached};
use crate::values::ssh::{HostKey, HostName, Port, ProfileName};
use crate::values::{ImageRoot, OneOf};

/// Where a system is: a machine that runs, or an image that is mounted.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// A machine that is reached over SSH.
    Host(HostAddress),
    /// An image that is mounted on this machine.
    Image(ImageRoot),
}

/// The attributes that say where a system is.
pub(crate) struct Where<'a> {
    pub(crate) host: &'a Attr<HostName>,
    pub(crate) port: &'a Attr<Port>,
    pub(crate) user: &'a Attr<String>,
    pub(crate) ssh_profile: &'a Attr<ProfileName>,
    pub(crate) host_keys: &'a Attr<Vec<HostKey>>,
    pub(crate) privilege: &'a Attr<OneOf<Privilege>>,
    pub(crate) image_root: &'a Attr<ImageRoot>,
}

/// A place that can be looked at.
#[derive(Clone)]
pub(crate) enum Reached {
    /// A machine on which the user is logged in.
    Host(Arc<dyn Host>),
    /// An image that is mounted on this machine.
    Image(Mounted),
}

impl Where<'_> {
    /// The place; `wait_for` is how long a machine that does not answer is waited for.
    pub(crate) fn place(&self, wait_for: Duration) -> Outcome<Place> {
        match (self.host, self.image_root) {
            (Attr::Known(host), _) => Ok(Place::Host(HostAddress {
                host: host.text(),
                port: self.port.known().unwrap_or(&Port::SSH).number(),
                user: self.user.known().cloned(),
                profile: self.ssh_profile.known().map(Text::text),
                host_keys: self.host_keys.known().into_iter().flatten().map(Text::text).collect(),
                privilege: self.privilege.value_or_default().0.0,
                wait_for,
            })),
            (_, Attr::Known(root)) => Ok(Place::Image(root.clone())),
            _ => Err(Diagnostics::error(
                "Neither host nor image_root is known",
                "One of them must be: it says which system this is about.",
            )),
        }
    }

    /// Refuses what cannot be.
    pub(crate) fn validate(&self, diagnostics: &mut Diagnostics) {
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
pub(crate) fn only_for_machines(name: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push_error_at(
        name,
        format!("{name} is for machines that run"),
        "image_root is an image that is mounted here; nobody logs in to it. Leave this out.",
    );
}

impl Place {
    /// Opens the way there.
    pub(crate) async fn reach(&self, cx: &Cx<Clients>) -> Result<Reached, NotReached> {
        match self {
            Self::Host(address) => Ok(Reached::Host(Clients::linux_host(cx, address).await?)),
            Self::Image(root) => {
                let root = root.clone();
                let opened = off_the_path(cx, &self.name(), move || Mounted::open(&root)).await?;
                Ok(Reached::Image(opened))
            }
        }
    }

    /// What messages call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Host(address) => address.host.clone(),
            Self::Image(root) => root.text(),
        }
    }
}

impl Reached {
    /// Looks at it; nothing is written.
    pub(crate) async fn look(&self, cx: &Cx<Clients>, question: &Question) -> Result<Seen, NotReached> {
        match self {
            Self::Host(machine) => tokio::select! {
                seen = host::look(machine.as_ref(), question) => seen,
                () = cx.stop().cancelled() => Err(NotReached::Stopped(stopped(&machine.name()))),
            },
            Self::Image(image) => {
                let name = image.root.text();
                let look = Look { image: image.clone(), question: question.clone(), stop: cx.stop().clone() };
                // Images are decompressed, which takes seconds of a processor.
                off_the_path(cx, &name, move || look.run()).await
            }
        }
    }
}

/// Reads files apart from everything that must not wait for them. A file system that hangs is not waited for when nobody
/// waits for the answer; nothing is written there.
async fn off_the_path<T: Send + 'static>(
    cx: &Cx<Clients>,
    name: &str,
    read: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> Result<T, NotReached> {
    tokio::select! {
        read = tokio::task::spawn_blocking(read) => {
            read.unwrap_or_else(|ended| Err(broken_off(&ended))).map_err(NotReached::Refused)
        }
        () = cx.stop().cancelled() => Err(NotReached::Stopped(stopped(name))),
    }
}

fn stopped(name: &str) -> Diagnostics {
    Diagnostics::error(
        format!("{name} was not looked at to the end"),
        "It was interrupted, or took too long. Nothing was changed. Run Terraform again.",
    )
}

fn broken_off(ended: &tokio::task::JoinError) -> Diagnostics {
    Diagnostics::error(
        "The image was not read to its end",
        format!("{ended}. Nothing was changed. This is a bug in the provider; please report it."),
    )
}
