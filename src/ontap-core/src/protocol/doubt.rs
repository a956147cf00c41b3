//! The attempts of one write. Once one of them may have taken effect, a later refusal does not prove that
//! nothing was done.

use crate::error::{Doubt, Error, TransportFailure};

/// What the attempts of one write leave open so far.
#[derive(Default)]
pub struct Attempts {
    earlier: Option<Box<Error>>,
}

impl Attempts {
    /// Records how an attempt ended, and returns the error to report in view of the earlier attempts.
    pub fn ended(&mut self, error: Error) -> Error {
        let Some(earlier) = &self.earlier else {
            self.earlier = Some(Box::new(error.clone())).filter(|error| was_sent(error));
            return error;
        };
        error.in_doubt(Doubt::Earlier(earlier.clone()))
    }

    /// Whether one of the attempts may have taken effect.
    pub fn may_have_acted(&self) -> bool {
        self.earlier.is_some()
    }
}

/// Whether the attempt was sent and may have taken effect. ONTAP's own refusal settles the attempt that it
/// answers, but not if that attempt is repeated: an operation refused as "not now" may have begun.
fn was_sent(error: &Error) -> bool {
    match error {
        Error::Transport { failure, .. } => *failure == TransportFailure::Lost,
        Error::Stopped { unknown_outcome, .. } => *unknown_outcome,
        Error::AnotherCluster { .. } | Error::NotSent { .. } | Error::Config(_) | Error::Argument { .. } => {
            false
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Method;

    fn api(status: u16, code: u64) -> Error {
        let (message, path) = (String::new(), String::new());
        Error::Api { method: Method::Post, path, status, code: Some(code), message, target: None }
    }

    fn transport(failure: TransportFailure) -> Error {
        Error::Transport { method: Method::Post, path: String::new(), failure, message: String::new() }
    }

    fn stopped() -> Error {
        Error::Stopped { what: String::new(), unknown_outcome: false }
    }

    #[test]
    fn any_error_after_an_attempt_that_was_sent_is_ambiguous() {
        let firsts = [
            (transport(TransportFailure::Lost), true),
            (api(503, 7), true),
            (api(429, 262_160), true),
            (api(500, 2_621_573), true),
            (transport(TransportFailure::Connect), false),
            (transport(TransportFailure::Tls), false),
            (stopped(), false),
        ];
        for (first, expected) in firsts {
            let lasts = [
                api(409, 13_434_908),
                api(400, 2),
                api(503, 7),
                transport(TransportFailure::Connect),
                stopped(),
            ];
            for last in lasts {
                let mut attempts = Attempts::default();
                assert_eq!(attempts.ended(first.clone()), first, "the first is reported unchanged");
                let reported = attempts.ended(last.clone());
                assert_eq!(reported.is_ambiguous(), expected, "{first:?}, then {last:?}");
                assert_eq!(reported.latest(), &last);
                assert_eq!(reported.code(), last.code());
            }
        }
    }

    #[test]
    fn attempts_that_were_never_sent_do_not_hide_one_that_was() {
        let mut attempts = Attempts::default();
        attempts.ended(transport(TransportFailure::Connect));
        assert!(!attempts.may_have_acted());
        attempts.ended(api(503, 7));
        attempts.ended(transport(TransportFailure::Connect));
        assert!(attempts.may_have_acted() && attempts.ended(api(400, 2)).is_ambiguous());
    }
}
