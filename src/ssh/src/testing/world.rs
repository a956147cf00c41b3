//! A server with its user, and the settings that lead to it.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use tempfile::TempDir;

use super::key::Key;
use super::server::{Accepts, Server};
use crate::connection::Connection;
use crate::host_key::HostKeys;
use crate::settings::{Become, Settings};
use crate::target::Target;

/// A server whose programs a test can replace.
pub struct World {
    /// The server.
    pub server: Server,
    /// Where programs are found before the system's.
    pub stubs: TempDir,
}

impl World {
    /// Seed of the server's key.
    pub const HOST: u8 = 1;
    /// Seed of the user's key.
    pub const USER: u8 = 2;

    /// One that lets the user in.
    pub async fn new() -> Self {
        Self::accepting(|_| {}).await
    }

    /// One that accepts something else.
    pub async fn accepting(change: impl FnOnce(&mut Accepts)) -> Self {
        let stubs = tempfile::tempdir().unwrap();
        let mut accepts = Accepts {
            host_key: Key::of(Self::HOST),
            users: vec![Key::of(Self::USER)],
            stubs: stubs.path().to_path_buf(),
            forwarding: true,
            wrapper: Vec::new(),
        };
        change(&mut accepts);
        Self { server: Server::start(accepts).await, stubs }
    }

    /// A program of the host, as a shell script.
    pub fn stub(&self, name: &str, script: &str) -> &Self {
        let path = self.stubs.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        self
    }

    /// The way to it, as a user who stays what he is.
    pub fn settings(&self) -> Settings {
        let target = Target::new("127.0.0.1", self.server.port, "builder");
        let host_keys = HostKeys::pinned([Key::of(Self::HOST).fingerprint()]).unwrap();
        let mut settings = Settings::new(target, Key::of(Self::USER).credentials(), host_keys);
        settings.privilege = Become::None;
        settings.connect_timeout = Duration::from_secs(10);
        settings.path = format!("{}:{}", self.stubs.path().display(), settings.path);
        settings
    }

    /// A connection to it.
    pub async fn connect(&self) -> Connection {
        Connection::open(&self.settings()).await.unwrap()
    }
}
