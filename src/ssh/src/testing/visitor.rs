//! One connection to the server.

use std::collections::HashMap;
use std::sync::Arc;

use russh::server::{Auth, ChannelOpenHandle, Handler, Msg, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelOpenFailure};
use tokio::io::copy_bidirectional;
use tokio::net::TcpStream;
use tokio::sync::watch;

use super::running;
use super::server::Seen;

pub struct Visitor {
    seen: Arc<Seen>,
    cut: watch::Sender<bool>,
    channels: HashMap<ChannelId, Channel<Msg>>,
}

impl Visitor {
    pub fn new(seen: Arc<Seen>, cut: watch::Sender<bool>) -> Self {
        Self { seen, cut, channels: HashMap::new() }
    }
}

impl Handler for Visitor {
    type Error = russh::Error;

    async fn auth_publickey(&mut self, _: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        let known = self.seen.accepts.users.iter().any(|user| user.is(key.public_key));
        Ok(if known { Auth::Accept } else { Auth::reject() })
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        self.channels.insert(channel.id(), channel);
        reply.accept().await;
        Ok(())
    }

    async fn channel_open_direct_tcpip(
        &mut self,
        channel: Channel<Msg>,
        host: &str,
        port: u32,
        _: &str,
        _: u32,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        if !self.seen.accepts.forwarding {
            reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
            return Ok(());
        }
        match TcpStream::connect((host, u16::try_from(port).unwrap())).await {
            Ok(mut onward) => {
                reply.accept().await;
                tokio::spawn(async move {
                    let _ = copy_bidirectional(&mut channel.into_stream(), &mut onward).await;
                });
            }
            Err(_) => reply.reject(ChannelOpenFailure::ConnectFailed).await,
        }
        Ok(())
    }

    async fn exec_request(
        &mut self,
        id: ChannelId,
        line: &[u8],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        let channel = self.channels.remove(&id).unwrap();
        session.channel_success(id)?;
        let command = self.seen.begin(String::from_utf8(line.to_vec()).unwrap());
        tokio::spawn(running::run(command, channel, session.handle(), self.cut.clone()));
        Ok(())
    }
}
