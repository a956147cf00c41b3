//! [`Transaction`]: the steps that add drivers to images, and the steps that undo them.
//!
//! The working image is not touched until a new one has been made next to it and its content verified. Steps
//! are data (paths and arguments), never lines for a shell.

mod build;
mod stages;
mod target;
#[cfg(test)]
mod tests;

pub use build::PREVIOUS;
pub use stages::{BACKUPS, HOOKS, Request, backup_of, removal, restoration, transaction};
pub use target::{Refusal, Target, refuse_shared, targets};

use crate::{Driver, Kernel};

/// An ordered sequence of stages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transaction {
    /// Stages. If a step fails, the `undo` of its stage is carried out, then that of each earlier stage in
    /// reverse order: afterwards the machine starts exactly as before. Stopping at any point is also
    /// harmless, for example if the connection breaks: every image is then either the old one or a verified
    /// new one.
    pub stages: Vec<Stage>,
    /// Cleanup steps after all stages have succeeded. If they fail, nothing is undone.
    pub tidy: Vec<Step>,
}

/// A group of related steps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stage {
    /// Description for messages, such as `make an image for kernel 6.1.0`.
    pub name: String,
    /// Steps.
    pub steps: Vec<Step>,
    /// Steps that undo a complete or partial stage. Undoing it twice is harmless.
    pub undo: Vec<Step>,
}

/// One step: an action, or a condition to ensure or check. The step fails if it cannot be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Checks that the file system of a folder is writable.
    Writable {
        /// The folder.
        folder: String,
    },
    /// Checks the free space in the file system of a folder.
    Space {
        /// The folder.
        folder: String,
        /// Required space in bytes.
        bytes: u64,
    },
    /// Checks that a file still has the content that was read, or still does not exist.
    AsSeen {
        /// The file.
        path: String,
        /// Content that was read; `None` if the file did not exist.
        content: Option<String>,
    },
    /// Ensures that a folder exists that only root can access (mode 0700).
    PrivateFolder {
        /// The folder.
        path: String,
    },
    /// Writes a file: to a temporary file next to it, which is synchronized and renamed. An existing file
    /// keeps its mode and owner; a new one gets mode 0644.
    Write {
        /// The file.
        path: String,
        /// The content.
        content: String,
    },
    /// Ensures that a file does not exist.
    Remove {
        /// The file.
        path: String,
    },
    /// Runs a program, which must end with status 0.
    Run {
        /// The program and its arguments.
        argv: Vec<String>,
    },
    /// Checks that a file has a minimum size.
    AtLeast {
        /// The file.
        path: String,
        /// Minimum size in bytes.
        bytes: u64,
    },
    /// Checks that a file is not an EFI program. dracut can be configured to make one with the initrd inside,
    /// and its lister lists that, too.
    NotEfi {
        /// The file.
        path: String,
    },
    /// Runs a lister, which must end with status 0 and list every driver for the kernel
    /// ([`crate::listing::Listing`]).
    List {
        /// The lister and its arguments.
        argv: Vec<String>,
        /// The kernel.
        kernel: Kernel,
        /// Drivers that must be listed.
        drivers: Vec<Driver>,
    },
    /// Flushes a file and its folder to disk.
    Sync {
        /// The file.
        path: String,
    },
    /// Gives a file a second name, replacing any file with that name. It is a hard link, made under a
    /// temporary name and renamed; or a copy, if the name is on another file system or the file system has no
    /// links.
    Link {
        /// The file.
        from: String,
        /// Second name.
        to: String,
        /// Whether to keep an existing file with that name.
        unless_exists: bool,
    },
    /// Updates the stored checksum of an image, by which a tool detects changes made by others.
    Checksum {
        /// The image.
        of: String,
        /// File with the checksum. If it does not exist, nothing is done.
        kept_in: String,
    },
    /// Restores the former content of a file by renaming the kept copy. If there is no copy, nothing is done.
    PutBack {
        /// Kept copy.
        from: String,
        /// The file.
        to: String,
    },
    /// Removes a second name of a file if it is the same file or has the same content.
    NoTwin {
        /// Second name.
        path: String,
        /// The file.
        of: String,
    },
    /// Renames a file atomically, replacing any file with the new name.
    Rename {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
}
