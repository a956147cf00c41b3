//! Finds any working pip, to download the pinned one with.
//!
//! Debian's `python3` comes without pip. Its packages can be downloaded and unpacked without installing them
//! and without root privileges, so a bare machine needs no manual step.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::pip;
use crate::process;

const MISSING: &str = "Python has no pip and none could be fetched. On Debian and Ubuntu install it with \
                       `apt-get install python3-venv`, then run this command again.";

/// Returns any working pip of this machine. `scratch` must outlive its use.
pub fn any_pip(scratch: &Path) -> Result<Command> {
    process::output(Command::new("python3").arg("--version"))
        .context("Python 3 is needed: on Debian and Ubuntu, `apt-get install python3`")?;
    let python = Path::new("python3");
    if works(&mut own_pip(python)) {
        return Ok(own_pip(python));
    }
    if let Some(python) = environment_with_pip(scratch) {
        return Ok(own_pip(&python));
    }
    let wheel = debian_pip(scratch).context(MISSING)?;
    Ok(pip::from_folder(python, &wheel))
}

fn own_pip(python: &Path) -> Command {
    let mut pip = Command::new(python);
    pip.args(["-m", "pip"]);
    pip
}

fn works(pip: &mut Command) -> bool {
    process::output(pip.arg("--version")).is_ok()
}

/// Makes a virtual environment, which includes pip if the Python installation is complete.
fn environment_with_pip(scratch: &Path) -> Option<PathBuf> {
    let home = scratch.join("environment");
    process::output(Command::new("python3").args(["-m", "venv"]).arg(&home)).ok()?;
    let python = home.join("bin/python");
    works(&mut own_pip(&python)).then_some(python)
}

/// Returns the wheel inside Debian's package `python3-pip-whl`. apt checks the signature of the archive.
fn debian_pip(scratch: &Path) -> Result<PathBuf> {
    let (lists, cache) = (scratch.join("apt-lists"), scratch.join("apt-cache"));
    fs::create_dir_all(lists.join("partial"))?;
    fs::create_dir_all(cache.join("archives/partial"))?;
    let apt = |arguments: &[&str]| {
        let mut apt = Command::new("apt-get");
        apt.arg("-o").arg(format!("Dir::State::Lists={}", lists.display()));
        apt.arg("-o").arg(format!("Dir::Cache={}", cache.display()));
        process::output(apt.args(["-o", "APT::Sandbox::User="]).args(arguments).current_dir(scratch))
    };
    apt(&["update"])?;
    apt(&["download", "python3-pip-whl"])?;
    let package = find(scratch, "deb")?;
    let unpacked = scratch.join("unpacked");
    process::output(Command::new("dpkg-deb").arg("--extract").arg(package).arg(&unpacked))?;
    find(&unpacked.join("usr/share/python-wheels"), "whl")
}

fn find(folder: &Path, extension: &str) -> Result<PathBuf> {
    let mut files = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    files
        .find(|path| path.extension().is_some_and(|found| found == extension))
        .with_context(|| format!("no .{extension} file in {}", folder.display()))
}
