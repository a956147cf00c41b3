//! What can go wrong on a machine: what is true, and what to do.

use std::fmt;

/// The outcome of a call.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The machine could not be asked, or nobody knows how a command ended.
    #[error(transparent)]
    Host(#[from] ssh::Error),
    /// A file or folder may not be read, so that what is there is not known.
    #[error(
        "{path} on {machine} may not be read by the login user. What is not known is not taken for absent: become root, with sudo or by the login"
    )]
    NotReadable {
        /// The machine.
        machine: String,
        /// The path.
        path: String,
    },
    /// A file is larger than any of its kind.
    #[error(
        "{path} on {machine} is larger than {limit} bytes, which no file of its kind is; it was not read"
    )]
    TooLarge {
        /// The machine.
        machine: String,
        /// The path.
        path: String,
        /// The limit.
        limit: u64,
    },
    /// A command did not print what it should.
    #[error(
        "what {machine} answered is not understood: {why}. It needs a POSIX shell, coreutils and findutils. Nothing was changed"
    )]
    NotUnderstood {
        /// The machine.
        machine: String,
        /// What is wrong with it.
        why: String,
    },
    /// A change was ordered, and nothing was heard of its end.
    #[error(
        "what has become of the change on {machine} is not known: {why}. Whenever it was cut off, every image is the old one or a new one that was looked into; the next plan looks"
    )]
    OutcomeUnknown {
        /// The machine.
        machine: String,
        /// What was heard instead.
        why: String,
    },
    /// A restart could not be ordered.
    #[error("{machine} could not be restarted: {why}. Its images were changed and looked into before")]
    NotRestarted {
        /// The machine.
        machine: String,
        /// Why.
        why: String,
    },
    /// Somebody else is changing the machine's images.
    #[error("{machine} is busy: {who}. Nothing was changed. Try again when that has ended")]
    Busy {
        /// The machine.
        machine: String,
        /// Who changes them.
        who: String,
    },
    /// A step of a transaction failed.
    #[error("{machine}: cannot {stage}: {why}. {undone}{}", said(log))]
    Failed {
        /// The machine.
        machine: String,
        /// The stage, such as `make an image for kernel 6.1.0`.
        stage: String,
        /// Why.
        why: String,
        /// What has become of the stages before.
        undone: Undone,
        /// The last lines that the tools printed.
        log: String,
    },
}

/// What has become of the stages before the one that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undone {
    /// Everything is as before.
    Whole,
    /// Something is not.
    Failed(String),
}

impl fmt::Display for Undone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("Everything was put back: images and configuration are as before"),
            Self::Failed(why) => write!(
                f,
                "Not everything could be put back: {why}. Look at the machine before it is restarted; images before the \
                 change have names that end in .cvo-prev and .cvo-orig"
            ),
        }
    }
}

fn said(log: &str) -> String {
    if log.is_empty() { String::new() } else { format!(". The last that was printed:\n{log}") }
}
