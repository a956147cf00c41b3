//! An SSH server that runs what it is told in a shell, as sshd does.

use std::collections::HashMap;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use russh::keys::{PrivateKey, PublicKey};
use russh::server::{Auth, ChannelOpenHandle, Config, Handler, Msg, Session, VerifiedPublicKey, run_stream};
use russh::{Channel, ChannelId, ChannelMsg, Sig};
use tokio::io::{AsyncWriteExt, copy, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::task::JoinHandle;

/// What a server accepts.
#[derive(Clone)]
pub(crate) struct Accepts {
    pub(crate) host_key: PrivateKey,
    pub(crate) users: Vec<PublicKey>,
    /// Where programs are found before the system's.
    pub(crate) stubs: PathBuf,
    pub(crate) forwarding: bool,
}

/// A server until it is dropped.
pub(crate) struct Server {
    pub(crate) port: u16,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(accepts: Accepts) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let config = Arc::new(Config {
            keys: vec![accepts.host_key.clone()],
            auth_rejection_time: Duration::ZERO,
            auth_rejection_time_initial: Some(Duration::ZERO),
            ..Config::default()
        });
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let visitor = Visitor { accepts: accepts.clone(), channels: HashMap::new() };
                let config = Arc::clone(&config);
                // The client may turn away; then there is nobody to tell.
                tokio::spawn(async move {
                    if let Ok(session) = run_stream(config, stream, visitor).await {
                        let _ = session.await;
                    }
                });
            }
        });
        Self { port, task }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Visitor {
    accepts: Accepts,
    channels: HashMap<ChannelId, Channel<Msg>>,
}

impl Handler for Visitor {
    type Error = russh::Error;

    async fn auth_publickey(&mut self, _: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        let known = self.accepts.users.iter().any(|user| user.key_data() == key.public_key.key_data());
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
        if !self.accepts.forwarding {
            reply.reject(russh::ChannelOpenFailure::AdministrativelyProhibited).await;
            return Ok(());
        }
        match TcpStream::connect((host, u16::try_from(port).unwrap())).await {
            Ok(mut onward) => {
                reply.accept().await;
                tokio::spawn(async move {
                    let _ = copy_bidirectional(&mut channel.into_stream(), &mut onward).await;
                });
            }
            Err(_) => reply.reject(russh::ChannelOpenFailure::ConnectFailed).await,
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
        let line = String::from_utf8(line.to_vec()).unwrap();
        let path = format!("{}:{}", self.accepts.stubs.display(), std::env::var("PATH").unwrap());
        tokio::spawn(run(line, path, channel, session.handle()));
        Ok(())
    }
}

/// Runs the line; what it reads and writes goes through the channel.
async fn run(line: String, path: String, channel: Channel<Msg>, handle: russh::server::Handle) {
    let mut child = Command::new("sh")
        .args(["-c", &line])
        .env("PATH", path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let (mut read, write) = channel.split();
    let mut stdin = child.stdin.take();
    let (mut stdout, mut stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let (mut out, mut err) = (write.make_writer(), write.make_writer_ext(Some(1)));
    let feed = async {
        while let Some(message) = read.wait().await {
            match message {
                ChannelMsg::Data { data } => {
                    if let Some(pipe) = &mut stdin {
                        // A program need not read what it gets.
                        let _ = pipe.write_all(&data).await;
                    }
                }
                ChannelMsg::Eof => stdin = None,
                ChannelMsg::Close => return,
                _ => {}
            }
        }
    };
    let work = async {
        let _ = tokio::join!(copy(&mut stdout, &mut out), copy(&mut stderr, &mut err));
        child.wait().await.unwrap()
    };
    tokio::pin!(feed);
    tokio::pin!(work);
    let mut fed = false;
    let status = loop {
        tokio::select! {
            () = &mut feed, if !fed => fed = true,
            status = &mut work => break status,
            // Nobody listens any more; dropping the child ends it.
            () = tokio::time::sleep(Duration::from_secs(1)), if fed => return,
        }
    };
    match status.signal() {
        Some(_) => {
            let _ =
                handle.exit_signal_request(write.id(), Sig::KILL, false, String::new(), String::new()).await;
        }
        None => drop(write.exit_status(u32::try_from(status.code().unwrap()).unwrap()).await),
    }
    let _ = write.eof().await;
    let _ = write.close().await;
}
