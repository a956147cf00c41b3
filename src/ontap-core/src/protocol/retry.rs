//! Which requests may be sent again: requests that ONTAP temporarily refused, reads without an answer, and
//! writes after a look at the effect of the first attempt.

use crate::code;
use crate::error::{Error, Method, TransportFailure};

/// Whether the same request may be sent again without looking at the effect of the first attempt.
pub fn may_repeat(method: Method, error: &Error) -> bool {
    match error {
        // The queue for SVM jobs may be long; `Client::run` has the patience for it.
        Error::Api { code: Some(code::TOO_MANY_SVM_JOBS), .. } => false,
        Error::Api { .. } => {
            if method.is_read() {
                error.is_retryable() || error.is_rpc_failure()
            } else {
                error.is_retryable() && !error.is_ambiguous()
            }
        }
        Error::Transport { failure, .. } => match failure {
            TransportFailure::Connect => true,
            TransportFailure::Untrusted | TransportFailure::Tls => false,
            TransportFailure::Lost => method.is_read(),
        },
        Error::Timeout { .. } => method.is_read(),
        Error::Decode { status, .. } => method.is_read() && matches!(status, 429 | 502..=504),
        _ => false,
    }
}

/// Whether an idempotent write is sent again after this error: the outcome is unknown, or another job
/// currently holds the object.
pub fn may_send_again(latest: &Error) -> bool {
    latest.is_svm_busy() || latest.is_ambiguous() && !is_end_of_patience(latest)
}

/// Whether the time has run out or the caller wants to stop. Nothing is sent again then.
pub fn is_end_of_patience(error: &Error) -> bool {
    matches!(error, Error::Timeout { .. } | Error::Stopped { .. })
}

/// Whether another attempt can help after an attempt of unknown outcome: the latest attempt failed in the
/// same way, or found what the first one left. A cloud that refuses a route refuses it again, and a failed
/// job would fail again.
pub fn is_worth_another_attempt(latest: &Error) -> bool {
    let is_final = is_end_of_patience(latest) || latest.is_route_table_failure();
    let is_open = latest.is_ambiguous() || latest.is_duplicate() || latest.is_svm_busy();
    is_open && !is_final && !latest.is_failed_job()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(status: u16, code: u64) -> Error {
        let (message, path) = (String::new(), String::new());
        Error::Api { method: Method::Post, path, status, code: Some(code), message, target: None }
    }

    fn transport(failure: TransportFailure) -> Error {
        Error::Transport { method: Method::Post, path: String::new(), failure, message: String::new() }
    }

    fn decode(status: u16) -> Error {
        Error::Decode { method: Method::Post, path: String::new(), status, received: String::new() }
    }

    #[test]
    fn a_write_is_repeated_only_if_nothing_was_done() {
        let cases = [
            ("too many requests", api(429, 262_160), true, true),
            ("overload", api(503, 7), true, true),
            ("a limit that is no overload", api(409, 7), false, false),
            ("temporarily locked", api(500, 2_621_573), true, true),
            ("rpc timed out", api(500, 65_541), true, false),
            ("duplicate", api(409, 1), false, false),
            ("svm jobs are queued elsewhere", api(409, 13_434_894), false, false),
            ("no connection", transport(TransportFailure::Connect), true, true),
            ("wrong certificate", transport(TransportFailure::Tls), false, false),
            ("connection lost", transport(TransportFailure::Lost), true, false),
            ("a proxy's 503", decode(503), true, false),
            ("a proxy's 429", decode(429), true, false),
            ("nonsense", decode(200), false, false),
        ];
        for (name, error, read, write) in cases {
            assert_eq!(may_repeat(Method::Get, &error), read, "GET: {name}");
            assert_eq!(may_repeat(Method::Post, &error), write, "POST: {name}");
        }
    }
}
