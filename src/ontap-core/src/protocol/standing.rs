//! What the outcome of one request says about all others over the same connection.
//!
//! A refused login is refused again, and locks the account in the end; a certificate that is not trusted stays
//! so; and a cluster that never answered answers the next object no sooner. Such a failure counts for all.

use crate::error::{Error, TransportFailure};
use crate::protocol::request::Request;

/// What is known of a connection.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Whether the cluster has accepted a login.
    works: bool,
    /// The failure that counts for all requests.
    failure: Option<Error>,
}

impl Standing {
    /// Whether the cluster has accepted a login, and no failure counts for all requests.
    pub fn works(&self) -> bool {
        self.works && self.failure.is_none()
    }

    /// Refuses a request if a failure counts for all.
    ///
    /// # Errors
    /// [`Error::NotSent`] with that failure.
    pub fn admit(&self, request: &Request) -> Result<(), Error> {
        let Some(first) = &self.failure else { return Ok(()) };
        let (method, path) = (request.method, request.path.clone());
        Err(Error::NotSent { method, path, first: Box::new(first.clone()), had_worked: self.works })
    }

    /// Learns from the outcome of one attempt.
    pub fn learn(&mut self, outcome: Result<(), &Error>) {
        match outcome {
            Err(error) if self.is_final(error) => {
                self.failure.get_or_insert_with(|| error.latest().clone());
            }
            Err(error) if !proves_login(error) => {}
            _ => {
                self.works = true;
                // What only seemed to be out of reach has answered. A refused login stays refused.
                self.failure.take_if(|failure| is_out_of_reach(failure));
            }
        }
    }

    /// Learns from the end of all attempts of one request. Nothing is learned from a write: one that was sent
    /// is followed by a look, and perhaps by another attempt.
    pub fn learn_end(&mut self, request: &Request, error: &Error) {
        if request.method.is_read() && !self.works && is_out_of_reach(error) {
            self.failure.get_or_insert_with(|| error.latest().clone());
        }
    }

    /// Whether a repetition of any request would end like this. The same code means a missing permission once
    /// a login has been accepted.
    fn is_final(&self, error: &Error) -> bool {
        error.is_unauthorized()
            || error.is_unknown_user() && !self.works
            || matches!(error.latest(), Error::Transport { failure: TransportFailure::Untrusted, .. })
    }
}

/// Whether ONTAP has looked at the request itself, so that it had accepted the login.
fn proves_login(error: &Error) -> bool {
    matches!(error.latest(), Error::Api { status: ..500, code: Some(_), .. }) && !error.is_retryable()
}

/// Whether there was no answer of ONTAP to the request.
fn is_out_of_reach(error: &Error) -> bool {
    match error.latest() {
        Error::Transport { failure, .. } => *failure != TransportFailure::Untrusted,
        Error::Timeout { .. } => error.is_unanswered(),
        Error::Decode { status, .. } => *status != 401,
        Error::Api { .. } => error.is_retryable() || matches!(error.status(), Some(500..)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::error::{Doubt, Method};

    fn api(status: u16, code: u64) -> Error {
        let (method, path, message) = (Method::Get, "/cluster".to_owned(), String::new());
        Error::Api { method, path, status, code: Some(code), message, target: None }
    }

    fn transport(failure: TransportFailure) -> Error {
        Error::Transport { method: Method::Get, path: String::new(), failure, message: String::new() }
    }

    fn decode(status: u16) -> Error {
        Error::Decode { method: Method::Get, path: String::new(), status, received: String::new() }
    }

    fn silence() -> Error {
        Error::unanswered(Method::Get, String::new(), Duration::from_secs(60))
    }

    /// Returns the failure that counts for all after these outcomes; the last one ends its request.
    fn after(outcomes: &[Result<(), Error>]) -> Option<Error> {
        let mut standing = Standing::default();
        outcomes.iter().for_each(|outcome| standing.learn(outcome.as_ref().copied()));
        if let Some(Err(error)) = outcomes.last() {
            standing.learn_end(&Request::get("/cluster"), error);
        }
        match standing.admit(&Request::get("/svm/svms")) {
            Err(Error::NotSent { path, first, .. }) if path == "/svm/svms" => Some(*first),
            Err(other) => panic!("{other}"),
            Ok(()) => None,
        }
    }

    #[test]
    fn a_refused_login_and_an_untrusted_certificate_count_for_all_at_once_and_always() {
        let refusals = [
            ("wrong password", api(401, 6_691_623)),
            ("a sign-in page", decode(401)),
            ("untrusted", transport(TransportFailure::Untrusted)),
        ];
        for (name, refusal) in refusals {
            assert_eq!(after(&[Err(refusal.clone())]), Some(refusal.clone()), "{name}");
            assert_eq!(after(&[Ok(()), Err(refusal.clone())]), Some(refusal.clone()), "{name}, later");
            assert_eq!(after(&[Err(refusal.clone()), Ok(())]), Some(refusal), "{name}, and then an answer");
        }
    }

    #[test]
    fn a_cluster_out_of_reach_counts_for_all_only_while_nothing_has_succeeded() {
        let failures = [
            ("no connection", transport(TransportFailure::Connect)),
            ("no handshake", transport(TransportFailure::Tls)),
            ("lost", transport(TransportFailure::Lost)),
            ("silent", silence()),
            ("a proxy's 503", decode(503)),
            ("HTML", decode(200)),
            ("busy", api(503, 7)),
            ("too many requests", api(429, 262_160)),
            ("broken", api(500, 262_145)),
        ];
        for (name, failure) in failures {
            assert_eq!(after(&[Err(failure.clone())]), Some(failure.clone()), "{name}");
            assert_eq!(after(&[Ok(()), Err(failure.clone())]), None, "{name}, later");
            assert_eq!(after(&[Err(failure), Ok(())]), None, "{name}, and then an answer");
        }
    }

    #[test]
    fn an_attempt_that_is_repeated_does_not_count() {
        let mut standing = Standing::default();
        standing.learn(Err(&silence()));
        assert!(standing.admit(&Request::get("/cluster")).is_ok() && !standing.works());
        standing.learn(Ok(()));
        assert!(standing.works());
    }

    #[test]
    fn a_write_without_an_answer_does_not_count() {
        let mut standing = Standing::default();
        let write = Request::delete_one("/svm/svms", "u-1").unwrap();
        standing.learn_end(&write, &transport(TransportFailure::Lost));
        assert!(standing.admit(&Request::get("/svm/svms")).is_ok());
    }

    #[test]
    fn a_refusal_by_ontap_proves_that_the_login_was_accepted() {
        for refusal in [api(404, 4), api(403, 6), api(409, 1), api(400, 262_179)] {
            let mut standing = Standing::default();
            standing.learn(Err(&refusal));
            standing.learn_end(&Request::get("/cluster"), &refusal);
            assert!(standing.works(), "{refusal}");
        }
    }

    #[test]
    fn an_account_that_is_unknown_is_a_refused_login_and_later_a_missing_permission() {
        let unknown = api(403, 6_691_623);
        assert_eq!(after(&[Err(unknown.clone())]), Some(unknown.clone()));
        assert_eq!(after(&[Ok(()), Err(unknown)]), None);
    }

    #[test]
    fn what_was_not_tried_to_the_end_says_nothing_about_others() {
        let stopped = Error::Stopped { what: String::new(), unknown_outcome: false };
        let argument = Error::Argument { what: "uuid", value: String::new(), why: "" };
        let (method, path, first) = (Method::Get, String::new(), Box::new(silence()));
        let other = Error::NotSent { method, path, first, had_worked: false };
        for error in [stopped, argument, other] {
            assert_eq!(after(&[Err(error.clone())]), None, "{error}");
        }
        let in_doubt = api(401, 6_691_623).in_doubt(Doubt::There);
        assert_eq!(after(&[Err(in_doubt)]), Some(api(401, 6_691_623)), "the last attempt counts");
    }
}
