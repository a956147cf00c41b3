//! Starts the program again without the variables of the AWS SDK that are empty.
//!
//! A pipeline sets a variable that it has no value for to an empty text. The SDK takes an empty URL or Region as
//! it is, and a process cannot change its own environment safely.

use std::ffi::{OsStr, OsString};
use std::io::Error;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// Puts the same program without these variables in the place of this process. Returns only if there are none,
/// or with the reason why it could not.
pub(crate) fn start_again_without() -> Result<(), String> {
    let blank: Vec<_> =
        std::env::vars_os().filter(|(name, value)| is_blank(name, value)).map(|(name, _)| name).collect();
    if blank.is_empty() { Ok(()) } else { Err(refusal(&blank, &start_again(&blank))) }
}

fn is_blank(name: &OsStr, value: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with("AWS_"))
        && value.to_str().is_some_and(|value| value.trim().is_empty())
}

/// Returns only if it fails.
fn start_again(without: &[OsString]) -> Error {
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => return error,
    };
    let mut command = Command::new(program);
    command.args(std::env::args_os().skip(1));
    for name in without {
        command.env_remove(name);
    }
    command.exec()
}

fn refusal(blank: &[OsString], error: &Error) -> String {
    let names: Vec<_> = blank.iter().map(|name| name.to_string_lossy()).collect();
    format!("cannot start without the empty variables {}: {error}. Unset them.", names.join(", "))
}
