//! Handles session events: checks the host key, and records why the session ended.

use std::sync::{Arc, Mutex};

use russh::client::{DisconnectReason, Handler};
use russh::keys::PublicKeyOrCertificate;

use crate::error::{Error, OfferedKey};
use crate::host_key::HostKeys;
use crate::target::Target;

/// The session handler, which checks the host key initially and on every rekeying.
pub struct Verifier {
    pub target: Target,
    pub host_keys: HostKeys,
    pub end: EndReason,
}

/// Why a session ended, if known.
#[derive(Debug, Clone, Default)]
pub struct EndReason(Arc<Mutex<Option<String>>>);

/// The cause of a session's end: a host key that is not trusted, or anything else.
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

impl EndReason {
    /// Returns the reason in words.
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
            // We never request certificates, so a server that sends one violates the protocol.
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
