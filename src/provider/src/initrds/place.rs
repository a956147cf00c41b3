//! [`Place`]: the location of a system, and access to it.

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

/// The location of a system: a running machine or a mounted image.
#[derive(Debug, Clone)]
pub enum Place {
    /// A machine that is reached over SSH.
    Host(HostAddress),
    /// An image that is mounted on this machine.
    Image(ImageRoot),
}

/// A system that is ready to be inspected.
#[derive(Clone)]
pub enum Reached {
    /// A machine on which the user is logged in.
    Host(Arc<dyn Host>),
    /// An image that is mounted on this machine.
    Image(Mounted),
}

impl Place {
    /// Returns the place that the attributes describe. `wait_for` limits the wait for a machine that does not
    /// answer.
    pub fn of(location: &LocationData, wait_for: Duration) -> Outcome<Self> {
        match (&location.host, &location.image_root) {
            (Attr::Known(host), _) => Ok(Self::Host(HostAddress {
                host: host.text(),
                port: location.port.known().unwrap_or(&Port::SSH).number(),
                user: location.user.known().cloned(),
                profile: location.ssh_profile.known().map(Text::text),
                host_keys: location.host_keys.known().into_iter().flatten().map(Text::text).collect(),
                privilege: become_method(location.privilege.value_or_default().0),
                wait_for,
            })),
            (_, Attr::Known(root)) => Ok(Self::Image(root.clone())),
            _ => Err(Diagnostics::error(
                "Neither host nor image_root is known",
                "One of them must be: it says which system this is about.",
            )),
        }
    }

    /// Connects to the machine or opens the image.
    pub async fn reach(&self, cx: &Cx<Clients>) -> Result<Reached, NotReached> {
        match self {
            Self::Host(address) => Ok(Reached::Host(Clients::linux_host(cx, address).await?)),
            Self::Image(root) => {
                let root = root.clone();
                let opened = read_in_background(cx, &self.name(), move || Mounted::open(&root)).await?;
                Ok(Reached::Image(opened))
            }
        }
    }

    /// Returns the name for messages.
    pub fn name(&self) -> String {
        match self {
            Self::Host(address) => address.host.clone(),
            Self::Image(root) => root.text(),
        }
    }
}

fn become_method(privilege: Privilege) -> Become {
    match privilege {
        Privilege::Auto => Become::Auto,
        Privilege::Sudo => Become::Sudo,
        Privilege::None => Become::None,
    }
}

impl Reached {
    /// Inspects the system. Writes nothing.
    pub async fn look(&self, cx: &Cx<Clients>, request: &DriverRequest) -> Result<Inspection, NotReached> {
        match self {
            Self::Host(machine) => tokio::select! {
                seen = host::look(machine.as_ref(), request) => seen,
                () = cx.stop().cancelled() => Err(NotReached::Stopped(stopped(&machine.name()))),
            },
            Self::Image(image) => {
                let name = image.root.text();
                let look = Look { image: image.clone(), request: request.clone(), stop: cx.stop().clone() };
                // Decompressing the images takes seconds of processor time.
                read_in_background(cx, &name, move || look.run()).await
            }
        }
    }
}

/// Runs `read` on a thread of its own, so that nothing else has to wait for the file system. If the operation
/// is stopped, a hung read is abandoned; it writes nothing.
async fn read_in_background<T: Send + 'static>(
    cx: &Cx<Clients>,
    name: &str,
    read: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> Result<T, NotReached> {
    tokio::select! {
        read = tokio::task::spawn_blocking(read) => {
            read.unwrap_or_else(|error| Err(task_failed(&error))).map_err(NotReached::Refused)
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

fn task_failed(error: &tokio::task::JoinError) -> Diagnostics {
    Diagnostics::error(
        "The image was not read to its end",
        format!("{error}. This is a bug in the provider; please report it."),
    )
}
