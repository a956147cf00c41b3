//! A pinned version of pip.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::bootstrap;
use super::wheel::{self, Wheel};
use crate::progress;
use crate::workspace::Workspace;

const PIP: Wheel = Wheel {
    requirement: "pip==26.3",
    sha256: "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13",
};

/// Returns `PYTHON -m pip` with the pinned pip, regardless of any pip that this Python has.
pub fn command(workspace: &Workspace, python: &Path) -> Result<Command> {
    let pip = install(workspace)?;
    Ok(from_folder(python, &pip))
}

/// Returns `PYTHON -m pip` with the pip from a folder or a wheel file.
pub fn from_folder(python: &Path, folder: &Path) -> Command {
    let mut pip = Command::new(python);
    pip.args(["-m", "pip"]).env("PYTHONPATH", folder).env("PYTHONNOUSERSITE", "1");
    pip
}

fn install(workspace: &Workspace) -> Result<PathBuf> {
    let home = workspace.tools().join(PIP.requirement.replace("==", "-"));
    if home.is_dir() {
        return Ok(home);
    }
    fs::create_dir_all(workspace.tools()).context("cannot make the folder for tools")?;
    let _spinner = progress::spinner(format!("fetching {}", PIP.requirement));
    let scratch = tempfile::tempdir_in(workspace.tools())?;
    let mut any_pip = bootstrap::any_pip(scratch.path())?;
    let wheel = PIP.download(&mut any_pip, &[], scratch.path())?;
    let unpacked = scratch.path().join("pip");
    wheel::open(&wheel)?.extract(&unpacked).context("cannot unpack pip")?;
    fs::rename(&unpacked, &home).context("cannot put pip in its place")?;
    Ok(home)
}
