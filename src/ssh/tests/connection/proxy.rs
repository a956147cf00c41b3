//! A proxy in front of a server, which can cut the connection or fall silent.

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What happens to the connection.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    Cut,
    Silent,
}

/// Forwards one connection until its state changes.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    state: watch::Sender<State>,
}

impl Proxy {
    pub(crate) async fn start(to: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (state, seen) = watch::channel(State::Open);
        tokio::spawn(async move {
            let (mut near, _) = listener.accept().await.unwrap();
            let mut far = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
            let mut seen = seen;
            tokio::select! {
                _ = copy_bidirectional(&mut near, &mut far) => {}
                _ = seen.wait_for(|state| *state != State::Open) => {}
            }
            if *seen.borrow() == State::Silent {
                // Both connections stay open until the proxy is dropped.
                let _ = seen.wait_for(|state| *state == State::Cut).await;
            }
        });
        Self { port, state }
    }

    pub(crate) fn cut(&self) {
        self.state.send(State::Cut).unwrap();
    }

    pub(crate) fn fall_silent(&self) {
        self.state.send(State::Silent).unwrap();
    }
}
