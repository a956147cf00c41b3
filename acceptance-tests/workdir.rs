//! A folder in which Terraform runs.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::world::Ready;

/// A folder with a configuration, its state, and an environment that owes nothing to the machine's.
pub struct Workdir {
    folder: TempDir,
    terraform: PathBuf,
    environment: BTreeMap<OsString, OsString>,
}

impl Workdir {
    pub(crate) fn new(terraform: &Path, plugin: &Path, ready: &Ready) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("cvo-").tempdir().context("no temporary folder")?;
        fs::create_dir_all(folder.path().join("home"))?;
        fs::create_dir_all(folder.path().join("configuration"))?;
        mirror(&folder.path().join("mirror"), plugin)?;
        let rc = folder.path().join("terraform.rc");
        fs::write(&rc, cli_configuration(&folder.path().join("mirror")))?;
        let environment = environment(folder.path(), &rc, ready);
        Ok(Self { folder, terraform: terraform.to_path_buf(), environment })
    }

    /// Sets or changes a variable of Terraform's environment.
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.environment.insert(name.into(), value.into());
        self
    }

    /// Removes a variable from Terraform's environment.
    pub fn unset(&mut self, name: &str) -> &mut Self {
        self.environment.remove(&OsString::from(name));
        self
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
            let name = file.file_name().context("a file has a name")?;
            fs::copy(&file, self.path().join(name)).with_context(|| format!("{}", file.display()))?;
        }
        Ok(())
    }

    /// The state file, if there is one.
    #[must_use]
    pub fn state_file(&self) -> PathBuf {
        self.path().join("terraform.tfstate")
    }

    /// A Terraform command that runs here.
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

/// Lays the plugin out as Terraform looks for it: host, namespace, type, version, platform.
fn mirror(mirror: &Path, plugin: &Path) -> Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    let folder = mirror.join("registry.terraform.io/cvo/cvo").join(version).join("linux_amd64");
    fs::create_dir_all(&folder)?;
    symlink(plugin, folder.join(format!("terraform-provider-cvo_v{version}")))
        .context("cannot lay out the plugin")
}

fn cli_configuration(mirror: &Path) -> String {
    let mirror = mirror.display();
    format!(
        "disable_checkpoint = true\nprovider_installation {{\n  filesystem_mirror {{ path = \"{mirror}\" }}\n}}\n"
    )
}

fn environment(folder: &Path, rc: &Path, ready: &Ready) -> BTreeMap<OsString, OsString> {
    let variables: [(&str, OsString); 18] = [
        ("PATH", std::env::var_os("PATH").unwrap_or_default()),
        ("HOME", folder.join("home").into()),
        ("TF_CLI_CONFIG_FILE", rc.into()),
        ("TF_DATA_DIR", folder.join("data").into()),
        ("TF_IN_AUTOMATION", "1".into()),
        ("TF_INPUT", "0".into()),
        ("TF_CLI_ARGS", "-no-color".into()),
        ("CHECKPOINT_DISABLE", "1".into()),
        ("CVO_ENDPOINT", ready.ontap.clone().into()),
        ("CVO_USERNAME", ready.username.clone().into()),
        ("CVO_PASSWORD", ready.password.clone().into()),
        ("CVO_CA_FILE", ready.ca_file.clone().into()),
        ("AWS_ENDPOINT_URL_EC2", ready.ec2.clone().into()),
        ("AWS_REGION", ready.region.clone().into()),
        ("AWS_ACCESS_KEY_ID", ready.access_key.clone().into()),
        ("AWS_SECRET_ACCESS_KEY", ready.secret_key.clone().into()),
        ("AWS_EC2_METADATA_DISABLED", "true".into()),
        ("AWS_CONFIG_FILE", "/dev/null".into()),
    ];
    variables.into_iter().map(|(name, value)| (name.into(), value)).collect()
}
