//! How far a failed request got, and what that leaves open.

use std::fmt;

use crate::error::Error;

/// Why it is unknown whether a write took effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// An earlier attempt of the same write, which ended with this error, may have taken effect.
    #[error("an earlier attempt may have taken effect ({0})")]
    Earlier(Box<Error>),
    /// The object that was to be created or deleted exists.
    #[error("the object is there nevertheless")]
    There,
    /// It could not be determined whether the object exists.
    #[error("whether the object is there could not be seen ({0})")]
    Unseen(Box<Error>),
}

/// How an unsuccessful job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobEnd {
    /// ONTAP reports that it failed.
    Failed,
    /// It can no longer be read, so its outcome is unknown.
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

/// How far an unanswered request got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportFailure {
    /// No endpoint could be reached. Nothing was sent.
    Connect,
    /// The certificate of the cluster is not trusted. Nothing was sent.
    Untrusted,
    /// The TLS handshake failed otherwise, or the cluster refused the client's certificate. Nothing was sent.
    Tls,
    /// At least a part of the request was sent, and the connection was lost before the answer.
    Lost,
}

impl fmt::Display for TransportFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "was not sent, because no connection could be made",
            Self::Untrusted => "was not sent, because the certificate is not trusted",
            Self::Tls => "was not sent, because no trusted connection could be made",
            Self::Lost => "got no answer, because the connection was lost",
        })
    }
}
