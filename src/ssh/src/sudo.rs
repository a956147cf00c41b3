//! Finding out how commands become root, once for each connection.

use crate::command::Command;
use crate::error::{Error, Result};
use crate::line::{INPUT_BEGINS, Way};
use crate::output::Output;
use crate::target::Target;
use ssh_core::Secret;

/// What a first, harmless command with `sudo -n` told.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    Allowed,
    WantsPassword,
    Refused(String),
}

/// A command that does nothing, in the same shell as all others: sudoers may name the shell.
pub fn nothing() -> Command {
    Command::new(["true"])
}

/// What the output of [`nothing`] means. With `LC_ALL=C` sudo speaks English.
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

/// The command's input behind the password.
pub fn input(password: &Secret, stdin: &[u8]) -> Vec<u8> {
    [password.expose().as_bytes(), b"\n", INPUT_BEGINS.as_bytes(), b"\n", stdin].concat()
}

/// The password alone: should it be wrong, sudo finds the end when it asks again, and counts one failure.
pub fn password_alone(password: &Secret) -> Vec<u8> {
    format!("{}\n", password.expose()).into_bytes()
}

/// What is tried next.
pub fn without_password(answer: Answer, target: &Target, password: Option<&Secret>) -> Result<Option<Way>> {
    let (user, host) = (target.user.clone(), target.to_string());
    match (answer, password) {
        (Answer::Allowed, _) => Ok(Some(Way::Sudo)),
        (Answer::WantsPassword, Some(_)) => Ok(None),
        (Answer::WantsPassword, None) => Err(Error::SudoNeedsPassword { target: host, user }),
        (Answer::Refused(message), _) => Err(Error::SudoNotPermitted { target: host, user, message }),
    }
}

/// What the answer to the password alone means. The shell that sudo starts misses the mark of the input and says so
/// with its status.
pub fn with_password(output: &Output, target: &Target) -> Result<Way> {
    const NO_MARK: u32 = 125;
    let (user, host) = (target.user.clone(), target.to_string());
    let text = output.stderr.text();
    if output.status == NO_MARK {
        return Ok(Way::SudoWithPassword);
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
