//! The programs under test, named by environment variables.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

/// The programs under test.
#[derive(Debug, Clone)]
pub struct Programs {
    /// The Terraform that most tests use.
    pub terraform: PathBuf,
    /// The Terraform releases that the plugin must work with.
    pub terraform_matrix: Vec<PathBuf>,
    /// The plugin.
    pub plugin: PathBuf,
    /// The simulator.
    pub simulator: PathBuf,
}

impl Programs {
    /// Reads the variables that `cargo xtask test` sets.
    ///
    /// # Errors
    /// If one of them is missing or does not name a file: without its programs, a test fails.
    pub fn from_environment() -> Result<Self> {
        let matrix = variable("CVO_TEST_TERRAFORM_MATRIX")?;
        Ok(Self {
            terraform: file(variable("CVO_TEST_TERRAFORM")?.into())?,
            terraform_matrix: env::split_paths(&matrix).map(file).collect::<Result<_>>()?,
            plugin: file(variable("CVO_TEST_PLUGIN")?.into())?,
            simulator: file(variable("CVO_TEST_SIMULATOR")?.into())?,
        })
    }
}

fn variable(name: &str) -> Result<OsString> {
    env::var_os(name).with_context(|| format!("{name} is not set: run cargo xtask test"))
}

fn file(path: PathBuf) -> Result<PathBuf> {
    ensure!(path.is_file(), "{} is missing: run cargo xtask test", path.display());
    Ok(path)
}
