//! Accepting connections, with or without TLS, and counting those that are open.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{mpsc, watch};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::either::Either;
use tonic::transport::server::Connected;

/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// An accepted connection.
#[derive(Debug)]
pub struct Connection {
    stream: Either<UnixStream, Box<TlsStream<UnixStream>>>,
    _open: Open,
}

/// Counts a connection for as long as it lives.
#[derive(Debug)]
struct Open(watch::Sender<usize>);

impl Open {
    fn new(count: &watch::Sender<usize>) -> Self {
        count.send_modify(|open| *open += 1);
        Self(count.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.send_modify(|open| *open = open.saturating_sub(1));
    }
}

/// The connections to `listener`, each after its handshake. A slow handshake delays no other connection; a
/// failed one ends only its own.
pub fn incoming(
    listener: UnixListener,
    acceptor: Option<TlsAcceptor>,
    count: watch::Sender<usize>,
) -> ReceiverStream<io::Result<Connection>> {
    let (accepted, stream) = mpsc::channel(16);
    tokio::spawn(async move {
        loop {
            tokio::select! {
                () = accepted.closed() => return,
                connection = listener.accept() => match connection {
                    Ok((socket, _)) => {
                        tokio::spawn(greet(socket, acceptor.clone(), count.clone(), accepted.clone()));
                    }
                    // For example too many open files: try again, but not in a tight loop.
                    Err(error) => {
                        tracing::warn!("cannot accept a connection: {error}");
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                },
            }
        }
    });
    ReceiverStream::new(stream)
}

async fn greet(
    socket: UnixStream,
    acceptor: Option<TlsAcceptor>,
    count: watch::Sender<usize>,
    accepted: mpsc::Sender<io::Result<Connection>>,
) {
    let stream = match acceptor {
        None => Either::Left(socket),
        Some(acceptor) => match tokio::time::timeout(HANDSHAKE, acceptor.accept(socket)).await {
            Ok(Ok(stream)) => Either::Right(Box::new(stream)),
            Ok(Err(error)) => return tracing::warn!("refused a connection: {error}"),
            Err(_) => return tracing::warn!("refused a connection: its TLS handshake took too long"),
        },
    };
    let connection = Connection { stream, _open: Open::new(&count) };
    // A server that is shutting down accepts no more connections; this one is then dropped.
    drop(accepted.send(Ok(connection)).await);
}

impl Connected for Connection {
    type ConnectInfo = ();

    fn connect_info(&self) {}
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
