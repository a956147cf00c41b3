//! How the user authenticates.

use std::path::PathBuf;
use std::sync::Arc;

use russh::client::{AuthResult, Handle};
use russh::keys::{HashAlg, PrivateKey, PrivateKeyWithHashAlg, decode_secret_key};

use crate::agent;
use crate::error::{Error, KeyProblem, OfferedKey, Result};
use crate::target::Target;
use crate::verifier::Verifier;
use ssh_core::Secret;

/// The user's credentials.
#[derive(Debug, Clone)]
pub enum Credentials {
    /// A private key in OpenSSH, PEM (PKCS#1, PKCS#8, SEC1) or PuTTY format.
    Key {
        /// The text of the key, not a path.
        private_key: Secret,
        /// The passphrase, if the key is encrypted.
        passphrase: Option<Secret>,
    },
    /// The keys of an SSH agent, tried one after the other.
    Agent {
        /// Its socket, usually the value of `SSH_AUTH_SOCK`.
        socket: PathBuf,
    },
}

/// Credentials that can be used: errors in the credentials themselves are found before any host is contacted.
pub enum Prepared {
    Key(Arc<PrivateKey>),
    Agent(PathBuf),
}

impl Credentials {
    /// Decodes the key.
    pub(crate) fn prepare(&self, user: &str) -> Result<Prepared> {
        match self {
            Self::Agent { socket } => Ok(Prepared::Agent(socket.clone())),
            Self::Key { private_key, passphrase } => decode(private_key, passphrase.as_ref())
                .map(|key| Prepared::Key(Arc::new(key)))
                .map_err(|problem| Error::Key { user: user.to_owned(), problem }),
        }
    }
}

impl Prepared {
    /// Logs the user in.
    pub async fn log_in(&self, session: &mut Handle<Verifier>, target: &Target) -> Result<()> {
        match self {
            Self::Agent(socket) => agent::log_in(socket, session, target).await,
            Self::Key(key) => {
                let tried = OfferedKey::of(key.public_key()).to_string();
                let hash = rsa_hash(session).await;
                let key = PrivateKeyWithHashAlg::new(Arc::clone(key), hash);
                let answer = session.authenticate_publickey(&target.user, key).await;
                verdict(answer.map_err(|error| error.to_string()), target, format!("the key {tried}"))
            }
        }
    }
}

/// Returns the hash for signatures of RSA keys. A server that does not list the hashes it knows gets SHA-256,
/// which all servers have known since 2018.
pub async fn rsa_hash(session: &Handle<Verifier>) -> Option<HashAlg> {
    session.best_supported_rsa_hash().await.ok().flatten().unwrap_or(Some(HashAlg::Sha256))
}

/// Interprets the host's answer.
pub fn verdict(
    answer: std::result::Result<AuthResult, String>,
    target: &Target,
    tried: String,
) -> Result<()> {
    match answer {
        Ok(AuthResult::Success) => Ok(()),
        Ok(AuthResult::Failure { remaining_methods, partial_success }) => {
            let methods = remaining_methods.iter().map(String::from).collect();
            let tried = if partial_success { format!("{tried} alone") } else { tried };
            let (user, target) = (target.user.clone(), target.to_string());
            Err(Error::AuthenticationRefused { target, user, tried, methods })
        }
        Err(error) => {
            Err(Error::NotSsh { target: target.to_string(), reason: format!("during login: {error}") })
        }
    }
}

/// Decodes a private key. Errors of the decoder are not passed on: none of them tells the caller what to do,
/// and none was written with secrets in mind.
fn decode(text: &Secret, passphrase: Option<&Secret>) -> std::result::Result<PrivateKey, KeyProblem> {
    let text = text.expose().trim();
    if ["ssh-", "ecdsa-", "sk-", "-----BEGIN PUBLIC"].iter().any(|start| text.starts_with(start)) {
        return Err(KeyProblem::Public);
    }
    let encrypted = match decode_secret_key(text, None) {
        Ok(key) if !key.is_encrypted() => return Ok(key),
        Ok(_) => true,
        Err(russh::keys::Error::KeyIsEncrypted) => true,
        Err(_) => {
            text.contains("ENCRYPTED")
                || text.contains("PuTTY-User-Key-File") && !text.contains("Encryption: none")
        }
    };
    match passphrase {
        _ if !encrypted => Err(KeyProblem::Unreadable),
        None => Err(KeyProblem::NeedsPassphrase),
        Some(passphrase) => {
            decode_secret_key(text, Some(passphrase.expose())).map_err(|_| KeyProblem::WrongPassphrase)
        }
    }
}
