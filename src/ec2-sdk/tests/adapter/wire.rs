//! Peers that the test controls byte by byte.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Starts a server that answers every request with the same status and body. It ends with the runtime.
pub(crate) async fn serve(status: &'static str, body: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    serve_on(listener, status, body);
    address
}

/// Does the same on an existing listener.
pub(crate) fn serve_on(listener: TcpListener, status: &'static str, body: &'static str) {
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            // The request is short enough to arrive as one piece.
            let _ = stream.read(&mut [0; 65536]).await;
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: text/xml\r\ncontent-length: {}\r\nconnection: \
                 close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
    });
}

/// Starts a server that accepts connections and stays silent.
pub(crate) async fn silence() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            held.push(stream);
        }
    });
    address
}

/// Starts a server whose answers have an endless body made of this piece. The counter holds the bytes that
/// were sent.
pub(crate) async fn endless(piece: &'static str) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, taken) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let count = Arc::clone(&taken);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let count = Arc::clone(&count);
            tokio::spawn(async move {
                let _ = stream.read(&mut [0; 65536]).await;
                let head = "HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\nconnection: close\r\n\r\n";
                let mut next = stream.write_all(head.as_bytes()).await;
                let piece = piece.repeat(8192);
                while next.is_ok() {
                    next = stream.write_all(piece.as_bytes()).await;
                    count.fetch_add(piece.len(), Ordering::Relaxed);
                }
            });
        }
    });
    (address, taken)
}

/// Starts a server that refuses each request with a text that `says` derives from the request.
pub(crate) async fn echo(says: fn(&str) -> String) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 65536];
            let length = stream.read(&mut request).await.unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            let said = says(&request);
            let error = format!("<Error><Code>AccessDenied</Code><Message>{said}</Message></Error>");
            // EC2 and STS wrap errors differently.
            let body = if request.contains("AssumeRole") {
                format!("<ErrorResponse>{error}<RequestId>{said}</RequestId></ErrorResponse>")
            } else {
                format!("<Response><Errors>{error}</Errors><RequestID>{said}</RequestID></Response>")
            };
            let head = format!(
                "HTTP/1.1 403 Forbidden\r\ncontent-type: text/xml\r\ncontent-length: {}\r\nconnection: \
                 close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
    });
    address
}
