//! What happens on a session beside the commands: the host key is checked, and why the session ended is noted.

use std::sync::{Arc, Mutex};

use russh::client::{DisconnectReason, Handler};
use russh::keys::PublicKeyOrCertificate;

use crate::error::{Error, OfferedKey};
use crate::host_key::HostKeys;
use crate::target::Target;

/// Checks the host key, at the beginning and whenever keys are exchanged anew.
pub struct Verifier {
    pub target: Target,
    pub host_keys: HostKeys,
    pub end: End,
}

/// Why a session ended, if anything is known of it.
#[derive(Debug, Clone, Default)]
pub struct End(Arc<Mutex<Option<String>>>);

/// What ended a session: our verdict about its key, or anything else.
#[derive(Debug)]
pub enum Failure {
    HostKey(Box<Error>),
    Session(russh::Error),
}

impl From<russh::Error> for Failure {
    fn from(error: russh::Error) -> Self {
        Self::Session(error)
    }
}

impl End {
    /// The reason in words.
    pub fn reason(&self) -> String {
        let noted = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        noted.unwrap_or_else(|| "the host closed it".to_owned())
    }

    fn note(&self, reason: String) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(reason);
    }
}

impl Handler for Verifier {
    type Error = Failure;

    async fn check_server_key(&mut self, offered: &PublicKeyOrCertificate) -> Result<bool, Failure> {
        let verdict = match offered {
            PublicKeyOrCertificate::PublicKey { key, .. } => self.host_keys.check(&self.target, key),
            // Never asked for, so a server that shows one breaks the protocol.
            PublicKeyOrCertificate::Certificate(certificate) => Err(Error::HostKeyUnknown {
                target: self.target.to_string(),
                offered: OfferedKey {
                    algorithm: certificate.algorithm().to_certificate_type(),
                    fingerprint: "in a certificate".to_owned(),
                },
                searched: "host certificates are not supported".to_owned(),
            }),
        };
        verdict.map(|()| true).map_err(|error| Failure::HostKey(Box::new(error)))
    }

    async fn disconnected(&mut self, reason: DisconnectReason<Failure>) -> Result<(), Failure> {
        match reason {
            DisconnectReason::ReceivedDisconnect(info) => {
                self.end
                    .note(format!("the host ended the session ({:?}): {}", info.reason_code, info.message));
                Ok(())
            }
            DisconnectReason::Error(Failure::Session(error)) => {
                self.end.note(error.to_string());
                Err(error.into())
            }
            DisconnectReason::Error(Failure::HostKey(error)) => {
                self.end.note(error.to_string());
                Err(Failure::HostKey(error))
            }
        }
    }
}
