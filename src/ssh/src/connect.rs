//! Turns settings into a session in which the user is logged in, directly or through a bastion.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use russh::client::{self, Handle};
use russh::{ChannelOpenFailure, Preferred};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::credentials::Prepared;
use crate::error::{Error, Result};
use crate::host_key::HostKeys;
use crate::settings::Settings;
use crate::target::Target;
use crate::verifier::{EndReason, Failure, Verifier};

/// A session, together with the bastion session that carries it.
pub struct Session {
    pub handle: Handle<Verifier>,
    pub end: EndReason,
    /// Held because dropping it would end the session.
    _bastion: Option<Handle<Verifier>>,
}

/// A host on the route, with the keys to verify it and the credentials for it.
struct Hop<'a> {
    target: &'a Target,
    host_keys: &'a HostKeys,
    prepared: &'a Prepared,
    settings: &'a Settings,
}

/// Makes one attempt to connect.
pub async fn once(settings: &Settings, prepared: &Prepared, bastion: Option<&Prepared>) -> Result<Session> {
    let hop = Hop { target: &settings.target, host_keys: &settings.host_keys, prepared, settings };
    let (Some(bastion), Some(prepared)) = (&settings.bastion, bastion) else {
        let (handle, end) = hop.session_over_tcp().await?;
        return Ok(Session { handle, end, _bastion: None });
    };
    let first = Hop { target: &bastion.target, host_keys: &bastion.host_keys, prepared, settings };
    let (carrier, _) = first.session_over_tcp().await?;
    let tunnel = hop.within("opening a connection through the bastion", async {
        let originator = ("127.0.0.1", 0);
        let port = u32::from(hop.target.port);
        let opened =
            carrier.channel_open_direct_tcpip(&hop.target.host, port, originator.0, originator.1).await;
        opened.map_err(|error| not_passed_on(&bastion.target, hop.target, &error))
    });
    let (handle, end) = hop.session(tunnel.await?.into_stream()).await?;
    Ok(Session { handle, end, _bastion: Some(carrier) })
}

impl Hop<'_> {
    async fn session_over_tcp(&self) -> Result<(Handle<Verifier>, EndReason)> {
        let address = (self.target.host.as_str(), self.target.port);
        let connected = self.within("opening a TCP connection", async {
            TcpStream::connect(address).await.map_err(|error| not_connected(self.target, &error))
        });
        self.session(connected.await?).await
    }

    /// Verifies the host and logs the user in.
    async fn session<S>(&self, stream: S) -> Result<(Handle<Verifier>, EndReason)>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let end = EndReason::default();
        let verifier =
            Verifier { target: self.target.clone(), host_keys: self.host_keys.clone(), end: end.clone() };
        let greeted = self.within("greeting and verifying the host", async {
            let connected = client::connect_stream(Arc::new(self.config()), stream, verifier).await;
            connected.map_err(|failure| no_session(self.target, failure))
        });
        let mut handle = greeted.await?;
        self.within("logging in", self.prepared.log_in(&mut handle, self.target)).await?;
        Ok((handle, end))
    }

    fn config(&self) -> client::Config {
        let preferred = self.host_keys.preferred(self.target, &Preferred::DEFAULT.key);
        client::Config {
            keepalive_interval: Some(self.settings.keepalive),
            keepalive_max: 4,
            nodelay: true,
            preferred: Preferred { key: preferred.into(), ..Preferred::DEFAULT },
            ..client::Config::default()
        }
    }

    async fn within<T>(&self, doing: &'static str, work: impl Future<Output = Result<T>>) -> Result<T> {
        let waited: Duration = self.settings.connect_timeout;
        timeout(waited, work).await.unwrap_or_else(|_| {
            let target = self.target.to_string();
            Err(Error::TimedOut { target, doing, waited })
        })
    }
}

fn not_connected(target: &Target, error: &io::Error) -> Error {
    let target = target.to_string();
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Error::Refused { target },
        _ => Error::Unreachable { target, reason: error.to_string() },
    }
}

fn no_session(target: &Target, failure: Failure) -> Error {
    let target = target.to_string();
    match failure {
        Failure::HostKey(error) => *error,
        // A peer that is not ready yet closes the connection: a forwarded port, or a server that is starting.
        Failure::Session(russh::Error::HUP | russh::Error::Disconnect | russh::Error::IO(_)) => {
            Error::Unreachable { target, reason: "the connection was closed before SSH began".to_owned() }
        }
        Failure::Session(error) => Error::NotSsh { target, reason: error.to_string() },
    }
}

fn not_passed_on(bastion: &Target, target: &Target, error: &russh::Error) -> Error {
    let (bastion, target) = (bastion.to_string(), target.to_string());
    match error {
        // The bastion does not say whether the port was closed or the host was down.
        russh::Error::ChannelOpenFailure(ChannelOpenFailure::ConnectFailed) => {
            let reason = format!("the bastion {bastion} got no connection to it");
            Error::Unreachable { target, reason }
        }
        error => Error::Bastion { bastion, target, reason: error.to_string() },
    }
}
