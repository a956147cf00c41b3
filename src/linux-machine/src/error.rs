//! What can go wrong on a machine: each message says what is true and what to do.

use std::fmt;

/// The result of a call.
pub type Result<T> = std::result::Result<T, Error>;

/// A failed probe, transaction or restart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The machine could not be reached, or it is unknown how a command ended.
    #[error(transparent)]
    Host(#[from] ssh::Error),
    /// A file or folder may not be read, so its content is unknown.
    #[error(
        "{path} on {machine} may not be read by the login user. What is not known is not taken for absent: \
         become root, with sudo or by the login"
    )]
    NotReadable {
        /// The machine.
        machine: String,
        /// The path.
        path: String,
    },
    /// A file is larger than any file of its kind.
    #[error(
        "{path} on {machine} is larger than {limit} bytes, which no file of its kind is; it was not read"
    )]
    TooLarge {
        /// The machine.
        machine: String,
        /// The path.
        path: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The output of a command cannot be parsed.
    #[error(
        "what {machine} answered is not understood: {why}. It needs a POSIX shell, coreutils and findutils. \
         Nothing was changed"
    )]
    NotUnderstood {
        /// The machine.
        machine: String,
        /// What is wrong with the output.
        why: String,
    },
    /// A transaction was started, and its outcome is unknown.
    #[error(
        "what has become of the change on {machine} is not known: {why}. Whenever it was cut off, every \
         image is the old one or a new one that was looked into; the next plan looks"
    )]
    OutcomeUnknown {
        /// The machine.
        machine: String,
        /// What was received instead of a report.
        why: String,
    },
    /// A restart could not be initiated.
    #[error("{machine} could not be restarted: {why}. Its images were changed and looked into before")]
    NotRestarted {
        /// The machine.
        machine: String,
        /// The reason.
        why: String,
    },
    /// Another process is changing the machine's images.
    #[error("{machine} is busy: {who}. Nothing was changed. Try again when that has ended")]
    Busy {
        /// The machine.
        machine: String,
        /// What keeps the machine busy, in the words of the script.
        who: String,
    },
    /// A step of a transaction failed.
    #[error("{machine}: cannot {stage}: {why}. {undone}{}", said(log))]
    Failed {
        /// The machine.
        machine: String,
        /// The stage, such as `make an image for kernel 6.1.0`.
        stage: String,
        /// The reason.
        why: String,
        /// Whether the earlier stages were undone.
        undone: Undone,
        /// The last lines printed by the tools.
        log: String,
    },
}

/// Whether the stages before the failed one were undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undone {
    /// Everything is as before.
    Whole,
    /// Something could not be restored, for this reason.
    Failed(String),
}

impl fmt::Display for Undone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("Everything was put back: images and configuration are as before"),
            Self::Failed(why) => write!(
                f,
                "Not everything could be put back: {why}. Look at the machine before it is restarted; images \
                 before the change have names that end in .cvo-prev and .cvo-orig"
            ),
        }
    }
}

fn said(log: &str) -> String {
    if log.is_empty() { String::new() } else { format!(". The last that was printed:\n{log}") }
}
