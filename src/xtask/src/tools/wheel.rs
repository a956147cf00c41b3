//! Pinned Python package files.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use zip::ZipArchive;

use crate::process;

/// A wheel from a package index, identified by name, version and file hash.
pub struct Wheel {
    /// Name and version in pip's format: `name==1.2.3`.
    pub requirement: &'static str,
    /// SHA-256 of the file.
    pub sha256: &'static str,
}

impl Wheel {
    /// Downloads the file into a folder. `pip` refuses a file with a different hash. `choice` are options
    /// that select a platform other than that of the running Python.
    pub fn download(&self, pip: &mut Command, choice: &[&str], folder: &Path) -> Result<PathBuf> {
        let requirements = folder.join("requirements.txt");
        fs::write(&requirements, format!("{} --hash=sha256:{}\n", self.requirement, self.sha256))?;
        pip.args(["download", "--quiet", "--disable-pip-version-check", "--no-input"]);
        pip.args(["--no-deps", "--only-binary=:all:", "--require-hashes"]).args(choice);
        pip.arg("--requirement").arg(&requirements).arg("--dest").arg(folder);
        process::output(pip).with_context(|| format!("cannot fetch {}", self.requirement))?;
        let wheel = fs::read_dir(folder)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|path| path.extension().is_some_and(|extension| extension == "whl"));
        wheel.with_context(|| format!("pip left no file for {}", self.requirement))
    }
}

/// Opens a wheel, which is a zip file.
pub fn open(wheel: &Path) -> Result<ZipArchive<File>> {
    let file = File::open(wheel).with_context(|| format!("cannot open {}", wheel.display()))?;
    ZipArchive::new(file).with_context(|| format!("{} is no zip file", wheel.display()))
}
