//! [`ImageRoot`]: a mounted image as a machine that runs commands.

mod child;
mod processor;

use std::os::fd::{AsFd, AsRawFd};
use std::process::Stdio;

use async_trait::async_trait;
use kvm_drivers::root::{Folder, NotOpened};
use ssh::{Command, Error, Host, Output, Result};
use tokio::io::AsyncWriteExt;

use child::{Child, Outcome};

/// The root file system of an image that is mounted on this machine.
///
/// Commands run the image's own programs as root, so the image must be as trustworthy as this machine. They
/// run in namespaces of their own, with the image as root, an empty `/dev`, no network and no other
/// processes. Processes that a command leaves running end with it. The root is the folder that was opened,
/// even if its path leads elsewhere by now.
#[derive(Debug, Clone)]
pub struct ImageRoot {
    folder: Folder,
    name: String,
}

/// Why the programs of an image cannot be run here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// Only root may change the root folder of a process.
    #[error("the programs of an image are run in it as root, and Terraform does not run as root")]
    NotRoot,
    /// It is this machine, or shares with it something that a change writes to.
    #[error("{path} is no image of its own: {why}")]
    ThisMachine {
        /// The folder.
        path: String,
        /// What it shares with this machine.
        why: String,
    },
    /// It is not a root file system.
    #[error("{path} is no root of a Linux system that can be entered: {why}")]
    NotALinux {
        /// The folder.
        path: String,
        /// What is missing.
        why: String,
    },
    /// Its programs are for another processor.
    #[error(
        "the programs of {path} are for another processor than this machine's ({theirs}, here {ours}); use a \
         machine of that kind"
    )]
    Foreign {
        /// The folder.
        path: String,
        /// The `e_machine` of its programs (ELF).
        theirs: u16,
        /// The `e_machine` of this machine.
        ours: u16,
    },
}

/// The `PATH` for programs of this machine.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const ENTER: &str = include_str!("../enter.sh");
/// Isolates everything that the image's programs might see or change.
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
    /// Wraps the image in a folder after checking that its programs can be run here. `name` is its name in
    /// messages.
    ///
    /// # Errors
    /// When they cannot be run.
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
        // Uses the descriptor that was checked instead of resolving the path again.
        let folder = self.folder.as_fd().as_raw_fd();
        child.current_dir(format!("/proc/{}/fd/{folder}", std::process::id()));
        // Passes on nothing from Terraform's environment.
        child.env_clear().env("PATH", PATH).env("LC_ALL", "C");
        child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A process group of its own can be signalled as a whole, and a terminal interrupt does not reach it.
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
                // A program need not read its input.
                let _ = stdin.write_all(&command.stdin).await;
            }
        };
        let mut child = Child::new(spawned);
        let outcome = child.follow(upload, &command.limits).await;
        let shown = command.argv.first().cloned().unwrap_or_default();
        match outcome {
            Outcome::Ended { status: Some(status), stdout, stderr } => Ok(Output { status, stdout, stderr }),
            Outcome::Ended { status: None, stderr, .. } => Err(Error::Killed {
                target: self.name(),
                command: shown,
                signal: "unknown".to_owned(),
                stderr: stderr.last_lines(3),
            }),
            Outcome::TooMuch => Err(Error::OutputTooLarge {
                target: self.name(),
                command: shown,
                limit: command.limits.output,
            }),
            Outcome::TooLong => Err(Error::CommandTimedOut {
                target: self.name(),
                command: shown,
                waited: command.limits.timeout,
                stderr: String::new(),
            }),
            Outcome::Lost(why) => Err(self.not_started(command, why)),
        }
    }

    fn name(&self) -> String {
        self.name.clone()
    }
}
