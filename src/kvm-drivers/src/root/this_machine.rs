//! Telling the folders of an image from those of the machine that reads it.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;

use cap_std::fs::MetadataExt as _;

/// Folders that a change writes to, and those that hold them. One of them alone may be this machine's, such as a `/boot` that
/// is mounted in two places.
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
/// The root of this process, and that of the first one, which is another where this process lives in a root of its own.
const ROOTS: [&str; 2] = ["", "/proc/1/root"];

/// Why a folder is not read as the root of an image.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    /// There is none, or it cannot be opened.
    #[error(transparent)]
    Read(#[from] io::Error),
    /// It is the root of this machine, or one of its folders is this machine's, whatever path, link or mount leads to it.
    #[error("its {theirs} is {ours} of this machine")]
    ThisMachine {
        /// The folder of the image.
        theirs: String,
        /// The folder of this machine.
        ours: String,
    },
}

/// What a folder is, whatever leads to it.
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

/// The folder of this machine that it is; `None` when it is none of those that are written.
pub fn ours(folder: Identity) -> Option<String> {
    let here = ROOTS.iter().flat_map(|root| WRITTEN.map(|path| format!("{root}{path}")));
    here.into_iter().find(|path| {
        // Another process's root may be hidden, and a folder may be missing.
        fs::metadata(path).is_ok_and(|found| folder == Identity { device: found.dev(), inode: found.ino() })
    })
}
