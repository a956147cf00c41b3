//! Distinguishes the folders of an image from those of the machine that reads it.

use std::io;
use std::os::unix::fs::MetadataExt as _;

use cap_std::fs::MetadataExt as _;

/// Folders that a change writes to, and their parents. Any one of them may belong to this machine, such as a
/// `/boot` that is mounted in two places.
pub const WRITTEN: [&str; 10] = [
    "/",
    "/boot",
    "/boot/efi",
    "/efi",
    "/etc",
    "/etc/dracut.conf.d",
    "/etc/initramfs-tools",
    "/etc/sysconfig",
    "/var",
    "/var/lib",
];
/// The root of this process, and that of process 1, which differs if this process runs in its own root.
const ROOTS: [&str; 2] = ["", "/proc/1/root"];

/// Why a folder is not accepted as the root of an image.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    /// The folder does not exist or cannot be opened.
    #[error(transparent)]
    Read(#[from] io::Error),
    /// The folder or one of its subfolders belongs to this machine, through whatever path, link or mount.
    #[error("its {theirs} is {ours} of this machine")]
    ThisMachine {
        /// Folder of the image.
        theirs: String,
        /// Folder of this machine.
        ours: String,
    },
}

/// The identity of a folder, independent of its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    device: u64,
    inode: u64,
}

impl Identity {
    pub fn of(folder: &cap_std::fs::Metadata) -> Self {
        Self { device: folder.dev(), inode: folder.ino() }
    }
}

/// Returns the folder of this machine with that identity; `None` if it is none of those in [`WRITTEN`].
pub fn ours(folder: Identity) -> Option<String> {
    let here = ROOTS.iter().flat_map(|root| WRITTEN.map(|path| format!("{root}{path}")));
    here.into_iter().find(|path| {
        // The root of another process may be inaccessible, and a folder may be missing.
        std::fs::metadata(path)
            .is_ok_and(|found| folder == Identity { device: found.dev(), inode: found.ino() })
    })
}
