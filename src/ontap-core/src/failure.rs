//! How far a request came that went wrong, and what that leaves open.

use std::fmt;

use crate::error::Error;

/// Why an error does not settle whether a write took effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// An earlier attempt of the same write, which ended like this, may have taken effect.
    #[error("an earlier attempt may have taken effect ({0})")]
    Earlier(Box<Error>),
    /// The object that was to be made, or to be deleted, is there.
    #[error("the object is there nevertheless")]
    There,
    /// Nobody could look whether the object is there.
    #[error("whether the object is there could not be seen ({0})")]
    Unseen(Box<Error>),
}

/// How a job ended that did not end well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobEnd {
    /// ONTAP says that it failed.
    Failed,
    /// It cannot be read any more, so that its outcome is unknown.
    Lost,
}

impl fmt::Display for JobEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failed => "failed",
            Self::Lost => "could not be followed to its end",
        })
    }
}

/// How far a request came that got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportFailure {
    /// No endpoint could be reached; nothing was sent.
    Connect,
    /// The certificate or the TLS handshake was refused by either side; nothing was sent.
    Tls,
    /// The request was sent at least in part, and the connection was lost before the answer.
    Lost,
}

impl fmt::Display for TransportFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "was not sent, because no connection could be made",
            Self::Tls => "was not sent, because no trusted connection could be made",
            Self::Lost => "got no answer, because the connection was lost",
        })
    }
}
