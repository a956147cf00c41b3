//! A server with its user, and the settings that lead to it.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{HashAlg, PrivateKey};
use ssh::{Become, Connection, Credentials, HostKeys, Secret, Settings, Target};
use tempfile::TempDir;

use crate::server::{Accepts, Server};

/// Keys differ by their seed.
pub(crate) fn key(seed: u8) -> PrivateKey {
    PrivateKey::from(Ed25519Keypair::from_seed(&[seed; 32]))
}

pub(crate) fn text(key: &PrivateKey) -> String {
    key.to_openssh(LineEnding::LF).unwrap().to_string()
}

pub(crate) fn credentials(key: &PrivateKey) -> Credentials {
    Credentials::Key { private_key: Secret::new(text(key)), passphrase: None }
}

pub(crate) fn fingerprint(key: &PrivateKey) -> String {
    key.public_key().fingerprint(HashAlg::Sha256).to_string()
}

/// Seeds of the server's and the user's key.
pub(crate) const HOST: u8 = 1;
pub(crate) const USER: u8 = 2;

pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) stubs: TempDir,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::accepting(|_| {}).await
    }

    pub(crate) async fn accepting(change: impl FnOnce(&mut Accepts)) -> Self {
        let stubs = tempfile::tempdir().unwrap();
        let users = vec![key(USER).public_key().clone()];
        let mut accepts =
            Accepts { host_key: key(HOST), users, stubs: stubs.path().to_path_buf(), forwarding: true };
        change(&mut accepts);
        Self { server: Server::start(accepts).await, stubs }
    }

    /// A program of the host.
    pub(crate) fn stub(&self, name: &str, script: &str) -> &Self {
        let path = self.stubs.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        self
    }

    pub(crate) fn settings(&self) -> Settings {
        let target = Target::new("127.0.0.1", self.server.port, "builder");
        let host_keys = HostKeys::pinned([fingerprint(&key(HOST))]).unwrap();
        let mut settings = Settings::new(target, credentials(&key(USER)), host_keys);
        settings.privilege = Become::None;
        settings.connect_timeout = Duration::from_secs(10);
        settings.path = format!("{}:{}", self.stubs.path().display(), settings.path);
        settings
    }

    pub(crate) async fn connect(&self) -> Connection {
        Connection::open(&self.settings()).await.unwrap()
    }
}

/// What went wrong; `Connection` has no `Debug` for `unwrap_err`.
pub(crate) async fn refused(settings: &Settings) -> ssh::Error {
    match Connection::open(settings).await {
        Ok(_) => panic!("the connection came about"),
        Err(error) => error,
    }
}
