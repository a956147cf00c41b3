//! EC2 errors, in terms that a caller can act on.

use std::fmt;
use std::net::Ipv4Addr;

use crate::classify::classify;

/// An EC2 call that failed.
///
/// It carries enough for a case with AWS support, but neither credentials nor a raw answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Error {
    /// The action that was called, for example `AssignPrivateIpAddresses`; `GetCallerIdentity` is the only one of
    /// AWS STS.
    pub operation: &'static str,
    /// EC2's error code; `None` when EC2 did not answer.
    pub code: Option<String>,
    /// What EC2 said, or what is wrong on our side, as a full sentence.
    pub message: String,
    /// EC2's request id, if it answered.
    pub request_id: Option<String>,
    /// What it means.
    pub kind: ErrorKind,
    /// Whether this or an earlier attempt may have taken effect, whatever the answer says. Calls are retried
    /// beneath this port, so a lost answer can be followed by a refusal.
    pub may_have_acted: bool,
}

/// What an error means. Kinds are added as callers need them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The object does not exist in this account and Region.
    NotFound,
    /// An id does not have the form of its kind.
    MalformedId,
    /// Other interfaces have these addresses, and the call did not permit taking them. Empty when EC2's text
    /// could not be parsed.
    MoveNotAllowed {
        /// The addresses that EC2 named.
        addresses: Vec<Ipv4Addr>,
    },
    /// The interface has as many addresses as its instance type allows.
    LimitExceeded,
    /// The address lies outside the subnet of the interface.
    OutOfSubnet,
    /// AWS reserves the address (the first four and the last of a subnet).
    Reserved,
    /// The address is the primary one of an interface, which can neither be moved nor unassigned.
    PrimaryAddress,
    /// The interface does not have the address.
    NotAssigned,
    /// The credentials are valid but lack the permission for the action.
    Unauthorized,
    /// EC2 does not accept the credentials: wrong, expired or disabled.
    CredentialsRefused,
    /// No credentials were found.
    NoCredentials,
    /// No Region was given or found.
    NoRegion,
    /// The account's request budget was exhausted, even after all retries.
    Throttled,
    /// EC2 had an internal failure or was unavailable, even after all retries.
    Unavailable,
    /// No answer in time. A write may or may not have happened.
    Timeout,
    /// The endpoint could not be reached. Nothing was sent.
    Unreachable,
    /// The connection broke before the answer was complete. A write may or may not have happened.
    Lost,
    /// EC2 accepted a write, but reads did not show it within the time allowed.
    Unsettled,
    /// EC2's answer is incomplete or cannot be read.
    BadAnswer,
    /// The caller was stopped before there was an answer.
    Stopped,
    /// Anything else: see the code and the message.
    Other,
}

impl Error {
    /// Builds an error from EC2's answer. The kind follows from the code and the message.
    pub fn answered(
        operation: &'static str,
        code: impl Into<String>,
        message: impl Into<String>,
        request_id: Option<String>,
    ) -> Self {
        let (code, message) = (code.into(), message.into());
        let kind = classify(&code, &message);
        Self { operation, code: Some(code), message, request_id, kind, may_have_acted: false }
    }

    /// Builds an error that arose on this side of the connection, without a code from EC2.
    pub fn local(operation: &'static str, kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { operation, code: None, message: message.into(), request_id: None, kind, may_have_acted: false }
    }

    /// Adds whether an earlier attempt of the same call may have taken effect.
    #[must_use]
    pub fn after_an_uncertain_attempt(self, may_have_acted: bool) -> Self {
        Self { may_have_acted: self.may_have_acted || may_have_acted, ..self }
    }

    /// Whether the object does not exist in this account and Region.
    pub fn is_not_found(&self) -> bool {
        self.kind == ErrorKind::NotFound
    }

    /// Whether another interface has the address.
    pub fn is_move_not_allowed(&self) -> bool {
        matches!(self.kind, ErrorKind::MoveNotAllowed { .. })
    }

    /// Whether the interface is full.
    pub fn is_limit_exceeded(&self) -> bool {
        self.kind == ErrorKind::LimitExceeded
    }

    /// Whether the address lies outside the subnet.
    pub fn is_out_of_subnet(&self) -> bool {
        self.kind == ErrorKind::OutOfSubnet
    }

    /// Whether AWS reserves the address.
    pub fn is_reserved(&self) -> bool {
        self.kind == ErrorKind::Reserved
    }

    /// Whether the address is a primary one.
    pub fn is_primary_address(&self) -> bool {
        self.kind == ErrorKind::PrimaryAddress
    }

    /// Whether the interface does not have the address.
    pub fn is_not_assigned(&self) -> bool {
        self.kind == ErrorKind::NotAssigned
    }

    /// Whether a permission is missing.
    pub fn is_unauthorized(&self) -> bool {
        self.kind == ErrorKind::Unauthorized
    }

    /// Whether there were too many requests, even after all retries.
    pub fn is_throttled(&self) -> bool {
        self.kind == ErrorKind::Throttled
    }

    /// Whether the same call may succeed a little later without any change.
    pub fn is_transient(&self) -> bool {
        use ErrorKind::{Lost, Throttled, Timeout, Unavailable, Unreachable};
        matches!(self.kind, Throttled | Unavailable | Timeout | Unreachable | Lost)
    }

    /// Whether a write may have happened although the call failed, so that the caller must look before it
    /// does anything else. Always false for a read.
    pub fn is_ambiguous(&self) -> bool {
        use ErrorKind::{BadAnswer, Lost, Timeout, Unavailable};
        let is_unclear = matches!(self.kind, Unavailable | Timeout | Lost | BadAnswer);
        !self.is_of_a_read() && (self.may_have_acted || is_unclear)
    }

    /// Whether the action changes nothing, as EC2's names of actions tell.
    pub fn is_of_a_read(&self) -> bool {
        is_read(self.operation)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", service_of(self.operation), self.operation, self.message)?;
        match (&self.code, &self.request_id) {
            (Some(code), Some(id)) => write!(f, " (code {code}, request {id})"),
            (Some(code), None) => write!(f, " (code {code})"),
            (None, Some(id)) => write!(f, " (request {id})"),
            (None, None) => Ok(()),
        }
    }
}

/// Whether an action changes nothing, as EC2's names of actions tell.
pub fn is_read(action: &str) -> bool {
    ["Describe", "Get"].iter().any(|verb| action.starts_with(verb))
}

/// Returns the name of the service that has this action, as a sentence calls it.
pub fn service_of(operation: &str) -> &'static str {
    if operation == "GetCallerIdentity" { "AWS STS" } else { "EC2" }
}

/// Turns absence into a value instead of an error.
pub trait Unless<T> {
    /// Returns `None` for [`ErrorKind::NotFound`] and passes every other error on.
    fn unless_gone(self) -> Result<Option<T>, Error>;
}

impl<T> Unless<T> for Result<T, Error> {
    fn unless_gone(self) -> Result<Option<T>, Error> {
        match self {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_contains_action_code_and_request_id() {
        let error = Error::answered(
            "AssignPrivateIpAddresses",
            "PrivateIpAddressLimitExceeded",
            "Number of private addresses will exceed limit.",
            Some("1234".into()),
        );
        assert_eq!(
            error.to_string(),
            "EC2 AssignPrivateIpAddresses: Number of private addresses will exceed limit. \
             (code PrivateIpAddressLimitExceeded, request 1234)"
        );
        let error = Error::local("DescribeSubnets", ErrorKind::NoRegion, "No Region.");
        assert_eq!(error.to_string(), "EC2 DescribeSubnets: No Region.");
    }

    #[test]
    fn only_a_write_is_ambiguous_after_an_uncertain_attempt() {
        use ErrorKind::*;
        let unclear = [Unavailable, Timeout, Lost, BadAnswer];
        let clear =
            [Stopped, NotFound, LimitExceeded, Unauthorized, Throttled, Unreachable, NoCredentials, Other];
        for write in ["AssignPrivateIpAddresses", "UnassignPrivateIpAddresses"] {
            for kind in &unclear {
                assert!(Error::local(write, kind.clone(), "").is_ambiguous(), "{write} {kind:?}");
            }
            for kind in &clear {
                let error = Error::local(write, kind.clone(), "");
                assert!(!error.is_ambiguous(), "{write} {kind:?}");
                assert!(error.clone().after_an_uncertain_attempt(true).is_ambiguous(), "{write} {kind:?}");
                assert!(!error.after_an_uncertain_attempt(false).is_ambiguous(), "{write} {kind:?}");
            }
        }
        for read in ["DescribeNetworkInterfaces", "DescribeSubnets", "GetSubnetCidrReservations"] {
            for kind in unclear.iter().chain(&clear) {
                let error = Error::local(read, kind.clone(), "").after_an_uncertain_attempt(true);
                assert!(!error.is_ambiguous(), "{read} {kind:?}");
            }
        }
    }

    #[test]
    fn only_absence_becomes_none() {
        let gone = Error::answered("DescribeSubnets", "InvalidSubnetID.NotFound", "gone", None);
        assert_eq!(Err::<(), _>(gone).unless_gone(), Ok(None));
        let denied = Error::answered("DescribeSubnets", "UnauthorizedOperation", "no", None);
        assert_eq!(Err::<(), _>(denied.clone()).unless_gone(), Err(denied));
        assert_eq!(Ok(1).unless_gone(), Ok(Some(1)));
    }
}
