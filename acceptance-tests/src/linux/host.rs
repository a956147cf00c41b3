//! [`LinuxHost`]: a real Debian that is reached over SSH.

use std::net::{Ipv4Addr, TcpListener};
use std::ops::Deref;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::machine::LinuxMachine;
use super::root::LinuxRoot;

/// How long the SSH server may take to listen.
const START: Duration = Duration::from_secs(20);
/// How often another port is tried when somebody else has taken the one that was free.
const ATTEMPTS: usize = 3;
const SET_UP: &str = include_str!("host.sh");
const PID_FILE: &str = "/run/sshd.pid";
const LOG: &str = "/var/log/sshd.log";

/// A real Debian whose own SSH server listens on a port of 127.0.0.1. Dereferences to its [`LinuxMachine`]. The server and
/// everything that it started end with this value.
///
/// [`LinuxHost::private_key`] lets in `root` and the users below, which have a shell of their own and no password login.
pub struct LinuxHost {
    machine: LinuxMachine,
    port: u16,
    host_key: String,
    private_key: String,
}

impl LinuxHost {
    /// A user for whom sudo asks no password.
    pub const BUILDER: &str = "builder";
    /// A user whom sudo asks for [`LinuxHost::ADMIN_PASSWORD`].
    pub const ADMIN: &str = "admin";
    /// The password of [`LinuxHost::ADMIN`].
    pub const ADMIN_PASSWORD: &str = "it's a \"secret\" of 1 $HOME";
    /// A user whom sudo does not let do anything.
    pub const VISITOR: &str = "visitor";

    /// A copy of one of the roots, with an SSH server that is ready.
    ///
    /// # Errors
    /// As [`LinuxMachine::of`], or when the server does not start.
    pub fn of(root: LinuxRoot) -> Result<Self> {
        let machine = LinuxMachine::of(root)?;
        machine.run_within(START, SET_UP, Self::ADMIN_PASSWORD)?.succeeded()?;
        let host_key = key(&machine.read("/etc/ssh/host_key.pub")?);
        let private_key = machine.say("cat /run/user_key && rm /run/user_key")? + "\n";
        let mut host = Self { machine, port: 0, host_key, private_key };
        host.serve()?;
        Ok(host)
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The host's public key, for `host_keys`: `ssh-ed25519 AAAA...`.
    #[must_use]
    pub fn host_key(&self) -> &str {
        &self.host_key
    }

    /// The line about the host in a file of known hosts.
    #[must_use]
    pub fn known_hosts(&self) -> String {
        format!("[127.0.0.1]:{} {}\n", self.port, self.host_key)
    }

    /// The private key of all users, in OpenSSH's format.
    #[must_use]
    pub fn private_key(&self) -> &str {
        &self.private_key
    }

    /// What the SSH server wrote about logins.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn log(&self) -> Result<String> {
        self.read(LOG)
    }

    /// Ends the SSH server and every session, as a restart of the host would for those who are logged in.
    ///
    /// # Errors
    /// When it was not running.
    pub fn stop_serving(&self) -> Result<()> {
        self.say(&format!("kill \"$(cat {PID_FILE})\" && pkill -x 'sshd|sshd-session'; rm -f {PID_FILE}"))?;
        Ok(())
    }

    /// Starts the SSH server, on another port where it had one.
    ///
    /// # Errors
    /// When it does not get ready.
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

    /// Whether the server listens; false when the port was taken. It writes its id as soon as it does.
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
        bail!("the SSH server does not get ready:\n{}", self.log()?)
    }
}

/// A public key without its comment.
fn key(line: &str) -> String {
    line.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}

impl Deref for LinuxHost {
    type Target = LinuxMachine;

    fn deref(&self) -> &LinuxMachine {
        &self.machine
    }
}
