//! One Terraform command, measured.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::usage::{Usage, most_resident};
use crate::process;

/// How often Terraform's memory is looked at. Its highest value so far is what the system shows.
const LOOK: Duration = Duration::from_millis(5);

/// How many lines of a failed command are shown: an error may come for each object.
const SHOWN: usize = 40;

/// What a command took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Time from its start to its end.
    pub wall: Duration,
    /// The provider's processes.
    pub provider: Usage,
    /// Terraform's own process.
    pub terraform: Usage,
}

/// Runs a command to its end, which must be a success. `noted` is the file in which the provider's processes
/// are noted; it is deleted.
pub fn measure(command: &mut Command, noted: &Path, limit: Duration) -> Result<Taken> {
    let shown = process::shown(command);
    let said = tempfile::NamedTempFile::new().context("cannot make a temporary file")?;
    command.stdin(Stdio::null()).stdout(said.reopen()?).stderr(said.reopen_to_append()?);
    let before = Usage::of_children()?;
    let start = Instant::now();
    let mut child = command.spawn().with_context(|| format!("cannot start `{shown}`"))?;
    let (status, peak, in_time) = watched(&mut child, limit)?;
    let wall = start.elapsed();
    let cpu = Usage::of_children()?.cpu.saturating_sub(before.cpu);
    let printed = || ending(&fs::read_to_string(said.path()).unwrap_or_default());
    ensure!(in_time, "`{shown}` did not end within {limit:?}:\n{}", printed());
    ensure!(status.success(), "`{shown}` failed ({status}):\n{}", printed());
    let provider = Usage::parse(&fs::read_to_string(noted).context("no provider was started")?)?;
    fs::remove_file(noted)?;
    let terraform = Usage { cpu: cpu.saturating_sub(provider.cpu), peak };
    Ok(Taken { wall, provider, terraform })
}

/// Returns the last lines of an output.
fn ending(printed: &str) -> String {
    let lines: Vec<_> = printed.lines().collect();
    lines[lines.len().saturating_sub(SHOWN)..].join("\n")
}

trait Append {
    fn reopen_to_append(&self) -> Result<File>;
}

impl Append for tempfile::NamedTempFile {
    fn reopen_to_append(&self) -> Result<File> {
        Ok(File::options().append(true).open(self.path())?)
    }
}

/// Waits for the end of a process and ends it after the limit. Returns its status, its most resident memory
/// in KiB, and whether it ended by itself.
fn watched(child: &mut Child, limit: Duration) -> Result<(std::process::ExitStatus, u64, bool)> {
    let id = child.id();
    let (ended, killed, peak) = (AtomicBool::new(false), AtomicBool::new(false), AtomicU64::new(0));
    let status = scope(|threads| {
        threads.spawn(|| {
            let start = Instant::now();
            while !ended.load(Ordering::Acquire) {
                let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
                peak.fetch_max(most_resident(&status).unwrap_or(0), Ordering::Relaxed);
                if start.elapsed() > limit && !killed.swap(true, Ordering::AcqRel) {
                    end(id);
                }
                sleep(LOOK);
            }
        });
        let status = child.wait();
        ended.store(true, Ordering::Release);
        status
    });
    Ok((status?, peak.into_inner(), !killed.into_inner()))
}

fn end(id: u32) {
    if let Ok(id) = i32::try_from(id) {
        let _ended_meanwhile = kill(Pid::from_raw(id), Signal::SIGKILL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn what_providers_used_is_taken_from_their_notes() {
        let folder = tempfile::tempdir().unwrap();
        let noted = folder.path().join("noted");
        let script = format!("echo '2000 300' >> {0}; echo '1000 500' >> {0}; sleep 0.05", noted.display());
        let taken = measure(&mut shell(&script), &noted, Duration::from_secs(60)).unwrap();
        assert_eq!(taken.provider, Usage { cpu: Duration::from_millis(3), peak: 500 });
        assert!(taken.wall > Duration::ZERO && taken.terraform.peak > 0, "{taken:?}");
        assert!(!noted.exists());
    }

    #[test]
    fn a_failure_shows_what_was_printed() {
        let folder = tempfile::tempdir().unwrap();
        let noted = folder.path().join("noted");
        let limit = Duration::from_secs(60);
        let error = measure(&mut shell("echo broken >&2; exit 1"), &noted, limit).unwrap_err();
        assert!(error.to_string().contains("broken"), "{error}");
        let error = measure(&mut shell("true"), &noted, limit).unwrap_err();
        assert!(error.to_string().contains("no provider was started"), "{error}");
    }

    #[test]
    fn only_the_end_of_a_long_output_is_shown() {
        let lines: Vec<_> = (1..=SHOWN + 2).map(|number| number.to_string()).collect();
        assert_eq!(ending(&lines.join("\n")), lines[2..].join("\n"));
        assert_eq!(ending("one\n"), "one");
    }

    #[test]
    fn a_command_that_does_not_end_is_ended() {
        let noted = Path::new("/nonexistent/noted");
        let error = measure(&mut shell("exec sleep 600"), noted, Duration::from_millis(50)).unwrap_err();
        assert!(error.to_string().contains("did not end within 50ms"), "{error}");
    }
}
