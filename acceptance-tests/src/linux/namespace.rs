//! [`Namespace`]: a folder as the root of a separate system.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::background::Running;
use crate::terraform::{Finished, finish};

/// Time limit for a script.
pub const LIMIT: Duration = Duration::from_secs(180);
const SET_UP: &str = include_str!("namespace.sh");
const PATH: &str = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// A folder as the root of a separate system, which has its own processes, mounts and host name, but shares
/// the network of this machine. All of its processes and mounts end when this value is dropped or this
/// process ends in any way.
///
/// It isolates well-behaved tools. It is not a security boundary: its processes are root on this machine.
pub struct Namespace {
    process: u32,
    _init: Running,
}

impl Namespace {
    /// Makes a folder the root of a namespace. Changes that the system makes to its files affect the folder.
    ///
    /// # Errors
    /// If this process is not root, or the machine does not permit namespaces.
    pub fn of(folder: &Path, host_name: &str) -> Result<Self> {
        Self::start(folder, host_name, "")
    }

    /// Like [`Namespace::of`], with a copy of the folder. The copy is instantaneous and kept in memory.
    ///
    /// # Errors
    /// As for [`Namespace::of`], or if the machine has no overlay file system.
    pub fn of_copy(folder: &Path, host_name: &str) -> Result<Self> {
        Self::start(folder, host_name, "copy")
    }

    fn start(folder: &Path, host_name: &str, mode: &str) -> Result<Self> {
        let mut command = Command::new("unshare");
        command.args(["--mount", "--propagation=private", "--pid", "--uts", "--fork", "--kill-child"]);
        command.args(["--", "/bin/sh", "-c", SET_UP, "namespace"]).arg(folder).args([host_name, mode]);
        command.env_clear().env("PATH", search_path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(Stdio::piped());
        let mut init = Running(command.spawn().context("cannot start `unshare`")?);
        let line = init.first_line("the namespace")?;
        ensure!(!line.is_empty(), "cannot make a namespace of {}: {}", folder.display(), init.error_output());
        let process = line.trim().parse().with_context(|| format!("the namespace printed {line:?}"))?;
        Ok(Self { process, _init: init })
    }

    /// Returns a command that runs in the namespace as root, in an environment independent of this process.
    #[must_use]
    pub fn command(&self, program: &[&str]) -> Command {
        let mut command = Command::new("nsenter");
        command.arg(format!("--target={}", self.process));
        command.args(["--mount", "--pid", "--uts", "--root", "--wd", "--"]);
        command.args(["/usr/bin/env", "-i", PATH, "HOME=/root", "LC_ALL=C.UTF-8"]).args(program);
        command.env_clear().env("PATH", search_path());
        command
    }

    /// Runs a shell script in the namespace to its end, whether it succeeds or not.
    ///
    /// # Errors
    /// If the script cannot be started or does not end in time.
    pub fn run(&self, script: &str) -> Result<Finished> {
        self.run_within(LIMIT, script, "")
    }

    /// Like [`Self::run`], with a different time limit and standard input.
    ///
    /// # Errors
    /// If the script cannot be started or does not end in time.
    pub fn run_within(&self, limit: Duration, script: &str, input: &str) -> Result<Finished> {
        finish(&mut self.command(&["/bin/sh", "-c", script]), script.to_owned(), input, limit)
    }

    /// Returns the path of its root as seen from this process, including everything mounted there. The path
    /// disappears with the namespace.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root", self.process))
    }
}

fn search_path() -> &'static str {
    PATH.trim_start_matches("PATH=")
}
