//! [`NotReached`]: why there is no connection to a host, as far as it decides what happens next.

use provider_core::values::ssh::OnUnreachable;
use tfplugin::{Cx, Diagnostic, Diagnostics, Outcome};

use crate::diagnose;

/// A host that is gone for good must not block a workspace.
const WAYS_OUT: &str = "What is stored is kept. If the host is away for now, set on_unreachable = \"keep\", or plan with \
                        -refresh=false; if it is gone for good, take the object out of the configuration with a removed block, \
                        or use \"terraform state rm\".";

/// Why there is no connection to a host.
#[derive(Debug, Clone, PartialEq)]
pub enum NotReached {
    /// Nobody answers, or the connection is lost. Only this can be forgiven.
    Unreachable(Diagnostics),
    /// The host's key is unknown, or another than expected: whoever answers may be anybody.
    HostKey(Diagnostics),
    /// The configuration cannot work, or the host does not let the user in.
    Refused(Diagnostics),
    /// The provider's `ssh` is known only after apply, which the provider block has been told already.
    Unknown(Diagnostics),
    /// Nobody waits for it any more.
    Stopped(Diagnostics),
}

impl NotReached {
    /// What the client's error means. `action` completes "Could not …".
    pub fn during(action: &str, error: &ssh::Error, fields: &[(&str, &str)]) -> Self {
        use ssh::Error;
        let told = diagnose::of_ssh(error, action, fields);
        match error {
            Error::Unreachable { .. }
            | Error::Refused { .. }
            | Error::TimedOut { .. }
            | Error::ConnectionLost { .. } => Self::Unreachable(told),
            Error::HostKeyUnknown { .. }
            | Error::HostKeyChanged { .. }
            | Error::HostKeyRevoked { .. }
            | Error::HostCertificate { .. } => Self::HostKey(told),
            _ => Self::Refused(told),
        }
    }

    /// What is decided when a refresh finds no connection: without an error the stored state is kept. Neither a host that
    /// is silent nor settings that are not known yet say that an object is gone.
    pub fn on_refresh<C>(self, cx: &Cx<C>, on_unreachable: OnUnreachable) -> Outcome<()> {
        for Diagnostic { summary, detail, .. } in self.kept(on_unreachable)? {
            cx.warn(summary, detail);
        }
        Ok(())
    }

    /// The warnings with which the stored state is kept, or the errors.
    pub fn kept(self, on_unreachable: OnUnreachable) -> Outcome<Diagnostics> {
        match (self, on_unreachable) {
            (Self::Unknown(_), _) => Ok(Diagnostics::new()),
            (Self::Unreachable(told), OnUnreachable::Keep) => Ok(told.with_sentence(
                "What is stored is kept, as on_unreachable = \"keep\" says; it may be out of date.",
            )),
            (Self::Unreachable(told), OnUnreachable::Error) => Err(told.with_sentence(WAYS_OUT)),
            (other, _) => Err(other.into()),
        }
    }
}

impl From<NotReached> for Diagnostics {
    fn from(why: NotReached) -> Self {
        match why {
            NotReached::Unreachable(told)
            | NotReached::HostKey(told)
            | NotReached::Refused(told)
            | NotReached::Unknown(told)
            | NotReached::Stopped(told) => told,
        }
    }
}
