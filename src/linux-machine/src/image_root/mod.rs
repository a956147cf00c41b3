//! [`ImageRoot`]: a mounted image as a machine that runs commands.

mod child;
mod processor;

use std::os::fd::{AsFd, AsRawFd};
use std::process::Stdio;

use async_trait::async_trait;
use kvm_drivers::root::{Folder, NotOpened};
use ssh::{Command, Error, Host, Output, Result};
use tokio::io::AsyncWriteExt;

use child::{Child, Heard};

/// The root file system of an image that is mounted on this machine.
///
/// Its own programs run, as root: the image must be one that is trusted as much as this machine. They run in namespaces of
/// their own, with the image for a root, an empty `/dev`, no network and no other process; whatever they leave running ends
/// with the command. It is the folder that was opened, whatever its path leads to meanwhile.
#[derive(Debug, Clone)]
pub struct ImageRoot {
    folder: Folder,
    name: String,
}

/// Why an image's programs cannot be run here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// Only root may change the root folder of a process.
    #[error("the programs of an image are run in it as root, and Terraform does not run as root")]
    NotRoot,
    /// It is this machine, or shares with it what a change writes to.
    #[error("{path} is no image of its own: {why}")]
    ThisMachine {
        /// The folder.
        path: String,
        /// What of it is this machine's.
        why: String,
    },
    /// It is no root file system.
    #[error("{path} is no root of a Linux system that can be entered: {why}")]
    NotALinux {
        /// The folder.
        path: String,
        /// What is missing.
        why: String,
    },
    /// Its programs are for another processor.
    #[error(
        "the programs of {path} are for another processor than this machine's ({theirs}, here {ours}); use a machine of that kind"
    )]
    Foreign {
        /// The folder.
        path: String,
        /// Its `e_machine` (ELF).
        theirs: u16,
        /// This machine's.
        ours: u16,
    },
}

/// Where this machine has its programs.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const ENTER: &str = include_str!("../enter.sh");
/// Namespaces of its own for everything that the image's programs might see or change.
const UNSHARE: [&str; 9] = [
    "unshare",
    "--mount",
    "--pid",
    "--net",
    "--ipc",
    "--uts",
    "--fork",
    "--kill-child",
    "--propagation=private",
];

impl ImageRoot {
    /// The image in a folder, once it is known that its programs can be run here; `name` is what messages call it.
    ///
    /// # Errors
    /// When they cannot.
    pub fn of(folder: &Folder, name: &str) -> std::result::Result<Self, Unusable> {
        let path = || name.to_owned();
        // Something may have been mounted in it since it was opened.
        folder.ensure_apart(&[""; 0]).map_err(|error| match error {
            NotOpened::ThisMachine { .. } => Unusable::ThisMachine { path: path(), why: error.to_string() },
            NotOpened::Read(error) => Unusable::NotALinux { path: path(), why: error.to_string() },
        })?;
        if !nix::unistd::geteuid().is_root() {
            return Err(Unusable::NotRoot);
        }
        let theirs = processor::of_image(folder).map_err(|why| Unusable::NotALinux { path: path(), why })?;
        let ours = processor::of_this_machine().unwrap_or_default();
        if !processor::runs(theirs, ours) {
            return Err(Unusable::Foreign { path: path(), theirs, ours });
        }
        Ok(Self { folder: folder.clone(), name: path() })
    }

    fn command(&self, command: &Command) -> tokio::process::Command {
        let mut child = tokio::process::Command::new(UNSHARE[0]);
        child.args(&UNSHARE[1..]).args(["sh", "-c", ENTER, "sh"]).args(&command.argv);
        // The descriptor that was looked at, and not once more what the path leads to.
        let folder = self.folder.as_fd().as_raw_fd();
        child.current_dir(format!("/proc/{}/fd/{folder}", std::process::id()));
        // Nothing of what Terraform was given in its environment.
        child.env_clear().env("PATH", PATH).env("LC_ALL", "C");
        child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Of its own, so that it can be told to stop as a whole, and an interrupt of the terminal is not for it.
        child.process_group(0);
        child
    }

    fn not_started(&self, command: &Command, reason: String) -> Error {
        let command = command.argv.first().cloned().unwrap_or_default();
        Error::NotStarted { target: self.name(), command, reason }
    }
}

#[async_trait]
impl Host for ImageRoot {
    async fn run(&self, command: &Command) -> Result<Output> {
        let spawned = self.command(command).spawn();
        let mut spawned = spawned.map_err(|error| self.not_started(command, error.to_string()))?;
        let stdin = spawned.stdin.take();
        let upload = async {
            if let Some(mut stdin) = stdin {
                // A program need not read what it gets.
                let _ = stdin.write_all(&command.stdin).await;
            }
        };
        let mut child = Child::new(spawned);
        let heard = child.follow(upload, &command.limits).await;
        let shown = command.argv.first().cloned().unwrap_or_default();
        match heard {
            Heard::Ended { status: Some(status), stdout, stderr } => Ok(Output { status, stdout, stderr }),
            Heard::Ended { status: None, stderr, .. } => Err(Error::Killed {
                target: self.name(),
                command: shown,
                signal: "unknown".to_owned(),
                stderr: stderr.last_lines(3),
            }),
            Heard::TooMuch => Err(Error::OutputTooLarge {
                target: self.name(),
                command: shown,
                limit: command.limits.output,
            }),
            Heard::TooLong => Err(Error::CommandTimedOut {
                target: self.name(),
                command: shown,
                waited: command.limits.timeout,
                stderr: String::new(),
            }),
            Heard::Lost(why) => Err(self.not_started(command, why)),
        }
    }

    fn name(&self) -> String {
        self.name.clone()
    }
}
