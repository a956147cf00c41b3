//! Errors of the ONTAP REST API.

use serde::{Deserialize, Serialize};

/// An error as the ONTAP REST API reports it, in an answer or in a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// HTTP status.
    pub status: u16,
    /// Number that ONTAP documents. The API sends it as a string.
    pub code: u64,
    /// Human-readable message.
    pub message: String,
    /// Field that caused the error.
    pub target: Option<String>,
}

/// The result of a rule of the world.
pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// Creates an error with a status, a code and a message.
    pub fn new(status: u16, code: u64, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), target: None }
    }

    /// Names the field that caused the error.
    pub fn on(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// 404: no object has this key (code 4 in NetApp's list of generic errors).
    pub fn not_found(target: &str) -> Self {
        Self::new(404, 4, "entry doesn't exist").on(target)
    }

    /// 400: a required value is missing (262212).
    pub fn missing(target: &str) -> Self {
        Self::new(400, 262_212, format!("Request is missing a required value for field \"{target}\"."))
            .on(target)
    }

    /// 400: a value that the field does not take (262197).
    pub fn invalid(target: &str, value: &str) -> Self {
        Self::new(400, 262_197, format!("Invalid value \"{value}\" for field \"{target}\".")).on(target)
    }
}
