//! Runs other programs, with errors that name the command.

use std::ffi::OsStr;
use std::io::{Read, Seek};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail, ensure};

/// Formats the command as typed, without its environment.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// Runs a program to its end with our own input and output.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start `{}`", shown(command)))?;
    ensure!(status.success(), "`{}` failed ({status})", shown(command));
    Ok(())
}

/// Runs a program to its end and returns its standard output. Its error output is shown only on failure.
pub fn output(command: &mut Command) -> Result<String> {
    let done = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        bail!("`{}` failed ({}):\n{}", shown(command), done.status, said.trim_end());
    }
    String::from_utf8(done.stdout).with_context(|| format!("`{}` printed no UTF-8", shown(command)))
}

/// Runs a program to its end and returns its status and both outputs, interleaved in their original order.
pub fn captured(command: &mut Command) -> Result<(ExitStatus, String)> {
    // A file, because a pipe would stay open as long as any process that the program left behind.
    let mut file = tempfile::tempfile().context("cannot make a temporary file")?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file.try_clone()?);
    let status = command.status().with_context(|| format!("cannot start `{}`", shown(command)))?;
    let mut printed = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut printed)?;
    Ok((status, String::from_utf8_lossy(&printed).into_owned()))
}
