//! Errors, and their meaning for the caller.
//!
//! An error contains method, path, status, code and ONTAP's message. It never contains a body or credentials.

use std::time::Duration;

pub use crate::failure::{Doubt, JobEnd, TransportFailure};
pub use crate::method::Method;
use crate::protocol::redactor::Redactor;
use crate::server_text::harmless;

/// What a client waited for that got no answer to its request.
const NO_ANSWER: &str = "no answer";

/// The result of a call.
pub type Result<T> = std::result::Result<T, Error>;

/// A failed request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// ONTAP refused the request.
    #[error("ONTAP answered {method} {path} with status {status}{}: \
         {message}{}", and_code(*code), field(target.as_deref()))]
    Api {
        /// Method of the request.
        method: Method,
        /// Path of the request.
        path: String,
        /// HTTP status.
        status: u16,
        /// ONTAP's error code.
        code: Option<u64>,
        /// ONTAP's message.
        message: String,
        /// The field that ONTAP complains about.
        target: Option<String>,
    },
    /// ONTAP accepted the request, but its job did not succeed.
    #[error("the job {job} of {method} {path} {end}{}: {message}", with_code(*code))]
    Job {
        /// Method of the request that started the job.
        method: Method,
        /// Path of the request that started the job.
        path: String,
        /// Uuid of the job.
        job: String,
        /// How the job ended.
        end: JobEnd,
        /// ONTAP's error code.
        code: Option<u64>,
        /// ONTAP's message.
        message: String,
    },
    /// The cluster could not be reached, or the connection was lost.
    #[error("{method} {path} {failure}: {message}")]
    Transport {
        /// Method of the request.
        method: Method,
        /// Path of the request.
        path: String,
        /// How far the request got.
        failure: TransportFailure,
        /// The reason, for each endpoint.
        message: String,
    },
    /// The answer is not one of the ONTAP REST API.
    #[error(
        "the answer to {method} {path} (status {status}) is not one of the ONTAP REST API: received \
         {received}"
    )]
    Decode {
        /// Method of the request.
        method: Method,
        /// Path of the request.
        path: String,
        /// HTTP status.
        status: u16,
        /// Kind and length of what was received, never its content.
        received: String,
    },
    /// There was no answer in time, or the job did not end in time.
    #[error("{method} {path}: {what} after {} s", waited.as_secs_f32())]
    Timeout {
        /// Method of the request.
        method: Method,
        /// Path of the request.
        path: String,
        /// What the client waited for.
        what: String,
        /// How long the client waited.
        waited: Duration,
    },
    /// A write took effect, but the object that it created or changed could not be read.
    #[error("{method} {path} took effect, but what it made could not be read: {why}")]
    Unread {
        /// Method of the request.
        method: Method,
        /// Path of the request.
        path: String,
        /// The reason.
        why: String,
    },
    /// The caller requested a stop while the client was waiting.
    #[error("stopped while waiting for {what}")]
    Stopped {
        /// What the client was waiting for.
        what: String,
        /// Whether a write had been accepted whose outcome is now unknown.
        unknown_outcome: bool,
    },
    /// A write ended with this error, but it may have taken effect nevertheless.
    #[error("{error}; {doubt}")]
    InDoubt {
        /// How the last attempt ended.
        error: Box<Error>,
        /// Why it is unknown whether the write took effect.
        doubt: Doubt,
    },
    /// An endpoint leads to another cluster than the one that answered first. Nothing but a request for its
    /// cluster was sent to it.
    #[error("{method} {path} was not sent: {message}")]
    AnotherCluster {
        /// Method of the request.
        method: Method,
        /// Path of the request.
        path: String,
        /// Which endpoint leads to which cluster.
        message: String,
    },
    /// Nothing was sent, because an earlier request over the same connection ended in a way that counts for
    /// all others: a refused login is not repeated.
    #[error("{method} {path} was not sent, because an earlier request failed ({first})")]
    NotSent {
        /// Method of the request.
        method: Method,
        /// Path of the request.
        path: String,
        /// How the earlier request ended.
        first: Box<Error>,
        /// Whether the connection had worked before, so that the failure came in the middle of other work.
        had_worked: bool,
    },
    /// A client cannot be built from this configuration.
    #[error("{0}")]
    Config(String),
    /// A request cannot be built from this argument. Nothing was sent.
    #[error("{what} {value:?} {why}")]
    Argument {
        /// Which argument.
        what: &'static str,
        /// Its value.
        value: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

impl Error {
    /// Returns the error of a request that was not answered in time.
    pub fn unanswered(method: Method, path: String, waited: Duration) -> Self {
        Self::Timeout { method, path, what: NO_ANSWER.to_owned(), waited }
    }

    /// Whether a request was not answered in time, as opposed to a job that did not end in time.
    pub fn is_unanswered(&self) -> bool {
        matches!(self.latest(), Self::Timeout { what, .. } if what == NO_ANSWER)
    }

    /// Returns how the last attempt of a write ended, without any doubt about earlier ones.
    pub fn latest(&self) -> &Self {
        match self {
            Self::InDoubt { error, .. } => error.latest(),
            other => other,
        }
    }

    /// Marks the error as one after which the write may have taken effect.
    pub fn in_doubt(self, doubt: Doubt) -> Self {
        if self.is_ambiguous() { self } else { Self::InDoubt { error: Box::new(self), doubt } }
    }

    /// Marks a stop as one after a write had been accepted.
    pub fn with_unknown_outcome(self) -> Self {
        match self {
            Self::Stopped { what, .. } => Self::Stopped { what, unknown_outcome: true },
            other => other,
        }
    }

    /// Makes the server's texts harmless: without credentials, on one line, and of limited length.
    pub fn scrubbed(mut self, redactor: &Redactor) -> Self {
        let clean = |text: &mut String| *text = harmless(&redactor.scrub(text));
        match &mut self {
            Self::Api { message, target, .. } => {
                clean(message);
                target.iter_mut().for_each(clean);
            }
            Self::Job { message: text, .. }
            | Self::Transport { message: text, .. }
            | Self::AnotherCluster { message: text, .. }
            | Self::Decode { received: text, .. }
            | Self::Unread { why: text, .. } => clean(text),
            Self::InDoubt { .. }
            | Self::NotSent { .. }
            | Self::Timeout { .. }
            | Self::Stopped { .. }
            | Self::Config(_)
            | Self::Argument { .. } => {}
        }
        self
    }
}

/// Turns "it does not exist" into `None`.
pub trait UnlessGone<T> {
    /// Returns the value, or `None` if ONTAP says that the object does not exist.
    ///
    /// # Errors
    /// Every other error.
    fn unless_gone(self) -> Result<Option<T>>;
}

impl<T> UnlessGone<T> for Result<T> {
    fn unless_gone(self) -> Result<Option<T>> {
        match self {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn and_code(code: Option<u64>) -> String {
    code.map(|code| format!(" and code {code}")).unwrap_or_default()
}

fn with_code(code: Option<u64>) -> String {
    code.map(|code| format!(" with code {code}")).unwrap_or_default()
}

fn field(target: Option<&str>) -> String {
    target.map(|target| format!(" (field {target})")).unwrap_or_default()
}
