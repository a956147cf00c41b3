//! The process around a provider's: it notes what the provider used.
//!
//! Terraform starts this instead of the provider, so that the time and the memory of the two can be told
//! apart. It passes everything through and ends as the provider does.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::process::parent_id;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::thread::{sleep, spawn};
use std::time::Duration;

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::usage::Usage;

/// How often is looked whether Terraform has ended.
const LOOK: Duration = Duration::from_millis(200);

/// What to run, and where to note what it used.
#[derive(clap::Args)]
pub struct Arguments {
    /// File that gets a line.
    file: PathBuf,
    /// The provider.
    program: PathBuf,
    /// What the provider is given.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Runs a provider to its end. If Terraform ends before it, it is ended.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut provider = Command::new(&arguments.program)
        .args(&arguments.arguments)
        .spawn()
        .with_context(|| format!("cannot start {}", arguments.program.display()))?;
    end_with_terraform(i32::try_from(provider.id())?);
    let status = provider.wait()?;
    let mut file = OpenOptions::new().create(true).append(true).open(&arguments.file)?;
    file.write_all(Usage::of_children()?.line().as_bytes())?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Ends the provider when Terraform has ended before it. The thread ends with this process.
fn end_with_terraform(provider: i32) {
    let terraform = parent_id();
    spawn(move || {
        while parent_id() == terraform {
            sleep(LOOK);
        }
        let _ended_meanwhile = kill(Pid::from_raw(provider), Signal::SIGKILL);
    });
}

/// Returns a script that starts `program` within such a process. It takes the arguments of the provider.
pub fn script(xtask: &Path, file: &Path, program: &Path) -> String {
    let words = [xtask, Path::new("bench-provider"), file, program].map(quoted);
    format!("#!/bin/sh\nexec {} \"$@\"\n", words.join(" "))
}

fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_names_every_path_as_one_word() {
        let text = script(Path::new("/x/xtask"), Path::new("/tmp/it's"), Path::new("/a b/provider"));
        let expected = "#!/bin/sh\nexec '/x/xtask' 'bench-provider' '/tmp/it'\\''s' '/a b/provider' \"$@\"\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn what_a_provider_used_is_noted_and_it_ends_as_the_provider_does() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("usage");
        let arguments = Arguments {
            file: file.clone(),
            program: "/bin/sh".into(),
            arguments: vec!["-c".to_owned(), "exit 3".to_owned()],
        };
        let ended = run(&arguments).unwrap();
        assert_eq!(ended, ExitCode::from(3));
        let noted = std::fs::read_to_string(file).unwrap();
        assert_eq!(noted.lines().count(), 1);
        assert!(Usage::parse(&noted).unwrap().peak > 0, "{noted}");
    }
}
