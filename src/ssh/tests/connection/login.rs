//! Keys, passphrases and agents.

use std::time::Duration;

use russh::keys::agent::client::AgentClient;
use russh::keys::{agent, decode_secret_key};
use ssh::testing::{Key, World};
use ssh::{Connection, Credentials, Error, KeyProblem, Secret};
use tempfile::TempDir;
use tokio::net::UnixListener;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::UnixListenerStream;

use crate::refused;

/// Keys made for these tests, which belong to nobody.
const RSA: &str = include_str!("keys/rsa");
const ENCRYPTED: &str = include_str!("keys/encrypted");
const PASSPHRASE: &str = "correct horse";

#[tokio::test]
async fn an_unknown_key_is_refused_at_once() {
    let world = World::new().await;
    let mut settings = world.settings();
    settings.credentials = Key::of(9).credentials();
    settings.wait_for = Duration::from_secs(60);
    let error = refused(&settings).await;
    assert!(matches!(error, Error::AuthenticationRefused { .. }), "{error}");
    assert!(error.to_string().contains("builder"), "{error}");
}

#[tokio::test]
async fn an_rsa_key_logs_in() {
    let world = World::accepting(|accepts| accepts.users = vec![Key::read(RSA, None)]).await;
    let mut settings = world.settings();
    settings.credentials = Credentials::Key { private_key: Secret::new(RSA), passphrase: None };
    Connection::open(&settings).await.unwrap();
}

#[tokio::test]
async fn an_encrypted_key_needs_its_passphrase() {
    let user = Key::read(ENCRYPTED, Some(PASSPHRASE));
    let world = World::accepting(|accepts| accepts.users = vec![user]).await;
    let mut settings = world.settings();
    let cases = [
        (Some(PASSPHRASE), None),
        (Some("wrong horse"), Some(KeyProblem::WrongPassphrase)),
        (None, Some(KeyProblem::NeedsPassphrase)),
    ];
    for (passphrase, expected) in cases {
        let passphrase = passphrase.map(Secret::new);
        settings.credentials = Credentials::Key { private_key: Secret::new(ENCRYPTED), passphrase };
        let problem = match Connection::open(&settings).await {
            Ok(_) => None,
            Err(Error::Key { problem, .. }) => Some(problem),
            Err(error) => panic!("{error}"),
        };
        assert_eq!(problem, expected);
    }
}

#[tokio::test]
async fn an_unusable_private_key_is_reported_before_anything_is_sent() {
    let world = World::new().await;
    let mut settings = world.settings();
    settings.target.host = "host.invalid".to_owned();
    let whole = Key::of(World::USER).private();
    let public = Key::of(World::USER).public();
    for (name, key, expected) in [
        ("empty", "", KeyProblem::Unreadable),
        ("cut off", &whole[..200], KeyProblem::Unreadable),
        ("public", &public, KeyProblem::Public),
    ] {
        settings.credentials = Credentials::Key { private_key: Secret::new(key), passphrase: None };
        match refused(&settings).await {
            Error::Key { problem, .. } => assert_eq!(problem, expected, "{name}"),
            error => panic!("{name}: {error}"),
        }
    }
}

/// A running agent. Dropping it stops it.
struct Agent {
    task: JoinHandle<()>,
    folder: TempDir,
}

/// Signs whatever it is asked to sign.
#[derive(Clone)]
struct Willing;

impl agent::server::Agent for Willing {}

impl Agent {
    async fn with_keys(seeds: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("agent");
        let listener = UnixListenerStream::new(UnixListener::bind(&socket).unwrap());
        let task = tokio::spawn(async move { agent::server::serve(listener, Willing).await.unwrap() });
        let mut client = AgentClient::connect_uds(&socket).await.unwrap();
        for seed in seeds {
            let key = decode_secret_key(&Key::of(*seed).private(), None).unwrap();
            client.add_identity(&key, &[]).await.unwrap();
        }
        Self { task, folder }
    }

    fn credentials(&self) -> Credentials {
        Credentials::Agent { socket: self.folder.path().join("agent") }
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[tokio::test]
async fn the_agents_keys_are_tried_one_after_the_other() {
    let world = World::new().await;
    let mut settings = world.settings();
    let agent = Agent::with_keys(&[9, World::USER]).await;
    settings.credentials = agent.credentials();
    Connection::open(&settings).await.unwrap();
    let strangers = Agent::with_keys(&[8, 9]).await;
    settings.credentials = strangers.credentials();
    let error = refused(&settings).await;
    assert!(matches!(error, Error::AuthenticationRefused { .. }), "{error}");
}

#[tokio::test]
async fn an_agent_that_is_empty_or_gone_is_reported() {
    let world = World::new().await;
    let mut settings = world.settings();
    let agent = Agent::with_keys(&[]).await;
    settings.credentials = agent.credentials();
    assert!(refused(&settings).await.to_string().contains("it has no key"));
    drop(agent);
    assert!(matches!(refused(&settings).await, Error::Agent { .. }));
}
