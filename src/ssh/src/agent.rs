//! Login with the keys of an SSH agent.

use std::path::Path;

use russh::client::Handle;
use russh::keys::agent::AgentIdentity;
use russh::keys::agent::client::AgentClient;

use crate::credentials::{rsa_hash, verdict};
use crate::error::{Error, OfferedKey, Result};
use crate::target::Target;
use crate::verifier::Verifier;

/// OpenSSH's server closes the connection after six refusals (`MaxAuthTries`).
const MAX_KEYS: usize = 6;

/// Offers the agent's keys until the host accepts one.
pub async fn log_in(socket: &Path, session: &mut Handle<Verifier>, target: &Target) -> Result<()> {
    let failed = |reason: String| Error::Agent { socket: socket.display().to_string(), reason };
    let mut agent = AgentClient::connect_uds(socket).await.map_err(|error| failed(error.to_string()))?;
    let identities = agent.request_identities().await.map_err(|error| failed(error.to_string()))?;
    let keys = identities.into_iter().filter_map(|identity| match identity {
        AgentIdentity::PublicKey { key, .. } => Some(key),
        AgentIdentity::Certificate { .. } => None,
    });
    let mut refused = Err(failed("it has no key".to_owned()));
    let mut tried = Vec::new();
    for key in keys.take(MAX_KEYS) {
        let hash = rsa_hash(session).await.filter(|_| key.algorithm().is_rsa());
        tried.push(OfferedKey::of(&key).to_string());
        let answer = session.authenticate_publickey_with(&target.user, key, hash, &mut agent).await;
        let text = format!("the keys of the agent ({})", tried.join(", "));
        refused = verdict(answer.map_err(|error| error.to_string()), target, text);
        if refused.is_ok() || session.is_closed() {
            break;
        }
    }
    refused
}
