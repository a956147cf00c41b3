//! [`Mounted`]: an opened image that is mounted on this machine.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use kvm_drivers::root::{Folder, NotOpened};
use linux_machine::{ImageRoot as Programs, Unusable};
use provider_core::values::ImageRoot;
use tfplugin::{Diagnostics, Outcome, Text};

/// An opened image that is mounted on this machine. Reads and changes go to the folder that was opened and
/// was not part of this machine's own file system, wherever the path leads in the meantime.
#[derive(Clone)]
pub struct Mounted {
    pub root: ImageRoot,
    pub folder: Folder,
}

impl Mounted {
    /// Opens the image. Refuses a folder that belongs to this machine itself.
    pub fn open(root: &ImageRoot) -> Outcome<Self> {
        match Folder::open(&root.path()) {
            Ok(folder) => Ok(Self { root: root.clone(), folder }),
            Err(error) => Err(not_opened(root, &error)),
        }
    }

    /// Refuses an image that shares a folder above one of these files with this machine, because a change
    /// replaces these files.
    pub fn refuse_shared<'a>(&self, files: impl Iterator<Item = &'a str>) -> Outcome<()> {
        let above = files.flat_map(|path| Path::new(path).ancestors().skip(1).filter_map(Path::to_str));
        let folders: Vec<&str> = above.collect::<BTreeSet<_>>().into_iter().collect();
        let apart = self.folder.ensure_apart(&folders);
        apart.map_err(|error| not_opened(&self.root, &error))
    }

    /// Returns access to the image's programs.
    ///
    /// # Errors
    /// Returns the reason if they cannot be run on this machine.
    pub fn programs(&self) -> Result<Programs, Unusable> {
        Programs::of(&self.folder, &self.root.text())
    }
}

fn not_opened(root: &ImageRoot, error: &NotOpened) -> Diagnostics {
    match error {
        NotOpened::ThisMachine { .. } => this_machine(root, error),
        NotOpened::Read(error) => not_there(root, error),
    }
}

/// Refuses this machine itself, however the path is spelled: a change would affect the machine that runs
/// Terraform.
fn this_machine(root: &ImageRoot, error: &NotOpened) -> Diagnostics {
    Diagnostics::error_at(
        "image_root",
        format!("{:?} is the machine that runs Terraform, or a part of it", root.text()),
        format!(
            "This is no image of its own: {error}. Nothing was read or changed. Mount the image in a folder \
             of its own, without folders of this machine in it. For a machine that runs, use host. If this \
             is already in a state, \"terraform state rm\" takes it out without touching anything."
        ),
    )
}

fn not_there(root: &ImageRoot, error: &io::Error) -> Diagnostics {
    Diagnostics::error_at(
        "image_root",
        format!("{:?} cannot be opened", root.text()),
        format!(
            "{error}. Mount the image there before this is read: if the configuration does so, with \
             depends_on."
        ),
    )
}
