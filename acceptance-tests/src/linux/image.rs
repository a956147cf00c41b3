//! [`LinuxImage`]: the root of a real Debian in a folder of this machine.

use std::ops::Deref;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use super::machine::LinuxMachine;
use super::namespace::Namespace;
use super::root::{LinuxRoot, roots};

/// The root of a real Debian in a folder of this machine, like a mounted image. Dereferences to the [`LinuxMachine`] in
/// which the tools of the image run, to prepare it and to look at the result. What that mounts is not seen in the folder.
pub struct LinuxImage {
    // Ends before the folder is removed.
    machine: LinuxMachine,
    folder: TempDir,
}

impl LinuxImage {
    /// A copy of one of the roots. It takes seconds; a [`LinuxMachine`] is there at once.
    ///
    /// # Errors
    /// As [`LinuxMachine::of`], or when the root cannot be copied.
    pub fn of(root: LinuxRoot) -> Result<Self> {
        let roots = roots()?;
        let original = root.folder(&roots)?;
        let folder =
            tempfile::Builder::new().prefix("image-").tempdir_in(&roots).context("no temporary folder")?;
        copy_tree(&original, folder.path())?;
        let machine = LinuxMachine::in_namespace(Namespace::of(folder.path(), root.name())?, root)?;
        Ok(Self { machine, folder })
    }

    /// The folder on this machine: what is given as `image_root`.
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

/// Copies the content of a folder with owners, modes, links and times, without its blocks where the file system can.
fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    let mut copy = Command::new("cp");
    copy.args(["--archive", "--reflink=auto", "--no-target-directory", "--"]).arg(from).arg(to);
    let done = copy.output().context("cannot start `cp`")?;
    let said = String::from_utf8_lossy(&done.stderr);
    ensure!(done.status.success(), "cannot copy {}: {said}", from.display());
    Ok(())
}
