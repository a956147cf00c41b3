//! What the outcome of one call says about all others with the same settings.
//!
//! Credentials that are not found or that EC2 refuses are not found or refused for the next object either, and an
//! endpoint that never answered answers the next object no sooner. While nothing has succeeded, such a failure
//! counts for all.

use crate::{Error, ErrorKind};

/// What is known of the way to EC2.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Whether EC2 has looked at a call, so that it had accepted the credentials.
    works: bool,
    /// The failure that counts for all calls.
    failure: Option<Error>,
}

impl Standing {
    /// Refuses a call if a failure counts for all.
    ///
    /// # Errors
    /// That failure, as an error of this call, of which nothing was sent.
    pub fn admit(&self, operation: &'static str) -> Result<(), Error> {
        let Some(first) = &self.failure else { return Ok(()) };
        let kind = match &first.kind {
            kind @ (ErrorKind::NoCredentials | ErrorKind::NoRegion | ErrorKind::CredentialsRefused) => {
                kind.clone()
            }
            // In doubt about the first call, not about this one.
            _ => ErrorKind::Unreachable,
        };
        let what = format!("Nothing was sent, because an earlier call of this run ended so: {first}");
        Err(Error::local(operation, kind, what))
    }

    /// Learns from the end of all attempts of one call. A write that failed is followed by a look, and only the
    /// look counts.
    pub fn learn(&mut self, outcome: Result<(), &Error>) {
        match outcome {
            Err(error) if counts_for_all(error) => {
                if !self.works && error.is_of_a_read() {
                    self.failure.get_or_insert_with(|| error.clone());
                }
            }
            Err(error) if error.code.is_none() || error.is_throttled() => {}
            Ok(()) | Err(_) => *self = Self { works: true, failure: None },
        }
    }
}

/// Whether any other call would end like this.
fn counts_for_all(error: &Error) -> bool {
    use ErrorKind::{CredentialsRefused, Lost, NoCredentials, NoRegion, Timeout, Unavailable, Unreachable};
    matches!(
        error.kind,
        NoCredentials | NoRegion | CredentialsRefused | Unreachable | Timeout | Lost | Unavailable
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: &str = "DescribeSubnets";
    const WRITE: &str = "AssignPrivateIpAddresses";

    fn local(kind: ErrorKind) -> Error {
        Error::local(READ, kind, "First.")
    }

    fn answered(code: &str) -> Error {
        Error::answered(READ, code, "Answered.", None)
    }

    /// Returns what another call meets after these outcomes.
    fn after(outcomes: &[Result<(), Error>]) -> Result<(), Error> {
        let mut standing = Standing::default();
        outcomes.iter().for_each(|outcome| standing.learn(outcome.as_ref().copied()));
        standing.admit(WRITE)
    }

    #[test]
    fn what_any_other_call_would_meet_counts_for_all_until_something_succeeds() {
        use ErrorKind::{
            CredentialsRefused, Lost, NoCredentials, NoRegion, Timeout, Unavailable, Unreachable,
        };
        for kind in [NoCredentials, NoRegion, CredentialsRefused, Unreachable, Timeout, Lost, Unavailable] {
            let refused = after(&[Err(local(kind.clone()))]).unwrap_err();
            let said = format!(
                "EC2 {WRITE}: Nothing was sent, because an earlier call of this run ended so: EC2 {READ}: First."
            );
            assert_eq!(refused.to_string(), said, "{kind:?}");
            assert!(!refused.is_ambiguous(), "{kind:?}: nothing was sent");
            for reached in
                [Ok(()), Err(answered("UnauthorizedOperation")), Err(answered("InvalidSubnetID.NotFound"))]
            {
                let failed = Err(local(kind.clone()));
                assert_eq!(after(&[reached.clone(), failed.clone()]), Ok(()), "{kind:?} after {reached:?}");
                assert_eq!(after(&[failed, reached.clone()]), Ok(()), "{kind:?} before {reached:?}");
            }
        }
    }

    #[test]
    fn other_failures_are_those_of_one_call() {
        for kind in [ErrorKind::BadAnswer, ErrorKind::Stopped, ErrorKind::Throttled] {
            assert_eq!(after(&[Err(local(kind.clone()))]), Ok(()), "{kind:?}");
            let (failed, unreachable) = (Err(local(kind.clone())), Err(local(ErrorKind::Unreachable)));
            assert!(after(&[failed, unreachable]).is_err(), "{kind:?} does not show that anything works");
        }
        assert!(after(&[Err(answered("RequestLimitExceeded")), Err(local(ErrorKind::NoRegion))]).is_err());
        assert_eq!(after(&[Err(Error::local(WRITE, ErrorKind::Lost, "Lost."))]), Ok(()), "a look follows");
    }

    #[test]
    fn the_kind_says_what_to_do() {
        for kind in [ErrorKind::NoCredentials, ErrorKind::NoRegion, ErrorKind::CredentialsRefused] {
            assert_eq!(after(&[Err(local(kind.clone()))]).unwrap_err().kind, kind);
        }
        assert_eq!(after(&[Err(local(ErrorKind::Timeout))]).unwrap_err().kind, ErrorKind::Unreachable);
    }
}
