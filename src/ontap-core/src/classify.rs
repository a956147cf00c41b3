//! The meaning of errors: predicates over status and code, never over text.

use crate::error::Error;
use crate::protocol::objects;
use crate::{Object, code};

impl Error {
    /// Returns ONTAP's error code.
    pub fn code(&self) -> Option<u64> {
        match self.latest() {
            Self::Api { code, .. } | Self::Job { code, .. } => *code,
            _ => None,
        }
    }

    /// Returns the HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self.latest() {
            Self::Api { status, .. } | Self::Decode { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Returns the field that ONTAP complains about.
    pub fn target(&self) -> Option<&str> {
        match self.latest() {
            Self::Api { target, .. } => target.as_deref(),
            _ => None,
        }
    }

    /// Whether ONTAP itself says that the object at the path does not exist.
    ///
    /// A bare 404, as from a proxy or another server, is not enough, nor is one in doubt.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Api { status: 404, code: Some(code::NOT_FOUND), .. })
    }

    /// Whether ONTAP itself says that the object with this key does not exist, as opposed to an object that
    /// is read along with it.
    pub fn is_gone<T: Object>(&self, key: &str) -> bool {
        let own = objects::get::<T>(key, None).map(|request| request.path);
        self.is_not_found() && matches!((self, own), (Self::Api { path, .. }, Ok(own)) if *path == own)
    }

    /// Whether an object with the same name, address or destination exists.
    pub fn is_duplicate(&self) -> bool {
        const DUPLICATES: [u64; 5] = [
            code::EXISTS,
            code::ADDRESS_IN_USE,
            code::INTERFACE_EXISTS,
            code::ROUTE_EXISTS,
            code::SVM_NAME_IN_USE,
        ];
        self.code().is_some_and(|code| DUPLICATES.contains(&code))
    }

    /// Whether another object prevents the operation: a duplicate, or an object that is in use or must be
    /// changed first.
    pub fn is_conflict(&self) -> bool {
        self.is_duplicate() || self.has_code(code::IN_USE) || self.status() == Some(409)
    }

    /// Whether the address is on another LIF.
    pub fn is_address_in_use(&self) -> bool {
        self.has_code(code::ADDRESS_IN_USE)
    }

    /// Whether ONTAP could not write the route of a floating address to the route tables of the cloud.
    ///
    /// The object that the request should create may exist nevertheless, so the caller must look.
    pub fn is_route_table_failure(&self) -> bool {
        self.has_code(code::ROUTE_TABLES)
    }

    /// Whether a service policy cannot be changed because LIFs use it.
    pub fn is_policy_in_use(&self) -> bool {
        self.code().is_some_and(|code| code == code::POLICY_IN_USE || code::SERVICE_IN_USE.contains(&code))
    }

    /// Whether ONTAP refuses to mix block and file services in one policy.
    pub fn is_service_mix_refused(&self) -> bool {
        self.has_code(code::SERVICES_MIXED)
    }

    /// Whether the SVM does not know the service, because of its release or its type.
    pub fn is_service_unknown(&self) -> bool {
        self.has_code(code::SERVICE_UNKNOWN)
    }

    /// Whether the account was recognized but lacks the permission.
    pub fn is_permission_denied(&self) -> bool {
        self.has_code(code::PERMISSION_DENIED)
            || self.has_code(code::NOT_AUTHORIZED)
            || self.status() == Some(403)
    }

    /// Whether the credentials were refused.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(401)
    }

    /// Whether ONTAP answered that it does not know the user, or that the user may not do this: the same code
    /// stands for both.
    pub fn is_unknown_user(&self) -> bool {
        self.status() == Some(403) && self.has_code(code::NOT_AUTHORIZED)
    }

    /// Whether ONTAP did nothing because it was too busy, so that the same request may be sent again.
    pub fn is_retryable(&self) -> bool {
        let Self::Api { status, code, .. } = self.latest() else { return false };
        match code {
            Some(code::TOO_MANY_REQUESTS | code::TEMPORARILY_LOCKED | code::TOO_MANY_SVM_JOBS) => true,
            Some(code::LIMIT) | None => matches!(status, 429 | 503),
            Some(_) => *status == 429,
        }
    }

    /// Whether a call between ONTAP's components failed. A read may be repeated; a write may have taken
    /// effect.
    pub(crate) fn is_rpc_failure(&self) -> bool {
        matches!(self.code(), Some(code::RPC_TIMEOUT | code::RPC_FAILURE | code::RPC_INTERNAL))
    }

    /// Whether ONTAP already runs the maximum number of jobs that create or delete SVMs.
    pub fn is_svm_job_queue_full(&self) -> bool {
        self.has_code(code::TOO_MANY_SVM_JOBS)
    }

    /// Whether another creation or deletion of the same SVM is running.
    pub(crate) fn is_svm_busy(&self) -> bool {
        self.code().is_some_and(|code| code::SVM_BUSY.contains(&code))
    }

    pub(crate) fn has_code(&self, code: u64) -> bool {
        self.code() == Some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{JobEnd, Method};

    fn api(status: u16, code: u64) -> Error {
        let (message, path) = (String::new(), String::new());
        Error::Api { method: Method::Post, path, status, code: Some(code), message, target: None }
    }

    fn decode(method: Method, status: u16) -> Error {
        Error::Decode { method, path: String::new(), status, received: String::new() }
    }

    fn job(end: JobEnd, code: u64) -> Error {
        let (path, job, message) = (String::new(), String::new(), String::new());
        Error::Job { method: Method::Post, path, job, end, code: Some(code), message }
    }

    #[test]
    fn codes_mean_the_same_in_an_answer_and_in_a_job() {
        for error in [api(409, 13_434_908), job(JobEnd::Failed, 13_434_908)] {
            assert!(error.is_duplicate() && error.is_conflict() && !error.is_not_found(), "{error:?}");
        }
    }

    #[test]
    fn each_refusal_is_recognized() {
        let cases = [
            ("entry not found", api(404, 4), Error::is_not_found as fn(&Error) -> bool),
            ("entry exists", api(409, 1), Error::is_duplicate),
            ("address on another LIF", api(409, 1_376_963), Error::is_address_in_use),
            ("in use", api(409, 8), Error::is_conflict),
            ("not authorized for that command", api(403, 6), Error::is_permission_denied),
            ("user is not authorized", api(401, 6_691_623), Error::is_permission_denied),
            ("wrong password", api(401, 6_691_623), Error::is_unauthorized),
            ("a proxy's sign-in page", decode(Method::Get, 401), Error::is_unauthorized),
            ("too many requests", api(429, 262_160), Error::is_retryable),
            ("no route in the cloud", api(500, 53_281_468), Error::is_route_table_failure),
            ("a LIF uses the policy", api(400, 53_281_893), Error::is_policy_in_use),
            ("a LIF uses the service", api(400, 53_281_961), Error::is_policy_in_use),
            ("block and file services", api(400, 53_281_929), Error::is_service_mix_refused),
            ("a service of a later release", api(400, 53_281_932), Error::is_service_unknown),
        ];
        for (name, error, holds) in cases {
            assert!(holds(&error), "{name}");
        }
        assert!(
            !api(400, 4).is_not_found(),
            "an object that the body speaks of is missing, not the one of the path"
        );
    }
}
