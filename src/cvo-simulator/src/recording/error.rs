//! Why a recording cannot be simulated.

use thiserror::Error;

/// What is wrong with a recording, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecordingError {
    /// The text is no JSON.
    #[error("it is no JSON: {0}")]
    NoJson(String),
    /// The JSON is no recording.
    #[error("it is no recording: it has no member \"format\"")]
    NoFormat,
    /// The recording has another format.
    #[error("it has format {0}; this simulator reads format 1")]
    Format(String),
    /// A member has another type or another form.
    #[error("{at}: {reason}")]
    Member {
        /// The answer and the member.
        at: String,
        /// What the parser says.
        reason: String,
    },
    /// A member without which nothing can be simulated is not there.
    #[error("{at} has no \"{member}\"")]
    Missing {
        /// The answer and the record.
        at: String,
        /// The member.
        member: &'static str,
    },
    /// A record refers to a node that the recording does not have.
    #[error("{at} refers to node \"{node}\", which is not among those of /api/cluster/nodes")]
    UnknownNode {
        /// The answer and the record.
        at: String,
        /// Name or UUID of the node.
        node: String,
    },
    /// The answer without which nothing can be simulated was not recorded.
    #[error("{path} was not recorded ({reason}), and there is no system without it")]
    NotRecorded {
        /// Path of the answer.
        path: &'static str,
        /// Status of the refusal, or that the recording has no such answer.
        reason: String,
    },
    /// No release can be simulated that is near enough.
    #[error("ONTAP {0} is older than every release that can be simulated; the oldest is 9.10.1")]
    TooOld(String),
    /// The release of the recorded system cannot be told.
    #[error("{at}: the release \"{text}\" cannot be read; 9.15.1 is one")]
    NoRelease {
        /// The answer.
        at: String,
        /// What stands there.
        text: String,
    },
}
