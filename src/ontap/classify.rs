//! What an error means: predicates over status and code, never over text.

use crate::code;
use crate::error::{Error, JobEnd, TransportFailure};

impl Error {
    /// ONTAP's error code.
    pub fn code(&self) -> Option<u64> {
        match self {
            Self::Api { code, .. } | Self::Job { code, .. } => *code,
            _ => None,
        }
    }

    /// HTTP status, where an answer came.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Api { status, .. } | Self::Decode { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The field that ONTAP complains about.
    pub fn target(&self) -> Option<&str> {
        match self {
            Self::Api { target, .. } => target.as_deref(),
            _ => None,
        }
    }

    /// Whether ONTAP itself says that the object of this path does not exist.
    ///
    /// A bare 404, as a proxy or another server gives it, is not enough.
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(404) && self.has_code(code::NOT_FOUND)
    }

    /// Whether an object of the same name, address or destination exists.
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

    /// Whether another object is in the way: a duplicate, or one that is in use or must be changed first.
    pub fn is_conflict(&self) -> bool {
        self.is_duplicate() || self.has_code(code::IN_USE) || self.status() == Some(409)
    }

    /// Whether the address is on another LIF.
    pub fn is_address_in_use(&self) -> bool {
        self.has_code(code::ADDRESS_IN_USE)
    }

    /// Whether the account was recognized but may not do this.
    pub fn is_permission_denied(&self) -> bool {
        self.has_code(code::PERMISSION_DENIED)
            || self.has_code(code::NOT_AUTHORIZED)
            || self.status() == Some(403)
    }

    /// Whether the credentials were refused.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(401)
    }

    /// Whether ONTAP did nothing because it was too busy, so that the same request may be sent again.
    pub fn is_retryable(&self) -> bool {
        let Self::Api { status, code, .. } = self else { return false };
        match code {
            Some(code::TOO_MANY_REQUESTS | code::TEMPORARILY_LOCKED | code::TOO_MANY_SVM_JOBS) => true,
            Some(code::LIMIT) | None => matches!(status, 429 | 503),
            Some(_) => *status == 429,
        }
    }

    /// Whether this was a write that may or may not have taken effect.
    pub fn is_ambiguous(&self) -> bool {
        match self {
            Self::Transport { method, failure, .. } => {
                !method.is_read() && *failure == TransportFailure::Lost
            }
            Self::Timeout { method, .. } => !method.is_read(),
            Self::Decode { method, status, .. } => !method.is_read() && !(300..500).contains(status),
            Self::Api { method, .. } => !method.is_read() && (self.is_rpc_failure() || self.is_half_done()),
            Self::Job { end, .. } => *end == JobEnd::Lost,
            Self::Unread { .. } => true,
            Self::Stopped { unknown_outcome, .. } => *unknown_outcome,
            Self::Config(_) | Self::Argument { .. } => false,
        }
    }

    /// Whether a call between ONTAP's own parts failed: a read may be repeated, a write may have taken effect.
    pub(crate) fn is_rpc_failure(&self) -> bool {
        matches!(self.code(), Some(code::RPC_TIMEOUT | code::RPC_FAILURE | code::RPC_INTERNAL))
    }

    /// Whether another creation or deletion of the same SVM is running.
    pub(crate) fn is_svm_busy(&self) -> bool {
        self.code().is_some_and(|code| code::SVM_BUSY.contains(&code))
    }

    fn is_half_done(&self) -> bool {
        self.has_code(code::INTERFACE_HALF_CREATED)
    }

    fn has_code(&self, code: u64) -> bool {
        self.code() == Some(code)
    }
}
