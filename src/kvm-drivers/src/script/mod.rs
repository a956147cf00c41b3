//! [`Transaction`]: the steps that bring drivers into images, and those that undo them.
//!
//! The image that works is never touched before a new one has been made beside it and its content been looked at. Steps
//! are data: paths and arguments, never a line for a shell.

mod build;
mod stages;
mod target;
#[cfg(test)]
mod tests;

pub use build::PREVIOUS;
pub use stages::{BACKUPS, HOOKS, Request, backup_of, removal, restoration, transaction};
pub use target::{Refusal, Target, refuse_shared, targets};

use crate::{Driver, Kernel};

/// What is done, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transaction {
    /// Stages. When a step fails, the `undo` of its stage is carried out, then that of each stage before it, the latest
    /// first: afterwards the machine starts exactly as before. Nor does it do harm to stop anywhere, as when a
    /// connection breaks: every image is then the old one or a new one that has been looked into.
    pub stages: Vec<Stage>,
    /// Steps that tidy up once everything is in place. Nothing is undone for their sake.
    pub tidy: Vec<Step>,
}

/// Steps that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stage {
    /// What it does, for messages: `make an image for kernel 6.1.0`.
    pub name: String,
    /// Steps.
    pub steps: Vec<Step>,
    /// Steps that undo them, however far they came; to undo twice does no harm.
    pub undo: Vec<Step>,
}

/// One thing to do. Whatever is not as it says is a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The file system of a folder is writable.
    Writable {
        /// The folder.
        folder: String,
    },
    /// The file system of a folder has that much room left.
    Space {
        /// The folder.
        folder: String,
        /// Bytes.
        bytes: u64,
    },
    /// A file has the content that was seen, or there is none where none was seen: nobody has changed it since.
    AsSeen {
        /// The file.
        path: String,
        /// What was seen.
        content: Option<String>,
    },
    /// There is a folder for root alone (mode 0700).
    PrivateFolder {
        /// The folder.
        path: String,
    },
    /// A file has that content: written beside it, synchronized and renamed. An old file's mode and owner stay; a new
    /// one has mode 0644.
    Write {
        /// The file.
        path: String,
        /// The content.
        content: String,
    },
    /// There is no such file.
    Remove {
        /// The file.
        path: String,
    },
    /// A program runs and ends with status 0.
    Run {
        /// The program and its arguments.
        argv: Vec<String>,
    },
    /// A file has at least that size.
    AtLeast {
        /// The file.
        path: String,
        /// Bytes.
        bytes: u64,
    },
    /// A file is no EFI program: dracut makes one with the initrd inside where it is told to, and its lister lists that too.
    NotEfi {
        /// The file.
        path: String,
    },
    /// A lister ends with status 0, and what it prints has every driver for the kernel
    /// ([`crate::listing::Listing`]).
    List {
        /// The lister and its arguments.
        argv: Vec<String>,
        /// The kernel.
        kernel: Kernel,
        /// Drivers.
        drivers: Vec<Driver>,
    },
    /// What was written to a file, and its folder, is on the disk.
    Sync {
        /// The file.
        path: String,
    },
    /// A file has a second name, in place of whatever had that name: a hard link, made beside it and renamed; a copy
    /// where it lies on another file system, or on one without links.
    Link {
        /// The file.
        from: String,
        /// Its second name.
        to: String,
        /// Whether a file that has the name already keeps it.
        unless_exists: bool,
    },
    /// Where a tool keeps the checksum of an image, to tell whether somebody else changed it, it is that of the image.
    Checksum {
        /// The image.
        of: String,
        /// The file with the checksum; nothing is done when there is none.
        kept_in: String,
    },
    /// A file has its former content again, by the name of a kept one, which is gone afterwards. Nothing is done when there
    /// is none.
    PutBack {
        /// The kept one.
        from: String,
        /// The file.
        to: String,
    },
    /// A file has no second name of this kind: it goes when it is the same file, or has the same content.
    NoTwin {
        /// The second name.
        path: String,
        /// The file.
        of: String,
    },
    /// A file has another name, in place of whatever had that name, in one step.
    Rename {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
}
