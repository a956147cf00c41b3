//! From settings to a session in which the user is logged in, directly or through a bastion.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use russh::client::{self, Handle};
use russh::{ChannelOpenFailure, Preferred};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::credentials::Ready;
use crate::error::{Error, Result};
use crate::host_key::HostKeys;
use crate::settings::Settings;
use crate::target::Target;
use crate::verifier::{End, Failure, Verifier};

/// A session, and the one that carries it.
pub struct Session {
    pub handle: Handle<Verifier>,
    pub end: End,
    /// Dropping it would end the session.
    _bastion: Option<Handle<Verifier>>,
}

/// One end of the way: a host with what it is verified by and what it lets in.
struct Hop<'a> {
    target: &'a Target,
    host_keys: &'a HostKeys,
    ready: &'a Ready,
    settings: &'a Settings,
}

/// Connects once.
pub async fn once(settings: &Settings, ready: &Ready, bastion: Option<&Ready>) -> Result<Session> {
    let hop = Hop { target: &settings.target, host_keys: &settings.host_keys, ready, settings };
    let (Some(bastion), Some(ready)) = (&settings.bastion, bastion) else {
        let (handle, end) = hop.session_over_tcp().await?;
        return Ok(Session { handle, end, _bastion: None });
    };
    let first = Hop { target: &bastion.target, host_keys: &bastion.host_keys, ready, settings };
    let (carrier, _) = first.session_over_tcp().await?;
    let way = hop.within("opening a connection through the bastion", async {
        let originator = ("127.0.0.1", 0);
        let port = u32::from(hop.target.port);
        let opened =
            carrier.channel_open_direct_tcpip(&hop.target.host, port, originator.0, originator.1).await;
        opened.map_err(|error| not_passed_on(&bastion.target, hop.target, &error))
    });
    let (handle, end) = hop.session(way.await?.into_stream()).await?;
    Ok(Session { handle, end, _bastion: Some(carrier) })
}

impl Hop<'_> {
    async fn session_over_tcp(&self) -> Result<(Handle<Verifier>, End)> {
        let address = (self.target.host.as_str(), self.target.port);
        let connected = self.within("opening a TCP connection", async {
            TcpStream::connect(address).await.map_err(|error| not_connected(self.target, &error))
        });
        self.session(connected.await?).await
    }

    /// Verifies the host and logs the user in.
    async fn session<S>(&self, stream: S) -> Result<(Handle<Verifier>, End)>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let end = End::default();
        let verifier =
            Verifier { target: self.target.clone(), host_keys: self.host_keys.clone(), end: end.clone() };
        let greeted = self.within("greeting and verifying the host", async {
            let connected = client::connect_stream(Arc::new(self.config()), stream, verifier).await;
            connected.map_err(|failure| no_session(self.target, failure))
        });
        let mut handle = greeted.await?;
        self.within("logging in", self.ready.log_in(&mut handle, self.target)).await?;
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
        // What is not ready to speak yet closes the connection: a port that is forwarded, or a server that starts.
        Failure::Session(russh::Error::HUP | russh::Error::Disconnect | russh::Error::IO(_)) => {
            Error::Unreachable { target, reason: "the connection was closed before SSH began".to_owned() }
        }
        Failure::Session(error) => Error::NotSsh { target, reason: error.to_string() },
    }
}

fn not_passed_on(bastion: &Target, target: &Target, error: &russh::Error) -> Error {
    let (bastion, target) = (bastion.to_string(), target.to_string());
    match error {
        // The bastion does not say whether the port was closed or the host away.
        russh::Error::ChannelOpenFailure(ChannelOpenFailure::ConnectFailed) => {
            let reason = format!("the bastion {bastion} got no connection to it");
            Error::Unreachable { target, reason }
        }
        error => Error::Bastion { bastion, target, reason: error.to_string() },
    }
}
