//! Whether a failed write may have taken effect.

use crate::code;
use crate::error::{Error, JobEnd, Method, TransportFailure};

impl Error {
    /// Whether this was a write that may or may not have taken effect.
    ///
    /// A write is refused for certain only by an error in ONTAP's own form and with a code. After any other
    /// answer, and after any failure that follows an attempt that may have taken effect ([`Error::InDoubt`]),
    /// the outcome is open, so the caller must look at what exists. Code, status and message are those of the
    /// last attempt.
    pub fn is_ambiguous(&self) -> bool {
        match self {
            Self::Transport { method, failure, .. } => {
                !method.is_read() && *failure == TransportFailure::Lost
            }
            Self::Timeout { method, .. } | Self::Decode { method, .. } => !method.is_read(),
            Self::Api { method, status, code, .. } => {
                let is_refusal = *status >= 300 && code.is_some();
                !method.is_read() && (!is_refusal || self.failed_midway() || self.is_failed_creation())
            }
            Self::Job { end, .. } => *end == JobEnd::Lost || self.failed_midway(),
            Self::Unread { .. } | Self::InDoubt { .. } => true,
            Self::Stopped { unknown_outcome, .. } => *unknown_outcome,
            Self::AnotherCluster { .. } | Self::NotSent { .. } | Self::Config(_) | Self::Argument { .. } => {
                false
            }
        }
    }

    /// Whether ONTAP reports that a job failed.
    pub fn is_failed_job(&self) -> bool {
        matches!(self.latest(), Self::Job { end: JobEnd::Failed, .. })
    }

    /// Whether ONTAP failed in the middle of an operation, or its components lost contact.
    fn failed_midway(&self) -> bool {
        self.is_rpc_failure() || self.has_code(code::INTERNAL) || self.has_code(code::INTERFACE_HALF_CREATED)
    }

    /// Whether a creation failed after ONTAP may have begun it. The private CLI answers plain refusals with
    /// 500 too; a look costs less than a lost object, but is unnecessary if the reason is clear.
    fn is_failed_creation(&self) -> bool {
        match self {
            Self::Api { method, status, .. } => {
                *method == Method::Post && *status >= 500 && !self.is_retryable() && !self.is_plain_refusal()
            }
            _ => false,
        }
    }

    /// Whether the code alone proves that nothing was done, whatever the status. In the case of a duplicate,
    /// the existing object is a foreign one.
    fn is_plain_refusal(&self) -> bool {
        self.is_duplicate()
            || self.is_permission_denied()
            || self.is_policy_in_use()
            || self.is_service_mix_refused()
            || self.is_service_unknown()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Doubt;

    fn api(method: Method, status: u16, code: Option<u64>) -> Error {
        let (message, path) = (String::new(), String::new());
        Error::Api { method, path, status, code, message, target: None }
    }

    fn post(status: u16, code: u64) -> Error {
        api(Method::Post, status, Some(code))
    }

    fn transport(method: Method, failure: TransportFailure) -> Error {
        Error::Transport { method, path: String::new(), failure, message: String::new() }
    }

    fn decode(method: Method, status: u16) -> Error {
        Error::Decode { method, path: String::new(), status, received: String::new() }
    }

    fn job(end: JobEnd, code: u64) -> Error {
        let (path, job, message) = (String::new(), String::new(), String::new());
        Error::Job { method: Method::Post, path, job, end, code: Some(code), message }
    }

    #[test]
    fn a_write_without_a_clear_answer_is_ambiguous() {
        let cases = [
            ("connection lost", transport(Method::Post, TransportFailure::Lost), true),
            ("never sent", transport(Method::Post, TransportFailure::Connect), false),
            ("certificate refused", transport(Method::Post, TransportFailure::Tls), false),
            ("a creation that failed, whatever the reason", post(500, 917_658), true),
            ("a creation that was refused", post(400, 917_658), false),
            ("too busy", post(503, 7), false),
            ("too many requests", post(429, 262_160), false),
            ("locked for the moment", post(500, 2_621_573), false),
            ("a name in use, by the private CLI", post(500, 13_434_908), false),
            ("a policy in use, by the private CLI", post(500, 53_281_893), false),
            ("ONTAP broke off", post(500, 262_145), true),
            ("rpc timed out", post(500, 65_541), true),
            ("half created", post(500, 1_967_102), true),
            ("job failed", job(JobEnd::Failed, 4), false),
            ("job broke off", job(JobEnd::Failed, 65_541), true),
            ("job lost", job(JobEnd::Lost, 4), true),
        ];
        for (name, error, expected) in cases {
            assert_eq!(error.is_ambiguous(), expected, "{name}");
        }
    }

    #[test]
    fn only_an_error_of_ontap_with_a_code_refuses_a_write() {
        for method in [Method::Post, Method::Patch, Method::Delete] {
            for status in [200, 201, 202, 302, 400, 401, 403, 404, 405, 409, 429, 500, 502, 503, 504] {
                assert!(decode(method, status).is_ambiguous(), "a foreign {status} to {method}");
                assert!(api(method, status, None).is_ambiguous(), "a {status} without a code to {method}");
            }
            for status in [200, 201, 202] {
                assert!(api(method, status, Some(2)).is_ambiguous(), "an error in a {status} to {method}");
            }
            for status in [400, 401, 403, 404, 405, 409, 429] {
                assert!(!api(method, status, Some(2)).is_ambiguous(), "a refusal with {status} of {method}");
            }
        }
    }

    #[test]
    fn a_read_is_never_ambiguous() {
        for status in [200, 404, 500] {
            assert!(!decode(Method::Get, status).is_ambiguous());
            assert!(!api(Method::Get, status, None).is_ambiguous());
        }
        assert!(!transport(Method::Get, TransportFailure::Lost).is_ambiguous());
    }

    #[test]
    fn a_refusal_in_doubt_is_ambiguous_and_keeps_code_and_status() {
        for doubt in [Doubt::Earlier(Box::new(post(503, 7))), Doubt::There] {
            let error = post(409, 13_434_908).in_doubt(doubt);
            assert!(error.is_ambiguous() && error.is_duplicate(), "{error}");
            assert_eq!((error.code(), error.status()), (Some(13_434_908), Some(409)));
        }
        let gone = api(Method::Delete, 404, Some(4)).in_doubt(Doubt::There);
        assert!(!gone.is_not_found(), "an object that exists is not gone");
    }
}
