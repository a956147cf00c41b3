//! A running simulator.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::background::Running;
use crate::control::Control;
use crate::programs::Programs;
use crate::workdir::Workdir;

/// The output of the simulator when it is ready.
#[derive(Clone, Deserialize)]
pub struct Ready {
    /// Base URL of the ONTAP REST API.
    pub ontap: String,
    /// Base URL of the EC2 API.
    pub ec2: String,
    /// Base URL of the control endpoint.
    pub control: String,
    /// PEM file of the CA behind the ONTAP certificate.
    pub ca_file: PathBuf,
    /// User name of the ONTAP account.
    pub username: String,
    /// Password of the ONTAP account.
    pub password: String,
    /// AWS region.
    pub region: String,
    /// AWS access key id.
    pub access_key: String,
    /// AWS secret key.
    pub secret_key: String,
}

/// A simulated Cloud Volumes ONTAP system, with everything that Terraform needs to work with it. Dereferences
/// to its [`Control`] endpoint. It ends when this value is dropped or this process is killed.
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
    /// If the programs are missing or the simulator does not become ready.
    pub fn single_node() -> Result<Self> {
        Self::start(Programs::from_environment()?, &["--preset", "single-node"])
    }

    /// Starts a system of a preset, such as `ha-multi-az`, with a release of ONTAP.
    ///
    /// # Errors
    /// If the programs are missing or the simulator does not become ready.
    pub fn of(preset: &str, version: &str) -> Result<Self> {
        let arguments = ["--preset", preset, "--ontap-version", version];
        Self::start(Programs::from_environment()?, &arguments)
    }

    /// Starts a simulator with these arguments.
    ///
    /// # Errors
    /// If the simulator does not become ready.
    pub fn start(programs: Programs, arguments: &[&str]) -> Result<Self> {
        let mut command = Command::new(&programs.simulator);
        // A killed process drops no values, so the simulator itself checks whether its parent is alive.
        command.args(arguments).arg("--end-with-parent").stdin(Stdio::null()).stdout(Stdio::piped());
        command.env("AWS_EC2_METADATA_DISABLED", "true");
        let mut simulator = Running(command.spawn().context("cannot start the simulator")?);
        let line = simulator.first_line("the simulator")?;
        let ready: Ready =
            serde_json::from_str(&line).with_context(|| format!("the simulator printed: {line}"))?;
        let control = Control::new(&ready.control);
        Ok(Self { programs, ready, control, _simulator: simulator })
    }

    /// Returns the addresses and credentials of the simulator.
    #[must_use]
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// Returns the programs under test.
    #[must_use]
    pub fn programs(&self) -> &Programs {
        &self.programs
    }

    /// Returns an initialized folder with a copy of `configuration`.
    ///
    /// # Errors
    /// If `terraform init` fails.
    pub fn workdir(&self, configuration: &Path) -> Result<Workdir> {
        self.initialized(&self.programs.terraform, configuration)
    }

    /// Like [`Self::workdir`], with another Terraform, which starts the plugin itself.
    ///
    /// # Errors
    /// If `terraform init` fails.
    pub fn workdir_with(&self, terraform: &Path, configuration: &Path) -> Result<Workdir> {
        let mut work = self.initialized(terraform, configuration)?;
        work.let_terraform_start_the_plugin();
        Ok(work)
    }

    /// Returns an initialized folder for a configuration of another provider, such as `netapp/netapp-ontap`.
    /// `program` is its plugin. Besides the environment the configuration can get at the system by variables:
    /// `hostname` (with the port), `username` and `password`.
    ///
    /// # Errors
    /// If `terraform init` fails.
    pub fn workdir_of(&self, source: &str, program: &Path, configuration: &Path) -> Result<Workdir> {
        let mut work = Workdir::new(&self.programs.terraform, &self.programs.plugin, &self.ready)?;
        work.provide(source, program)?;
        let hostname = self.ready.ontap.trim_start_matches("https://");
        work.set("TF_VAR_hostname", hostname).set("TF_VAR_username", &self.ready.username);
        work.set("TF_VAR_password", &self.ready.password);
        work.configure(configuration)?;
        work.init()?;
        Ok(work)
    }

    fn initialized(&self, terraform: &Path, configuration: &Path) -> Result<Workdir> {
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
