//! EC2's error answers. Each error code is named once, in one of the files of this folder.
//!
//! Codes and, where AWS publishes them, texts follow the list of error codes in the EC2 API reference,
//! including its mixed case. Texts marked "seen" are quoted in public issues by people who received them from
//! EC2; the others are assumed (`ec2-error-texts`).

mod address;
mod request;
mod resource;
mod route;

use thiserror::Error;

/// A refusal in EC2's wording.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{code}: {message}")]
pub struct Ec2Error {
    /// HTTP status.
    pub status: u16,
    /// Code, for example `InvalidNetworkInterfaceID.NotFound`.
    pub code: &'static str,
    /// Human-readable text. Clients have to parse it too: many codes stand for several reasons.
    pub message: String,
}

impl Ec2Error {
    /// Client errors are sent with status 400 unless the API reference says otherwise.
    fn client(code: &'static str, message: impl Into<String>) -> Self {
        Self { status: 400, code, message: message.into() }
    }

    fn with_status(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    fn invalid_parameter_value(message: impl Into<String>) -> Self {
        Self::client("InvalidParameterValue", message)
    }

    fn invalid_parameter_combination(message: impl Into<String>) -> Self {
        Self::client("InvalidParameterCombination", message)
    }

    fn missing_parameter_text(message: impl Into<String>) -> Self {
        Self::client("MissingParameter", message)
    }
}
