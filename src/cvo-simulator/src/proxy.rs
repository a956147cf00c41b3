//! An HTTP proxy, such as a company has between its machines and others: tunnels by `CONNECT` (RFC 9110, 9.3.6)
//! and requests in the absolute form (RFC 9112, 3.2.2).

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Longest head of a request that the proxy reads.
const MAX_HEAD: usize = 64 * 1024;

/// A running proxy. Dropping it stops it.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Starts a proxy on this machine, on the current runtime. With a login, given as `user:password`, it
    /// answers 407 to everybody else (RFC 9110, 11.7).
    ///
    /// # Errors
    /// When no port can be opened.
    pub async fn start(login: Option<&str>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let (address, seen) = (listener.local_addr()?, Arc::default());
        let expected = login.map(|login| format!("basic {}", BASE64_STANDARD.encode(login)));
        let task = tokio::spawn(serve(listener, expected, Arc::clone(&seen)));
        Ok(Self { address, seen, task })
    }

    /// Host and port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The first lines of all requests so far, such as `CONNECT 10.0.1.10:443`.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, expected: Option<String>, seen: Arc<Mutex<Vec<String>>>) {
    while let Ok((client, _)) = listener.accept().await {
        let (expected, seen) = (expected.clone(), Arc::clone(&seen));
        tokio::spawn(async move {
            if let Err(error) = relay(client, expected, &seen).await {
                tracing::debug!("a connection through the proxy ended early: {error}");
            }
        });
    }
}

async fn relay(mut client: TcpStream, login: Option<String>, seen: &Mutex<Vec<String>>) -> io::Result<()> {
    let Some((head, rest)) = read_head(&mut client).await? else { return Ok(()) };
    let line = head.lines().next().unwrap_or_default().trim_end_matches(" HTTP/1.1").to_owned();
    seen.lock().unwrap_or_else(PoisonError::into_inner).push(line.clone());
    if login.is_some_and(|login| !has_login(&head, &login)) {
        let refusal = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\
             content-length: 0\r\n\r\n";
        return client.write_all(refusal.as_bytes()).await;
    }
    let (method, target) = line.split_once(' ').unwrap_or_default();
    let Ok(mut server) = TcpStream::connect(destination(target)).await else {
        return client.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n").await;
    };
    if method == "CONNECT" {
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    } else {
        server.write_all(head.as_bytes()).await?;
    }
    server.write_all(&rest).await?;
    copy_bidirectional(&mut client, &mut server).await.map(drop)
}

/// Returns the head of a request with the empty line at its end, and what came after it.
async fn read_head(client: &mut TcpStream) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    while bytes.len() < MAX_HEAD {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = end {
            let rest = bytes.split_off(end + 4);
            return Ok(Some((String::from_utf8_lossy(&bytes).into_owned(), rest)));
        }
        if client.read_buf(&mut bytes).await? == 0 {
            break;
        }
    }
    Ok(None)
}

fn has_login(head: &str, expected: &str) -> bool {
    head.lines().filter_map(|line| line.split_once(": ")).any(|(name, value)| {
        let scheme = value.get(..5).unwrap_or_default().to_ascii_lowercase();
        name.eq_ignore_ascii_case("proxy-authorization") && expected.strip_prefix(&scheme) == value.get(5..)
    })
}

/// Returns host and port of a target: `host:port` of a tunnel, or the URL of a request.
fn destination(target: &str) -> String {
    let authority = target.strip_prefix("http://").unwrap_or(target).split('/').next().unwrap_or_default();
    let has_port = authority.rsplit_once(':').is_some_and(|(_, port)| !port.contains(']'));
    if has_port { authority.to_owned() } else { format!("{authority}:80") }
}
