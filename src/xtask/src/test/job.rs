//! A unit of parallel work: a single Rust test, or a whole suite of another runner.

use std::process::{Command, ExitStatus};
use std::time::Duration;

use anyhow::Result;

use super::tally::Tally;
use crate::process;

/// A command, and how to parse its output.
pub struct Job {
    /// Name in the output, the same in every run.
    pub name: String,
    pub command: Command,
    /// Counts the tests from the output; `None` if the runner aborted before its summary.
    pub count: fn(&str) -> Option<Tally>,
    /// Returns the durations of tests that the runner reports itself.
    pub times: fn(&str) -> Vec<(String, Duration)>,
}

/// A finished job.
#[derive(Debug)]
pub struct Ended {
    pub tally: Tally,
    /// Complete output.
    pub printed: String,
    /// Durations of single tests, for a suite.
    pub times: Vec<(String, Duration)>,
}

impl Job {
    /// Runs the command to its end.
    pub fn run(mut self) -> Result<Ended> {
        let (status, printed) = process::captured(&mut self.command)?;
        Ok(Ended { tally: judged((self.count)(&printed), status), times: (self.times)(&printed), printed })
    }
}

/// Corrects the count: a runner that failed, or did not print a summary, has at least one failure.
fn judged(counted: Option<Tally>, status: ExitStatus) -> Tally {
    let mut tally = counted.unwrap_or_default();
    if tally.failed == 0 && (counted.is_none() || !status.success()) {
        tally.failed = 1;
    }
    tally
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    #[test]
    fn a_runner_that_aborts_has_failed() {
        let of = |passed, failed| Tally { passed, failed };
        for (name, counted, code, expected) in [
            ("good", Some(of(3, 0)), 0, of(3, 0)),
            ("bad", Some(of(3, 2)), 101, of(3, 2)),
            ("crashed after its summary", Some(of(3, 0)), 101, of(3, 1)),
            ("crashed before its summary", None, 101, of(0, 1)),
            ("printed nothing and claims success", None, 0, of(0, 1)),
            ("ignored", Some(of(0, 0)), 0, of(0, 0)),
        ] {
            assert_eq!(judged(counted, ExitStatus::from_raw(code << 8)), expected, "{name}");
        }
    }

    #[test]
    fn the_output_of_a_job_is_parsed_by_its_own_functions() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo said; echo wrong >&2; exit 3"]);
        let job = Job {
            name: "job".to_owned(),
            command,
            count: |printed| printed.contains("said").then_some(Tally { passed: 2, failed: 0 }),
            times: |_| vec![("test".to_owned(), Duration::from_secs(1))],
        };
        let ended = job.run().unwrap();
        assert_eq!(ended.printed, "said\nwrong\n");
        assert_eq!(ended.tally, Tally { passed: 2, failed: 1 });
        assert_eq!(ended.times.len(), 1);
    }
}
