//! [`LinuxImage`]: the root of a real Debian in a folder of this machine.

use std::ops::Deref;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use super::machine::LinuxMachine;
use super::namespace::Namespace;
use super::root::{LinuxRoot, roots};

/// The root of a real Debian in a folder of this machine, like a mounted image. Dereferences to the
/// [`LinuxMachine`] in which the image's tools run, to prepare it and to inspect the result. File systems
/// mounted by the machine are not visible in the folder.
pub struct LinuxImage {
    // Must end before the folder is removed.
    machine: LinuxMachine,
    folder: TempDir,
}

impl LinuxImage {
    /// Returns a copy of one of the roots. This takes seconds, while a [`LinuxMachine`] is available
    /// instantly.
    ///
    /// # Errors
    /// As for [`LinuxMachine::of`], or if the root cannot be copied.
    pub fn of(root: LinuxRoot) -> Result<Self> {
        let roots = roots()?;
        let original = root.folder(&roots)?;
        let folder =
            tempfile::Builder::new().prefix("image-").tempdir_in(&roots).context("no temporary folder")?;
        copy_tree(&original, folder.path())?;
        let machine = LinuxMachine::in_namespace(Namespace::of(folder.path(), root.name())?, root)?;
        Ok(Self { machine, folder })
    }

    /// Returns the folder on this machine, for use as `image_root`.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Deref for LinuxImage {
    type Target = LinuxMachine;

    fn deref(&self) -> &LinuxMachine {
        &self.machine
    }
}

/// Copies the content of a folder with owners, modes, links and times, sharing its blocks if the file system
/// can.
fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    let mut copy = Command::new("cp");
    copy.args(["--archive", "--reflink=auto", "--no-target-directory", "--"]).arg(from).arg(to);
    let done = copy.output().context("cannot start `cp`")?;
    let said = String::from_utf8_lossy(&done.stderr);
    ensure!(done.status.success(), "cannot copy {}: {said}", from.display());
    Ok(())
}
