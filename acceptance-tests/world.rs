//! One started simulator.

use std::io::{BufRead, BufReader};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde::Deserialize;
use wait_timeout::ChildExt;

use crate::control::Control;
use crate::programs::Programs;
use crate::workdir::Workdir;

/// How long a simulator may take to get ready.
const START: Duration = Duration::from_secs(30);
/// How long it may take to end.
const END: Duration = Duration::from_secs(5);

/// What the simulator prints when it is ready.
#[derive(Clone, Deserialize)]
pub struct Ready {
    /// Base URL of the ONTAP REST API.
    pub ontap: String,
    /// Base URL of the EC2 API.
    pub ec2: String,
    /// Base URL of the control endpoint.
    pub control: String,
    /// PEM file of the authority behind the ONTAP certificate.
    pub ca_file: PathBuf,
    /// ONTAP account.
    pub username: String,
    /// Its password.
    pub password: String,
    /// AWS region.
    pub region: String,
    /// AWS access key id.
    pub access_key: String,
    /// AWS secret key.
    pub secret_key: String,
}

/// A simulated Cloud Volumes ONTAP system, and what Terraform needs to work on it. Dereferences to its
/// [`Control`] endpoint. It ends with this value, or with this process if that is killed.
pub struct World {
    programs: Programs,
    ready: Ready,
    control: Control,
    _simulator: Running,
}

impl World {
    /// Starts a single-node system.
    ///
    /// # Errors
    /// When the programs are missing or the simulator does not get ready.
    pub fn single_node() -> Result<Self> {
        Self::start(Programs::from_environment()?, &["--preset", "single-node"])
    }

    /// Starts a system of a preset, such as `ha-multi-az`, with a release of ONTAP.
    ///
    /// # Errors
    /// When the programs are missing or the simulator does not get ready.
    pub fn of(preset: &str, version: &str) -> Result<Self> {
        let arguments = ["--preset", preset, "--ontap-version", version];
        Self::start(Programs::from_environment()?, &arguments)
    }

    /// Starts a simulator with these arguments.
    ///
    /// # Errors
    /// When the simulator does not get ready.
    pub fn start(programs: Programs, arguments: &[&str]) -> Result<Self> {
        let mut command = Command::new(&programs.simulator);
        // A process that is killed drops nothing, so the simulator looks for itself.
        command.args(arguments).arg("--end-with-parent").stdin(Stdio::null()).stdout(Stdio::piped());
        command.env("AWS_EC2_METADATA_DISABLED", "true");
        let mut simulator = Running(command.spawn().context("cannot start the simulator")?);
        let line = first_line(&mut simulator.0)?;
        let ready: Ready =
            serde_json::from_str(&line).with_context(|| format!("the simulator said: {line}"))?;
        let control = Control::new(&ready.control);
        Ok(Self { programs, ready, control, _simulator: simulator })
    }

    /// Where the simulator listens and what it accepts.
    #[must_use]
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// The programs under test.
    #[must_use]
    pub fn programs(&self) -> &Programs {
        &self.programs
    }

    /// A folder with a copy of `configuration`, initialized.
    ///
    /// # Errors
    /// When `terraform init` fails.
    pub fn workdir(&self, configuration: &Path) -> Result<Workdir> {
        self.workdir_with(&self.programs.terraform, configuration)
    }

    /// The same with another Terraform.
    ///
    /// # Errors
    /// When `terraform init` fails.
    pub fn workdir_with(&self, terraform: &Path, configuration: &Path) -> Result<Workdir> {
        let work = Workdir::new(terraform, &self.programs.plugin, &self.ready)?;
        work.configure(configuration)?;
        work.init()?;
        Ok(work)
    }
}

impl Deref for World {
    type Target = Control;

    fn deref(&self) -> &Control {
        &self.control
    }
}

/// A process that is ended when it is no longer wanted: politely, so that it can clear away its files, then not.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        if let Ok(id) = i32::try_from(self.0.id()) {
            let _ended_by_itself = kill(Pid::from_raw(id), Signal::SIGTERM);
        }
        if !matches!(self.0.wait_timeout(END), Ok(Some(_))) {
            let _ended_meanwhile = self.0.kill();
            let _reaped = self.0.wait();
        }
    }
}

/// The first line that a process prints, awaited for a bounded time.
fn first_line(process: &mut Child) -> Result<String> {
    let output = process.stdout.take().context("the output was not piped")?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut line = String::new();
        let read = BufReader::new(output).read_line(&mut line).map(|_| line);
        let _nobody_waits_any_more = sender.send(read);
    });
    let line = receiver.recv_timeout(START).context("the simulator did not get ready in time")?;
    line.context("cannot read what the simulator prints")
}
