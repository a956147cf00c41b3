//! Python environments of the test suites.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use super::pip;
use crate::process;
use crate::progress;
use crate::workspace::Workspace;

/// The file that marks an environment with all its packages.
const COMPLETE: &str = "complete";

/// Returns the Python of an environment with exactly the packages of a requirements file, verified by hash.
pub fn environment(workspace: &Workspace, requirements: &Path) -> Result<PathBuf> {
    let (home, name) = home(workspace, requirements)?;
    let (python, complete) = (home.join("bin/python"), home.join(COMPLETE));
    if complete.is_file() {
        return Ok(python);
    }
    if home.exists() {
        fs::remove_dir_all(&home).context("cannot remove a half-made Python environment")?;
    }
    let _spinner = progress::spinner(format!("installing {name}"));
    // Without pip, because Debian moves the files that venv needs to install it to a separate package. The
    // folder must stay in place because its scripts contain its full path.
    process::output(Command::new("python3").args(["-m", "venv", "--without-pip"]).arg(&home))?;
    let mut install = pip::command(workspace, &python)?;
    install.args(["install", "--quiet", "--disable-pip-version-check", "--no-input"]);
    install.args(["--only-binary=:all:", "--require-hashes", "--requirement"]).arg(requirements);
    process::output(&mut install).with_context(|| format!("cannot install {}", requirements.display()))?;
    ensure!(python.is_file(), "{} has no Python", home.display());
    fs::write(&complete, "")?;
    Ok(python)
}

/// Whether the environment of a requirements file is installed.
pub fn is_complete(workspace: &Workspace, requirements: &Path) -> Result<bool> {
    Ok(home(workspace, requirements)?.0.join(COMPLETE).is_file())
}

/// Returns the folder of an environment, which changes with the packages, and the name of its requirements
/// file.
fn home(workspace: &Workspace, requirements: &Path) -> Result<(PathBuf, String)> {
    let listed = fs::read(requirements).with_context(|| format!("cannot read {}", requirements.display()))?;
    let name = requirements.file_stem().context("a requirements file has a name")?.to_string_lossy();
    let hash = hex::encode(Sha256::digest(&listed));
    Ok((workspace.tools().join(format!("python-{name}-{}", &hash[..12])), name.into_owned()))
}
