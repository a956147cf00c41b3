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

/// A folder with a configuration, its state, and an environment that owes nothing to the machine's. The modules of
/// `examples/modules` are there as `./modules`.
pub struct Workdir {
    /// The plugin that the commands share, from the first one on. It stands first, because it ends before its folder goes.
    attached: Mutex<Option<Attached>>,
    folder: TempDir,
    terraform: PathBuf,
    plugin: PathBuf,
    environment: BTreeMap<OsString, OsString>,
    /// Whether Terraform starts the plugin itself, several times for each command, and none is shared.
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

    /// A folder that knows no system.
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

    /// From now on Terraform starts the plugin by itself, as it does for users: for tests about just that.
    pub fn let_terraform_start_the_plugin(&mut self) -> &mut Self {
        self.terraform_starts = true;
        self
    }

    /// Sets or changes a variable of Terraform's environment.
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        if !name.starts_with("TF_VAR_") {
            // The plugin has its environment from its start.
            *self.attached.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
        }
        self.environment.insert(name.into(), value.into());
        self
    }

    /// The variables of Terraform's environment.
    pub fn environment(&self) -> impl Iterator<Item = (&OsStr, &OsStr)> {
        self.environment.iter().map(|(name, value)| (name.as_os_str(), value.as_os_str()))
    }

    /// The folder of the configuration and the state.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("configuration")
    }

    /// Takes another step of a scenario: replaces the configuration files and keeps the state.
    ///
    /// # Errors
    /// When files cannot be copied.
    pub fn configure(&self, configuration: &Path) -> Result<()> {
        for file in terraform_files(&self.path())? {
            fs::remove_file(file)?;
        }
        let files = terraform_files(configuration)?;
        ensure!(!files.is_empty(), "{} holds no configuration", configuration.display());
        for file in files {
            self.add(&file)?;
        }
        Ok(())
    }

    /// Adds one file to the configuration.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub fn add(&self, file: &Path) -> Result<()> {
        let name = file.file_name().context("a file has a name")?;
        fs::copy(file, self.path().join(name)).with_context(|| format!("cannot copy {}", file.display()))?;
        Ok(())
    }

    /// A second folder with the same configuration and state: somebody else who changes the same objects.
    ///
    /// # Errors
    /// When files cannot be copied or `terraform init` fails.
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

    /// The command with the plugin that all commands here share; without it where Terraform starts the plugin, and for
    /// `init`, which takes the plugin from the mirror.
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

    /// The state file, if there is one.
    #[must_use]
    pub fn state_file(&self) -> PathBuf {
        self.path().join("terraform.tfstate")
    }

    /// A Terraform command that runs here and starts the plugin itself.
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
        .filter(|path| path.extension().is_some_and(|end| end == "tf" || end == "tfvars"))
        .collect())
}

/// Terraform's own environment: nothing of the machine's but the search path.
fn surroundings(folder: &Path, settings: &Path) -> BTreeMap<OsString, OsString> {
    let variables: [(&str, OsString); 9] = [
        ("PATH", std::env::var_os("PATH").unwrap_or_default()),
        ("HOME", folder.join("home").into()),
        ("TF_CLI_CONFIG_FILE", settings.into()),
        ("TF_DATA_DIR", folder.join("data").into()),
        ("TF_IN_AUTOMATION", "1".into()),
        ("TF_INPUT", "0".into()),
        ("TF_CLI_ARGS", "-no-color".into()),
        ("CHECKPOINT_DISABLE", "1".into()),
        ("AWS_EC2_METADATA_DISABLED", "true".into()),
    ];
    variables.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

/// Where the system is and how to log in to both halves.
fn credentials(ready: &Ready) -> [(&'static str, OsString); 8] {
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
