//! [`NotReached`]: why there is no connection to a host, as far as it decides what happens next.

use provider_core::values::ssh::OnUnreachable;
use tfplugin::{Cx, Diagnostic, Diagnostics, Outcome};

use crate::diagnose;

/// What users can do, so that a host that is gone for good does not block a workspace.
const WAYS_OUT: &str = "What is stored is kept. If the host is away for now, set on_unreachable = \"keep\", \
     or plan with -refresh=false; if it is gone for good, take the object out of the configuration with a \
     removed block, or use \"terraform state rm\".";

/// Why there is no connection to a host.
#[derive(Debug, Clone, PartialEq)]
pub enum NotReached {
    /// The host does not answer, or the connection was lost. `on_unreachable` can tolerate this case only.
    Unreachable(Diagnostics),
    /// The host's key is unknown or not the expected one: another machine may be answering.
    HostKey(Diagnostics),
    /// The configuration cannot work, or the host does not let the user in.
    Refused(Diagnostics),
    /// The provider's `ssh` is known only after apply. The provider block has reported this already.
    Unknown(Diagnostics),
    /// The operation was told to stop.
    Stopped(Diagnostics),
}

impl NotReached {
    /// Classifies the client's error. `action` completes "Could not …".
    pub fn during(action: &str, error: &ssh::Error, fields: &[(&str, &str)]) -> Self {
        use ssh::Error;
        let diagnostics = diagnose::of_ssh(error, action, fields);
        match error {
            Error::Unreachable { .. }
            | Error::Refused { .. }
            | Error::TimedOut { .. }
            | Error::ConnectionLost { .. } => Self::Unreachable(diagnostics),
            Error::HostKeyUnknown { .. }
            | Error::HostKeyChanged { .. }
            | Error::HostKeyRevoked { .. }
            | Error::HostCertificate { .. } => Self::HostKey(diagnostics),
            _ => Self::Refused(diagnostics),
        }
    }

    /// Decides what a refresh does without a connection: if there is no error, the stored state is kept.
    /// Neither a silent host nor settings that are not known yet mean that an object is gone.
    pub fn on_refresh<C>(self, cx: &Cx<C>, on_unreachable: OnUnreachable) -> Outcome<()> {
        for Diagnostic { summary, detail, .. } in self.kept(on_unreachable)? {
            cx.warn(summary, detail);
        }
        Ok(())
    }

    /// Returns the warnings with which the stored state is kept, or else the errors.
    pub fn kept(self, on_unreachable: OnUnreachable) -> Outcome<Diagnostics> {
        match (self, on_unreachable) {
            (Self::Unknown(_), _) => Ok(Diagnostics::new()),
            (Self::Unreachable(diagnostics), OnUnreachable::Keep) => Ok(diagnostics.with_sentence(
                "What is stored is kept, as on_unreachable = \"keep\" says; it may be out of date.",
            )),
            (Self::Unreachable(diagnostics), OnUnreachable::Error) => {
                Err(diagnostics.with_sentence(WAYS_OUT))
            }
            (other, _) => Err(other.into()),
        }
    }
}

impl From<NotReached> for Diagnostics {
    fn from(why: NotReached) -> Self {
        match why {
            NotReached::Unreachable(diagnostics)
            | NotReached::HostKey(diagnostics)
            | NotReached::Refused(diagnostics)
            | NotReached::Unknown(diagnostics)
            | NotReached::Stopped(diagnostics) => diagnostics,
        }
    }
}
