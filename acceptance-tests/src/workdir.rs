//! A folder in which Terraform runs.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::attached::{Attached, REATTACH};
use crate::mirror;
use crate::scenario::example;
use crate::world::Ready;

/// A folder with a configuration, its state, and an environment independent of the machine. The modules of
/// `examples/modules` are available as `./modules`.
pub struct Workdir {
    /// The plugin shared by all commands, from the first one on. It is the first field, so that it ends
    /// before its folder is removed.
    attached: Mutex<Option<Attached>>,
    folder: TempDir,
    terraform: PathBuf,
    plugin: PathBuf,
    environment: BTreeMap<OsString, OsString>,
    /// Whether Terraform starts the plugin itself, several times per command, and none is shared.
    terraform_starts: bool,
}

impl Workdir {
    pub(crate) fn new(terraform: &Path, plugin: &Path, ready: &Ready) -> Result<Self> {
        let mut work = Self::empty(terraform, plugin)?;
        for (name, value) in credentials(ready) {
            work.environment.insert(name.into(), value);
        }
        Ok(work)
    }

    /// Creates a folder without access to a system.
    fn empty(terraform: &Path, plugin: &Path) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("cvo-").tempdir().context("no temporary folder")?;
        fs::create_dir_all(folder.path().join("home"))?;
        fs::create_dir_all(folder.path().join("configuration"))?;
        let settings = mirror::lay_out(folder.path(), plugin)?;
        symlink(example("modules"), folder.path().join("configuration/modules"))?;
        let environment = surroundings(folder.path(), &settings);
        let (terraform, plugin) = (terraform.to_path_buf(), plugin.to_path_buf());
        let (terraform_starts, attached) = (false, Mutex::default());
        Ok(Self { folder, terraform, plugin, environment, terraform_starts, attached })
    }

    /// Makes Terraform start the plugin itself from now on, as it does for users. For tests of exactly this.
    pub fn let_terraform_start_the_plugin(&mut self) -> &mut Self {
        self.terraform_starts = true;
        self
    }

    /// Adds another provider to those that Terraform finds, such as `netapp/netapp-ontap`.
    pub(crate) fn provide(&self, source: &str, program: &Path) -> Result<()> {
        mirror::add(&self.folder.path().join("mirror"), source, program)
    }

    /// Sets or changes a variable of Terraform's environment.
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        if !name.starts_with("TF_VAR_") {
            // The plugin has kept the environment from its start, so it must be restarted.
            *self.attached.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
        }
        self.environment.insert(name.into(), value.into());
        self
    }

    /// Takes a variable out of the environment of Terraform and the plugin.
    pub fn unset(&mut self, name: &str) -> &mut Self {
        *self.attached.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
        self.environment.remove(OsStr::new(name));
        self
    }

    /// Returns the variables of Terraform's environment.
    pub fn environment(&self) -> impl Iterator<Item = (&OsStr, &OsStr)> {
        self.environment.iter().map(|(name, value)| (name.as_os_str(), value.as_os_str()))
    }

    /// Returns Terraform and the plugin.
    pub(crate) fn programs(&self) -> [&Path; 2] {
        [&self.terraform, &self.plugin]
    }

    /// Returns the folder of the configuration and the state.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("configuration")
    }

    /// Switches to another step of a scenario: replaces the configuration files and keeps the state.
    ///
    /// # Errors
    /// If files cannot be copied.
    pub fn configure(&self, configuration: &Path) -> Result<()> {
        for file in terraform_files(&self.path())? {
            fs::remove_file(file)?;
        }
        let files = terraform_files(configuration)?;
        ensure!(!files.is_empty(), "{} contains no configuration", configuration.display());
        for file in files {
            self.add(&file)?;
        }
        Ok(())
    }

    /// Adds one file to the configuration.
    ///
    /// # Errors
    /// If it cannot be copied.
    pub fn add(&self, file: &Path) -> Result<()> {
        let name = file.file_name().context("a file has a name")?;
        fs::copy(file, self.path().join(name)).with_context(|| format!("cannot copy {}", file.display()))?;
        Ok(())
    }

    /// Returns a second folder with the same configuration and state, for changes to the same objects by
    /// somebody else.
    ///
    /// # Errors
    /// If files cannot be copied or `terraform init` fails.
    pub fn twin(&self) -> Result<Self> {
        let twin = Self::empty(&self.terraform, &self.plugin)?;
        let own = [OsString::from("HOME"), "TF_CLI_CONFIG_FILE".into(), "TF_DATA_DIR".into()];
        let shared = self.environment.iter().filter(|(name, _)| !own.contains(name));
        let environment =
            shared.map(|(name, value)| (name.clone(), value.clone())).chain(twin.environment).collect();
        let terraform_starts = self.terraform_starts;
        let twin = Self { environment, terraform_starts, ..twin };
        twin.configure(&self.path())?;
        twin.add(&self.state_file())?;
        twin.init()?;
        Ok(twin)
    }

    /// Returns a command that uses the shared plugin. The plugin is not shared if Terraform starts it itself,
    /// or for `init`, which uses the plugin from the mirror.
    pub(crate) fn with_plugin(&self, arguments: &[&str]) -> Result<Command> {
        let mut command = self.command(arguments);
        if !self.terraform_starts && arguments.first() != Some(&"init") {
            let mut attached = self.attached.lock().unwrap_or_else(PoisonError::into_inner);
            let plugin = match attached.take() {
                Some(running) => running,
                None => Attached::start(&self.plugin, &self.path(), &self.environment)?,
            };
            command.env(REATTACH, &plugin.reattach);
            *attached = Some(plugin);
        }
        Ok(command)
    }

    /// Returns the path of the state file, whether or not it exists.
    #[must_use]
    pub fn state_file(&self) -> PathBuf {
        self.path().join("terraform.tfstate")
    }

    /// Returns a Terraform command for this folder that starts the plugin itself.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.terraform);
        command.args(arguments).current_dir(self.path()).env_clear().envs(&self.environment);
        command
    }
}

fn terraform_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    Ok(paths
        .into_iter()
        .filter(|path| {
            let is_query = path.to_string_lossy().ends_with(".tfquery.hcl");
            is_query || path.extension().is_some_and(|end| end == "tf" || end == "tfvars")
        })
        .collect())
}

/// Returns Terraform's environment, which takes only the search path from the machine.
fn surroundings(folder: &Path, settings: &Path) -> BTreeMap<OsString, OsString> {
    let variables: [(&str, OsString); 11] = [
        ("PATH", std::env::var_os("PATH").unwrap_or_default()),
        ("HOME", folder.join("home").into()),
        ("TF_CLI_CONFIG_FILE", settings.into()),
        ("TF_DATA_DIR", folder.join("data").into()),
        ("TF_IN_AUTOMATION", "1".into()),
        ("TF_INPUT", "0".into()),
        ("TF_CLI_ARGS", "-no-color".into()),
        ("CHECKPOINT_DISABLE", "1".into()),
        ("AWS_EC2_METADATA_DISABLED", "true".into()),
        // Much of the time of Terraform went into collecting garbage, and there is memory enough.
        ("GOGC", "off".into()),
        ("GOMEMLIMIT", "400MiB".into()),
    ];
    variables.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

/// Returns the addresses and credentials of both halves of the system.
pub(crate) fn credentials(ready: &Ready) -> [(&'static str, OsString); 8] {
    [
        ("CVO_ENDPOINT", ready.ontap.clone().into()),
        ("CVO_USERNAME", ready.username.clone().into()),
        ("CVO_PASSWORD", ready.password.clone().into()),
        ("CVO_CA_FILE", ready.ca_file.clone().into()),
        ("AWS_ENDPOINT_URL_EC2", ready.ec2.clone().into()),
        ("AWS_REGION", ready.region.clone().into()),
        ("AWS_ACCESS_KEY_ID", ready.access_key.clone().into()),
        ("AWS_SECRET_ACCESS_KEY", ready.secret_key.clone().into()),
    ]
}
