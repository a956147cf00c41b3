//! Finds out how commands become root, once per connection.

use crate::command::Command;
use crate::error::{Error, Result};
use crate::line::{Elevation, INPUT_BEGINS};
use crate::output::Output;
use crate::target::Target;
use ssh_core::Secret;

/// The outcome of a first, harmless command with `sudo -n`.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    Allowed,
    WantsPassword,
    Refused(String),
}

/// A command that does nothing, in the same shell as all others, because sudoers may restrict the shell.
pub fn nothing() -> Command {
    Command::new(["true"])
}

/// Interprets the output of [`nothing`]. With `LC_ALL=C`, sudo's messages are in English.
pub fn answer(output: &Output) -> Answer {
    if output.is_success() {
        return Answer::Allowed;
    }
    let text = output.stderr.text();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if says(&["password is required", "a password was required", "no password was provided"]) {
        return Answer::WantsPassword;
    }
    let said = output.stderr.last_lines(3);
    Answer::Refused(match output.status {
        127 => format!("there is no sudo ({said})"),
        _ if says(&["must have a tty", "a terminal is required"]) => {
            format!("sudo wants a terminal (Defaults requiretty): {said}")
        }
        status if said.is_empty() => format!("sudo ended with status {status}"),
        _ => said,
    })
}

/// Returns the input for a command that follows a password.
pub fn input(password: &Secret, stdin: &[u8]) -> Vec<u8> {
    [password.expose().as_bytes(), b"\n", INPUT_BEGINS.as_bytes(), b"\n", stdin].concat()
}

/// Returns the password as the whole input. If it is wrong, sudo hits EOF when it prompts again, so only one
/// failure counts.
pub fn password_alone(password: &Secret) -> Vec<u8> {
    format!("{}\n", password.expose()).into_bytes()
}

/// Decides how to become root after the attempt without a password. `None` means: try the password.
pub fn without_password(
    answer: Answer,
    target: &Target,
    password: Option<&Secret>,
) -> Result<Option<Elevation>> {
    let (user, host) = (target.user.clone(), target.to_string());
    match (answer, password) {
        (Answer::Allowed, _) => Ok(Some(Elevation::Sudo)),
        (Answer::WantsPassword, Some(_)) => Ok(None),
        (Answer::WantsPassword, None) => Err(Error::SudoNeedsPassword { target: host, user }),
        (Answer::Refused(message), _) => Err(Error::SudoNotPermitted { target: host, user, message }),
    }
}

/// Interprets the output after the password alone. If sudo accepts the password, the shell that it starts
/// misses the marker before the input and reports that with its exit status.
pub fn with_password(output: &Output, target: &Target) -> Result<Elevation> {
    const NO_MARKER: u32 = 125;
    let (user, host) = (target.user.clone(), target.to_string());
    let text = output.stderr.text();
    if output.status == NO_MARKER {
        return Ok(Elevation::SudoWithPassword);
    }
    if ["incorrect password", "Sorry, try again", "no password was provided"]
        .iter()
        .any(|said| text.contains(said))
    {
        return Err(Error::SudoPasswordRefused { target: host, user });
    }
    let message = match answer(output) {
        Answer::Refused(message) => message,
        _ => output.stderr.last_lines(3),
    };
    Err(Error::SudoNotPermitted { target: host, user, message })
}
