//! A TLS server that answers each request as a test specifies.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::authority::Authority;

/// What the server does with one request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// Answers with this status and body.
    Answer(u16, String),
    /// Closes the connection without an answer.
    Cut,
    /// Announces a longer body than it sends.
    CutBody,
    /// Sends the body of a successful answer without ever reaching its end.
    Endless,
    /// Does the same, but sends hardly anything.
    Trickle,
    /// Answers like this after this delay.
    Late(Duration, Box<Reply>),
}

/// Returns an answer with a JSON body.
pub(crate) fn json(status: u16, body: &str) -> Reply {
    Reply::Answer(status, body.to_owned())
}

/// Returns an error in ONTAP's form.
pub(crate) fn error(status: u16, code: u64) -> Reply {
    json(status, &format!(r#"{{"error":{{"message":"refused on purpose","code":"{code}"}}}}"#))
}

/// Determines the reply to the request with this number, counted from 0. The text is the raw request.
pub(crate) type Script = dyn Fn(usize, &str) -> Reply + Send + Sync;

/// A running server. Dropping it stops it.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server for `127.0.0.1`.
    pub(crate) async fn start(
        authority: &Authority,
        script: impl Fn(usize, &str) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let tls = authority.server_config(&authority.issue("127.0.0.1"), None);
        Self::start_with(tls, script).await
    }

    /// Starts a server with this TLS configuration.
    pub(crate) async fn start_with(
        tls: Arc<ServerConfig>,
        script: impl Fn(usize, &str) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (requests, connections) = (Arc::new(Mutex::new(Vec::new())), Arc::default());
        let counted = Counted { listener, connections: Arc::clone(&connections) };
        let task = tokio::spawn(serve(counted, TlsAcceptor::from(tls), Arc::new(script), requests.clone()));
        Self { address, requests, connections, task }
    }

    /// Returns the address.
    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Returns the port.
    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Returns how many connections were made so far.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Returns the first lines of the requests received so far, without the HTTP version.
    pub(crate) fn lines(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        requests.iter().map(|text| text.split(" HTTP/").next().unwrap().to_owned()).collect()
    }

    /// Returns the raw requests received so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A listener that counts its connections.
struct Counted {
    listener: TcpListener,
    connections: Arc<AtomicUsize>,
}

async fn serve(counted: Counted, tls: TlsAcceptor, script: Arc<Script>, requests: Arc<Mutex<Vec<String>>>) {
    while let Ok((connection, _)) = counted.listener.accept().await {
        counted.connections.fetch_add(1, Ordering::SeqCst);
        tokio::spawn(one_request(connection, tls.clone(), script.clone(), requests.clone()));
    }
}

async fn one_request(
    connection: TcpStream,
    tls: TlsAcceptor,
    script: Arc<Script>,
    requests: Arc<Mutex<Vec<String>>>,
) {
    let Ok(mut stream) = tls.accept(connection).await else { return };
    let Some(text) = read_request(&mut stream).await else { return };
    let number = {
        let mut requests = requests.lock().unwrap();
        requests.push(text.clone());
        requests.len() - 1
    };
    let mut reply = script(number, &text);
    while let Reply::Late(wait, then) = reply {
        tokio::time::sleep(wait).await;
        reply = *then;
    }
    // The client may have disconnected in the meantime.
    drop(write_reply(&mut stream, &reply).await);
}

async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let length = stream.read(&mut chunk).await.ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&chunk[..length]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let announced = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= announced.map_or(0, |length| length.parse().unwrap()) {
            return Some(text.into_owned());
        }
    }
}

async fn write_reply(stream: &mut (impl AsyncWrite + Unpin), reply: &Reply) -> std::io::Result<()> {
    let wait = match reply {
        Reply::Endless => Duration::ZERO,
        Reply::Trickle => Duration::from_millis(50),
        _ => return write_whole(stream, reply).await,
    };
    stream.write_all(b"HTTP/1.1 200 X\r\nconnection: close\r\n\r\n{\"records\":[").await?;
    let length = if wait.is_zero() { 64 * 1024 } else { 1 };
    loop {
        stream.write_all(&vec![b' '; length]).await?;
        stream.flush().await?;
        tokio::time::sleep(wait).await;
    }
}

async fn write_whole(stream: &mut (impl AsyncWrite + Unpin), reply: &Reply) -> std::io::Result<()> {
    let (status, body, announced) = match reply {
        Reply::Answer(status, body) => (*status, body.as_str(), body.len()),
        Reply::CutBody => (200, "{\"records\":[", 4000),
        Reply::Cut | Reply::Endless | Reply::Trickle | Reply::Late(..) => return Ok(()),
    };
    let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {announced}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}
