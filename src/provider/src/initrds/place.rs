//! [`Place`]: where a system is.

use std::sync::Arc;
use std::time::Duration;

use provider_core::initrds::{DriverRequest, Inspection, LocationData, Privilege};
use provider_core::values::ImageRoot;
use provider_core::values::ssh::Port;
use ssh::{Become, Host};
use tfplugin::{Attr, Cx, Diagnostics, Outcome, Text};

use super::host;
use super::image::Look;
use super::mounted::Mounted;
use crate::clients::Clients;
use crate::linux::{HostAddress, NotReached};

/// Where a system is: a machine that runs, or an image that is mounted.
#[derive(Debug, Clone)]
pub enum Place {
    /// A machine that is reached over SSH.
    Host(HostAddress),
    /// An image that is mounted on this machine.
    Image(ImageRoot),
}

/// A place that can be looked at.
#[derive(Clone)]
pub enum Reached {
    /// A machine on which the user is logged in.
    Host(Arc<dyn Host>),
    /// An image that is mounted on this machine.
    Image(Mounted),
}

impl Place {
    /// The place that these attributes say; `wait_for` is how long a machine that does not answer is waited for.
    pub fn of(location: &LocationData, wait_for: Duration) -> Outcome<Self> {
        match (&location.host, &location.image_root) {
            (Attr::Known(host), _) => Ok(Self::Host(HostAddress {
                host: host.text(),
                port: location.port.known().unwrap_or(&Port::SSH).number(),
                user: location.user.known().cloned(),
                profile: location.ssh_profile.known().map(Text::text),
                host_keys: location.host_keys.known().into_iter().flatten().map(Text::text).collect(),
                privilege: becoming(location.privilege.value_or_default().0),
                wait_for,
            })),
            (_, Attr::Known(root)) => Ok(Self::Image(root.clone())),
            _ => Err(Diagnostics::error(
                "Neither host nor image_root is known",
                "One of them must be: it says which system this is about.",
            )),
        }
    }

    /// Opens the way there.
    pub async fn reach(&self, cx: &Cx<Clients>) -> Result<Reached, NotReached> {
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
    pub fn name(&self) -> String {
        match self {
            Self::Host(address) => address.host.clone(),
            Self::Image(root) => root.text(),
        }
    }
}

fn becoming(privilege: Privilege) -> Become {
    match privilege {
        Privilege::Auto => Become::Auto,
        Privilege::Sudo => Become::Sudo,
        Privilege::None => Become::None,
    }
}

impl Reached {
    /// Looks at it; nothing is written.
    pub async fn look(&self, cx: &Cx<Clients>, question: &DriverRequest) -> Result<Inspection, NotReached> {
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
        "It was interrupted, or took too long. Run Terraform again.",
    )
}

fn broken_off(ended: &tokio::task::JoinError) -> Diagnostics {
    Diagnostics::error(
        "The image was not read to its end",
        format!("{ended}. This is a bug in the provider; please report it."),
    )
}
