//! What a recording of a system has: which reads, and what of their answers may be given away.

mod asked;
mod described;
mod redaction;

use serde::Serialize;
use serde_json::Value;

pub use self::asked::{ASKED, Asked, MOST_RECORDS, Many, Own, query};
pub use self::described::{Described, Failed};

/// What was read of a system, as it stands in the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recording {
    /// Version of this form.
    pub format: u32,
    /// Program and release.
    pub written_by: String,
    /// Answers of ONTAP.
    pub ontap: Vec<Read>,
    /// Answers of EC2.
    pub ec2: Vec<Described>,
}

/// A read of ONTAP.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Read {
    /// Path, with `/api`.
    pub path: String,
    /// Parameters, before encoding.
    pub query: String,
    /// HTTP status; 0 if nothing answered.
    pub status: u16,
    /// The object, the records of all pages, or an error with its code alone.
    pub answer: Value,
    /// Whether there are more records than [`MOST_RECORDS`].
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

impl Recording {
    /// Version of the form that is written.
    pub const FORMAT: u32 = 1;

    /// Returns the same recording in which every text is replaced unless it is known to be no name and no
    /// secret. What is equal stays equal, also between ONTAP and EC2, and what is redacted already stays as
    /// it is.
    #[must_use]
    pub fn redacted(&self) -> Self {
        redaction::redacted(self)
    }

    /// Returns the text of the file.
    ///
    /// # Errors
    /// Text about what cannot be written as JSON.
    pub fn text(&self) -> Result<String, String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|error| error.to_string())
    }
}

impl Read {
    /// A read that was refused or not answered: status and code, never a text of the server.
    #[must_use]
    pub fn refused(path: &str, query: &str, status: u16, code: Option<u64>) -> Self {
        let code = code.map(|code| ("code".to_owned(), Value::from(code.to_string())));
        let error = Value::Object(code.into_iter().collect());
        let answer = Value::Object([("error".to_owned(), error)].into_iter().collect());
        Self { path: path.to_owned(), query: query.to_owned(), status, answer, cut: false }
    }

    /// How many records were read; `None` for an object or a refusal.
    #[must_use]
    pub fn records(&self) -> Option<usize> {
        self.answer["records"].as_array().map(Vec::len)
    }
}
