//! [`Namespace`]: a folder that is the root of a system of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::background::Running;
use crate::terraform::{Finished, finish};

/// How long a script may take.
pub const LIMIT: Duration = Duration::from_secs(180);
const SET_UP: &str = include_str!("namespace.sh");
const PATH: &str = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// A folder that is the root of a system of its own, with its own processes, mounts and host name, and the network of this
/// machine. All of its processes and mounts are gone when this value is dropped, and when this process ends in whatever way.
///
/// It keeps honest tools apart. It is no prison: what runs in it is root of this machine.
pub struct Namespace {
    process: u32,
    _init: Running,
}

impl Namespace {
    /// Makes a folder such a root. What the system does to its files is done to the folder.
    ///
    /// # Errors
    /// When this process is not root, or the machine does not permit namespaces.
    pub fn of(folder: &Path, host_name: &str) -> Result<Self> {
        Self::start(folder, host_name, "")
    }

    /// The same with a copy of the folder, which is there at once and lives in memory.
    ///
    /// # Errors
    /// As [`Namespace::of`], or when the machine has no overlay file system.
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
        ensure!(!line.is_empty(), "no namespace was made of {}: {}", folder.display(), init.error_output());
        let process = line.trim().parse().with_context(|| format!("the namespace said {line:?}"))?;
        Ok(Self { process, _init: init })
    }

    /// A command that runs in it as root, in an environment that owes nothing to this process's.
    #[must_use]
    pub fn command(&self, program: &[&str]) -> Command {
        let mut command = Command::new("nsenter");
        command.arg(format!("--target={}", self.process));
        command.args(["--mount", "--pid", "--uts", "--root", "--wd", "--"]);
        command.args(["/usr/bin/env", "-i", PATH, "HOME=/root", "LC_ALL=C.UTF-8"]).args(program);
        command.env_clear().env("PATH", search_path());
        command
    }

    /// Runs a shell script in it to its end, whatever that is.
    ///
    /// # Errors
    /// When it cannot be started or does not end in time.
    pub fn run(&self, script: &str) -> Result<Finished> {
        self.run_within(LIMIT, script, "")
    }

    /// The same with a limit of its own and something to read.
    ///
    /// # Errors
    /// When it cannot be started or does not end in time.
    pub fn run_within(&self, limit: Duration, script: &str, input: &str) -> Result<Finished> {
        finish(&mut self.command(&["/bin/sh", "-c", script]), script.to_owned(), input, limit)
    }

    /// Its root as this process reaches it, with everything that is mounted there. It is gone when the namespace is.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root", self.process))
    }
}

fn search_path() -> &'static str {
    PATH.trim_start_matches("PATH=")
}
