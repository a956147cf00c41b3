//! What can go wrong: each message says what is true and what to do.
//!
//! An error may contain what the host said about itself and the last lines that a command printed. It never
//! contains a key, a passphrase, a password or a command's input.

use ssh_core::UnreadablePin;
use std::fmt;
use std::time::Duration;

/// The result of a call.
pub type Result<T> = std::result::Result<T, Error>;

/// A failed connection, login, command or file access.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no route to the host, or its name has no address.
    #[error(
        "{target} cannot be reached: {reason}. Check name, address, route, and the firewall or security group"
    )]
    Unreachable {
        /// User, host and port.
        target: String,
        /// The reason, as far as it is known.
        reason: String,
    },
    /// The host is up, but nothing listens on the port.
    #[error(
        "{target} refused the connection: no SSH server listens on this port. Check the port, or wait \
         until the host has started"
    )]
    Refused {
        /// User, host and port.
        target: String,
    },
    /// The host does not answer, or does not complete the SSH handshake.
    #[error(
        "{target} did not answer within {} s while {doing}. Check the address, and whether a firewall \
         drops the packets",
        waited.as_secs_f32()
    )]
    TimedOut {
        /// User, host and port.
        target: String,
        /// What was being done.
        doing: &'static str,
        /// How long we waited.
        waited: Duration,
    },
    /// Something answers, but no SSH session could be negotiated with it.
    #[error("{target} answered, but no SSH session came about: {reason}. No login was tried. Check the port")]
    NotSsh {
        /// User, host and port.
        target: String,
        /// The reason, as far as it is known.
        reason: String,
    },
    /// The bastion does not forward the connection.
    #[error(
        "the bastion {bastion} does not pass a connection on to {target}: {reason}. No login was tried \
         on {target}. Check AllowTcpForwarding and PermitOpen on the bastion"
    )]
    Bastion {
        /// User, host and port of the bastion.
        bastion: String,
        /// User, host and port.
        target: String,
        /// The reason, as far as it is known.
        reason: String,
    },

    /// No trusted key is known for the host.
    #[error(
        "the host key of {target} is unknown: it offers {offered}, and {searched}. No login was tried. \
         Compare the fingerprint with what `ssh-keygen -lf /etc/ssh/ssh_host_{}_key.pub` prints on the \
         host's console, and add the key only if it is the same",
        offered.file()
    )]
    HostKeyUnknown {
        /// User, host and port.
        target: String,
        /// The key that was offered.
        offered: OfferedKey,
        /// What the trusted keys contain instead.
        searched: String,
    },
    /// A different key is known for the host.
    #[error(
        "the host key of {target} has changed: it offers {offered}, but {expected}. Somebody may be in \
         between, or the host was installed anew. No login was tried. Compare the fingerprint with what \
         `ssh-keygen -lf /etc/ssh/ssh_host_{}_key.pub` prints on the host's console before the known key \
         is replaced",
        offered.file()
    )]
    HostKeyChanged {
        /// User, host and port.
        target: String,
        /// The key that was offered.
        offered: OfferedKey,
        /// Which key is expected.
        expected: String,
    },
    /// The host offers a revoked key.
    #[error(
        "the host key of {target} is revoked: line {line} of known_hosts marks {offered} with \
         @revoked. No login was tried. Give the host a new key"
    )]
    HostKeyRevoked {
        /// User, host and port.
        target: String,
        /// The key that was offered.
        offered: OfferedKey,
        /// Number of the line in `known_hosts`.
        line: usize,
    },
    /// Only a certificate authority is known for the host.
    #[error(
        "the host key of {target}, {offered}, cannot be verified: line {line} of known_hosts trusts a \
         certificate authority (@cert-authority), and host certificates are not supported. No login was \
         tried. Give the host's own key"
    )]
    HostCertificate {
        /// User, host and port.
        target: String,
        /// The key that was offered.
        offered: OfferedKey,
        /// Number of the line in `known_hosts`.
        line: usize,
    },
    /// The trusted keys cannot be read.
    #[error("the trusted host keys cannot be read: {what} {why}. No host is trusted until this is corrected")]
    TrustUnreadable {
        /// What cannot be read.
        what: String,
        /// Why it cannot be read.
        why: String,
    },

    /// The host refused every key.
    #[error(
        "{target} refused to log {user} in with {tried}{}. Check the user name, and that the public \
         key is in the user's authorized_keys",
        accepts(methods)
    )]
    AuthenticationRefused {
        /// User, host and port.
        target: String,
        /// Login name.
        user: String,
        /// The key or keys that were offered.
        tried: String,
        /// The authentication methods that the host would accept.
        methods: Vec<String>,
    },
    /// The private key cannot be used. The host was not contacted.
    #[error("the private key for {user} cannot be used: {problem}")]
    Key {
        /// Login name.
        user: String,
        /// What is wrong with the key.
        problem: KeyProblem,
    },
    /// The SSH agent cannot be used.
    #[error(
        "the SSH agent at {socket} cannot be used: {reason}. Check that it runs and has the key \
         (`ssh-add -l`)"
    )]
    Agent {
        /// Path of the agent's socket.
        socket: String,
        /// The reason, as far as it is known.
        reason: String,
    },

    /// sudo requires a password, and none was given.
    #[error(
        "sudo on {target} wants a password for {user}. Nothing was changed. Give the sudo password, or \
         allow {user} to use sudo without one (NOPASSWD)"
    )]
    SudoNeedsPassword {
        /// User, host and port.
        target: String,
        /// Login name.
        user: String,
    },
    /// sudo rejects the password.
    #[error(
        "sudo on {target} did not take the password for {user}. Nothing was changed. It was tried \
         once, so that the account is not locked"
    )]
    SudoPasswordRefused {
        /// User, host and port.
        target: String,
        /// Login name.
        user: String,
    },
    /// sudo does not permit the user to become root.
    #[error(
        "{user} cannot become root on {target}: {message}. Nothing was changed. Install sudo or \
         correct the sudoers, or log in as root"
    )]
    SudoNotPermitted {
        /// User, host and port.
        target: String,
        /// Login name.
        user: String,
        /// What sudo said.
        message: String,
    },

    /// A command cannot be sent.
    #[error("the command `{command}` cannot be run on {target}: {reason}. It was not started")]
    NotStarted {
        /// User, host and port.
        target: String,
        /// The beginning of the command.
        command: String,
        /// The reason, as far as it is known.
        reason: String,
    },
    /// A signal ended the command.
    #[error(
        "the command `{command}` on {target} was killed by signal {signal}{}. What it had done until \
         then stands",
        said(stderr)
    )]
    Killed {
        /// User, host and port.
        target: String,
        /// The beginning of the command.
        command: String,
        /// Name of the signal, without `SIG`.
        signal: String,
        /// The last lines of standard error.
        stderr: String,
    },
    /// The command took too long.
    #[error(
        "the command `{command}` on {target} did not end within {} s; it was asked to end and may still \
         run{}",
        waited.as_secs_f32(), said(stderr)
    )]
    CommandTimedOut {
        /// User, host and port.
        target: String,
        /// The beginning of the command.
        command: String,
        /// How long we waited.
        waited: Duration,
        /// The last lines of standard error.
        stderr: String,
    },
    /// The connection was lost while a command ran.
    #[error(
        "the connection to {target} was lost while `{command}` ran: {reason}. Whether the command \
         ended is unknown, and it may still run; look before it is run again"
    )]
    ConnectionLost {
        /// User, host and port.
        target: String,
        /// The beginning of the command.
        command: String,
        /// The reason, as far as it is known.
        reason: String,
    },
    /// The command printed more than the limit.
    #[error(
        "the command `{command}` on {target} printed more than {limit} bytes, so its output was not \
         used; the command was asked to end"
    )]
    OutputTooLarge {
        /// User, host and port.
        target: String,
        /// The beginning of the command.
        command: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// A file cannot be read or written.
    #[error("{path} on {target} cannot be {deed}: {reason}{}", unchanged(deed))]
    File {
        /// User, host and port.
        target: String,
        /// Path of the file.
        path: String,
        /// What was attempted: `read` or `written`.
        deed: &'static str,
        /// The reason, as far as it is known.
        reason: String,
    },
}

/// Why a private key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    /// It is not a private key.
    #[error(
        "it is not a private key in OpenSSH, PEM (PKCS#1, PKCS#8, SEC1) or PuTTY format, or it is damaged"
    )]
    Unreadable,
    /// It is a public key.
    #[error("it is a public key; the private one is needed, usually the file without .pub")]
    Public,
    /// It is encrypted, and no passphrase was given.
    #[error("it is encrypted; give its passphrase")]
    NeedsPassphrase,
    /// It is encrypted, and the passphrase is wrong.
    #[error("its passphrase is wrong")]
    WrongPassphrase,
}

/// A key that a host or user offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedKey {
    /// Type, such as `ssh-ed25519`.
    pub algorithm: String,
    /// Fingerprint, such as `SHA256:...`.
    pub fingerprint: String,
}

impl OfferedKey {
    /// Returns what OpenSSH's file names call this type of key.
    fn file(&self) -> &'static str {
        match self.algorithm.as_str() {
            "ssh-rsa" => "rsa",
            algorithm if algorithm.starts_with("ecdsa") => "ecdsa",
            _ => "ed25519",
        }
    }
}

impl fmt::Display for OfferedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.algorithm, self.fingerprint)
    }
}

impl Error {
    /// Whether the host may only just be starting, so that another attempt can succeed.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Refused { .. } | Self::TimedOut { .. })
    }

    /// Returns user, host and port of the machine concerned, if there is one.
    pub fn target(&self) -> Option<&str> {
        match self {
            Self::Unreachable { target, .. }
            | Self::Refused { target }
            | Self::TimedOut { target, .. }
            | Self::NotSsh { target, .. }
            | Self::HostKeyUnknown { target, .. }
            | Self::HostKeyChanged { target, .. }
            | Self::HostKeyRevoked { target, .. }
            | Self::HostCertificate { target, .. }
            | Self::AuthenticationRefused { target, .. }
            | Self::SudoNeedsPassword { target, .. }
            | Self::SudoPasswordRefused { target, .. }
            | Self::SudoNotPermitted { target, .. }
            | Self::NotStarted { target, .. }
            | Self::Killed { target, .. }
            | Self::CommandTimedOut { target, .. }
            | Self::ConnectionLost { target, .. }
            | Self::OutputTooLarge { target, .. }
            | Self::File { target, .. } => Some(target),
            Self::Bastion { bastion, .. } => Some(bastion),
            Self::TrustUnreadable { .. } | Self::Key { .. } | Self::Agent { .. } => None,
        }
    }

    /// Whether a command was started and it is unknown how it ended.
    pub fn outcome_is_unknown(&self) -> bool {
        matches!(
            self,
            Self::ConnectionLost { .. } | Self::CommandTimedOut { .. } | Self::OutputTooLarge { .. }
        )
    }
}

fn accepts(methods: &[String]) -> String {
    if methods.is_empty() { String::new() } else { format!("; it accepts {}", methods.join(", ")) }
}

fn said(stderr: &str) -> String {
    if stderr.is_empty() { String::new() } else { format!(" (it said last: {stderr})") }
}

fn unchanged(deed: &str) -> &'static str {
    if deed == "read" { "" } else { ". The file is as it was before" }
}

impl From<UnreadablePin> for Error {
    fn from(UnreadablePin { what, why }: UnreadablePin) -> Self {
        Self::TrustUnreadable { what, why }
    }
}
