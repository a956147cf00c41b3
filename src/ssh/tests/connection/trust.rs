//! Host keys and reachability.

use std::time::{Duration, Instant};

use ssh::testing::{Key, World};
use ssh::{Command, Connection, Error, Host, HostKeys};
use tokio::net::TcpListener;

use crate::refused;

#[tokio::test]
async fn a_pinned_host_is_trusted() {
    let world = World::new().await;
    let output = world.connect().await.run(&Command::new(["echo", "it's me"])).await.unwrap();
    assert_eq!((output.status, output.stdout.text()), (0, "it's me\n".to_owned()));
}

#[tokio::test]
async fn a_host_with_another_key_is_refused() {
    let world = World::new().await;
    let mut settings = world.settings();
    settings.host_keys = HostKeys::pinned([Key::of(9).fingerprint()]).unwrap();
    settings.wait_for = Duration::from_secs(60);
    let begin = Instant::now();
    let error = refused(&settings).await;
    assert!(matches!(error, Error::HostKeyChanged { .. }), "{error}");
    assert!(error.to_string().contains(&Key::of(World::HOST).fingerprint()), "{error}");
    assert!(begin.elapsed() < Duration::from_secs(20), "it was tried again");
}

#[tokio::test]
async fn known_hosts_is_checked() {
    let world = World::new().await;
    let port = world.server.port;
    let line = |seed| Key::of(seed).public();
    let cases = [
        ("the key", format!("[127.0.0.1]:{port} {}", line(World::HOST)), "ok"),
        ("another key", format!("[127.0.0.*]:{port} {}", line(9)), "changed"),
        ("another port", format!("127.0.0.1 {}", line(World::HOST)), "unknown"),
        ("revoked", format!("[127.0.0.1]:{port} {0}\n@revoked * {0}", line(World::HOST)), "revoked"),
    ];
    for (name, text, expected) in cases {
        let mut settings = world.settings();
        settings.host_keys = HostKeys::known_hosts(&text).unwrap();
        let said = match Connection::open(&settings).await {
            Ok(_) => "ok".to_owned(),
            Err(error) => error.to_string(),
        };
        assert!(said.contains(expected), "{name}: {said}");
    }
}

#[tokio::test]
async fn a_closed_port_is_retried_for_the_given_time() {
    let world = World::new().await;
    let mut settings = world.settings();
    settings.target.port = closed_port().await;
    assert!(matches!(refused(&settings).await, Error::Refused { .. }));
    settings.wait_for = Duration::from_millis(500);
    let begin = Instant::now();
    assert!(matches!(refused(&settings).await, Error::Refused { .. }));
    assert!(begin.elapsed() >= Duration::from_millis(500));
}

#[tokio::test]
async fn a_silent_peer_times_out() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let world = World::new().await;
    let mut settings = world.settings();
    settings.target.port = listener.local_addr().unwrap().port();
    settings.connect_timeout = Duration::from_millis(300);
    let error = refused(&settings).await;
    assert!(matches!(error, Error::TimedOut { doing: "greeting and verifying the host", .. }), "{error}");
}

#[tokio::test]
async fn a_peer_that_hangs_up_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let world = World::new().await;
    let mut settings = world.settings();
    settings.target.port = listener.local_addr().unwrap().port();
    let closing = tokio::spawn(async move { drop(listener.accept().await) });
    let error = refused(&settings).await;
    assert!(matches!(error, Error::Unreachable { .. }), "{error}");
    closing.await.unwrap();
}

async fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().port()
}
