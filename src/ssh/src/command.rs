//! A command as a value.

use std::time::Duration;

use crate::quote;

/// A program with its arguments, its input and its limits.
///
/// Arguments are quoted and may contain anything but a NUL byte. Never put secrets into arguments, which
/// every user of the host can see; pass them on standard input.
#[derive(Clone, PartialEq, Eq)]
pub struct Command {
    /// The program and its arguments.
    pub argv: Vec<String>,
    /// What the program reads from standard input. Empty means that it gets EOF at once.
    pub stdin: Vec<u8>,
    /// How long it may run and how much it may print.
    pub limits: Limits,
    /// Whether it runs as the login user even where other commands become root.
    pub as_login_user: bool,
}

/// How long a command may run, and how much of its output is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// How long it may run. Default: 60 s.
    pub timeout: Duration,
    /// How many bytes are kept of standard output and of standard error, each. Default: 64 KiB.
    pub output: usize,
    /// What happens when there is more output.
    pub overflow: Overflow,
}

/// What happens to output beyond [`Limits::output`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overflow {
    /// The beginning and the end are kept, with a note in between. For output that people read.
    Shorten,
    /// The command is abandoned with an error. For output that is parsed.
    Refuse,
}

impl Default for Limits {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(60), output: 64 * 1024, overflow: Overflow::Shorten }
    }
}

impl Command {
    /// Builds a command without input and with the default limits.
    pub fn new<A: Into<String>>(argv: impl IntoIterator<Item = A>) -> Self {
        let argv = argv.into_iter().map(Into::into).collect();
        Self { argv, stdin: Vec::new(), limits: Limits::default(), as_login_user: false }
    }

    /// Builds a command from a POSIX shell script, which reaches the shell on standard input, and its
    /// arguments.
    pub fn script<A: Into<String>>(text: &str, arguments: impl IntoIterator<Item = A>) -> Self {
        let arguments = arguments.into_iter().map(Into::into);
        let argv = ["sh", "-s", "--"].into_iter().map(str::to_owned).chain(arguments);
        Self::new(argv).with_stdin(text)
    }

    /// Returns the same command with this standard input.
    pub fn with_stdin(mut self, stdin: impl Into<Vec<u8>>) -> Self {
        self.stdin = stdin.into();
        self
    }

    /// Returns the same command with these limits.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Returns the same command, run as the login user.
    pub fn as_login_user(mut self) -> Self {
        self.as_login_user = true;
        self
    }

    /// Returns the command for a message: the beginning of its first line.
    pub(crate) fn shown(&self) -> String {
        const LONGEST: usize = 100;
        let line = quote::join(&self.argv);
        let first = line.lines().next().unwrap_or_default();
        let shown: String = first.chars().take(LONGEST).collect();
        if shown.len() < line.len() { format!("{shown} ...") } else { shown }
    }
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Command")
            .field("argv", &self.argv)
            .field("stdin", &format_args!("{} bytes", self.stdin.len()))
            .field("limits", &self.limits)
            .field("as_login_user", &self.as_login_user)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_command_is_abbreviated() {
        assert_eq!(Command::new(["uname", "-r"]).shown(), "uname -r");
        assert_eq!(Command::new(["sh", "-c", "first\nsecond"]).shown(), "sh -c 'first ...");
        assert_eq!(Command::new(["x".repeat(300)]).shown().len(), 104);
    }

    #[test]
    fn debug_output_does_not_show_the_input() {
        let command = Command::script("echo hunter22", ["a"]);
        assert!(!format!("{command:?}").contains("hunter22"));
    }
}
