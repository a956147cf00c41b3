//! [`LinuxHost`]: a real Debian accessible over SSH.

use std::net::{Ipv4Addr, TcpListener};
use std::ops::Deref;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::machine::LinuxMachine;
use super::root::LinuxRoot;

/// How long the SSH server may take to start listening.
const START: Duration = Duration::from_secs(20);
/// How often to try another port if the chosen one has been taken by another process.
const ATTEMPTS: usize = 3;
const SET_UP: &str = include_str!("host.sh");
const PID_FILE: &str = "/run/sshd.pid";
const LOG: &str = "/var/log/sshd.log";

/// A real Debian whose own SSH server listens on a port of 127.0.0.1. Dereferences to its [`LinuxMachine`].
/// The server and everything that it started end when this value is dropped.
///
/// [`LinuxHost::private_key`] is accepted for `root` and the users below, which have a shell and no password
/// login.
pub struct LinuxHost {
    machine: LinuxMachine,
    port: u16,
    host_key: String,
    private_key: String,
}

impl LinuxHost {
    /// A user who needs no password for sudo.
    pub const BUILDER: &str = "builder";
    /// A user who needs [`LinuxHost::ADMIN_PASSWORD`] for sudo.
    pub const ADMIN: &str = "admin";
    /// The password of [`LinuxHost::ADMIN`].
    pub const ADMIN_PASSWORD: &str = "it's a \"secret\" of 1 $HOME";
    /// A user who may not use sudo.
    pub const VISITOR: &str = "visitor";

    /// Returns a copy of one of the roots with a running SSH server.
    ///
    /// # Errors
    /// As for [`LinuxMachine::of`], or if the server does not start.
    pub fn of(root: LinuxRoot) -> Result<Self> {
        let machine = LinuxMachine::of(root)?;
        machine.run_within(START, SET_UP, Self::ADMIN_PASSWORD)?.succeeded()?;
        let host_key = key(&machine.read("/etc/ssh/host_key.pub")?);
        let private_key = machine.say("cat /run/user_key && rm /run/user_key")? + "\n";
        let mut host = Self { machine, port: 0, host_key, private_key };
        host.serve()?;
        Ok(host)
    }

    /// Returns the port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Returns the host's public key in the format of `host_keys`: `ssh-ed25519 AAAA...`.
    #[must_use]
    pub fn host_key(&self) -> &str {
        &self.host_key
    }

    /// Returns the host's line for a known_hosts file.
    #[must_use]
    pub fn known_hosts(&self) -> String {
        format!("[127.0.0.1]:{} {}\n", self.port, self.host_key)
    }

    /// Returns the private key of all users, in OpenSSH's format.
    #[must_use]
    pub fn private_key(&self) -> &str {
        &self.private_key
    }

    /// Returns the SSH server's log of logins.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn log(&self) -> Result<String> {
        self.read(LOG)
    }

    /// Ends the SSH server and every session. To logged-in users, this looks like a restart of the host.
    ///
    /// # Errors
    /// If the server is not running.
    pub fn stop_serving(&self) -> Result<()> {
        self.say(&format!("kill \"$(cat {PID_FILE})\" && pkill -x 'sshd|sshd-session'; rm -f {PID_FILE}"))?;
        Ok(())
    }

    /// Starts the SSH server, on a new port each time.
    ///
    /// # Errors
    /// If the server does not become ready.
    pub fn serve(&mut self) -> Result<()> {
        for _ in 0..ATTEMPTS {
            self.port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
            self.say(&format!(
                "mkdir -p /run/sshd && exec /usr/sbin/sshd -f /etc/ssh/cvo_config -E {LOG} -o Port={}",
                self.port
            ))?;
            if self.listens()? {
                return Ok(());
            }
        }
        bail!("the SSH server does not listen:\n{}", self.log()?)
    }

    /// Waits until the server listens; returns false if the port is taken.
    /// The server writes its process id once it listens.
    fn listens(&self) -> Result<bool> {
        let start = Instant::now();
        while start.elapsed() < START {
            if self.path().join(PID_FILE.trim_start_matches('/')).exists() {
                return Ok(true);
            }
            if self.log()?.contains("Cannot bind any address") {
                return Ok(false);
            }
            thread::sleep(Duration::from_millis(20));
        }
        bail!("the SSH server did not become ready:\n{}", self.log()?)
    }
}

/// Returns a public key without its comment.
fn key(line: &str) -> String {
    line.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}

impl Deref for LinuxHost {
    type Target = LinuxMachine;

    fn deref(&self) -> &LinuxMachine {
        &self.machine
    }
}
