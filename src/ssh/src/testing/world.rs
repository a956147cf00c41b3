//! A server with one user, and the settings to connect to it.

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
    /// Directory whose programs take precedence over those of the system.
    pub stubs: TempDir,
}

impl World {
    /// Seed of the server's key.
    pub const HOST: u8 = 1;
    /// Seed of the user's key.
    pub const USER: u8 = 2;

    /// Starts a server that accepts the user.
    pub async fn new() -> Self {
        Self::accepting(|_| {}).await
    }

    /// Starts a server with changed options.
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

    /// Installs a shell script as a program of the host.
    pub fn stub(&self, name: &str, script: &str) -> &Self {
        let path = self.stubs.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        self
    }

    /// Returns settings for a connection as the login user, without sudo.
    pub fn settings(&self) -> Settings {
        let target = Target::new("127.0.0.1", self.server.port, "builder");
        let host_keys = HostKeys::pinned([Key::of(Self::HOST).fingerprint()]).unwrap();
        let mut settings = Settings::new(target, Key::of(Self::USER).credentials(), host_keys);
        settings.privilege = Become::None;
        settings.connect_timeout = Duration::from_secs(10);
        settings.path = format!("{}:{}", self.stubs.path().display(), settings.path);
        settings
    }

    /// Connects to the server.
    pub async fn connect(&self) -> Connection {
        Connection::open(&self.settings()).await.unwrap()
    }
}
