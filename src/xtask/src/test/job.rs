//! What runs beside other things: one Rust test, or a whole suite of another runner.

use std::process::{Command, ExitStatus};
use std::time::Duration;

use anyhow::Result;

use super::tally::Tally;
use crate::process;

/// A command, and how to read what it printed.
pub struct Job {
    /// What it is called in the output, the same in every run.
    pub name: String,
    pub command: Command,
    /// Counts the tests in what was printed; `None` if the runner broke off before it summed up.
    pub count: fn(&str) -> Option<Tally>,
    /// The tests in what was printed whose time the runner says itself.
    pub times: fn(&str) -> Vec<(String, Duration)>,
}

/// A job that has ended.
#[derive(Debug)]
pub struct Ended {
    pub tally: Tally,
    /// Everything that it printed.
    pub printed: String,
    /// Times of single tests, if it is a suite.
    pub times: Vec<(String, Duration)>,
}

impl Job {
    /// Runs the command to its end.
    pub fn run(mut self) -> Result<Ended> {
        let (status, printed) = process::captured(&mut self.command)?;
        Ok(Ended { tally: judged((self.count)(&printed), status), times: (self.times)(&printed), printed })
    }
}

/// What counts. A runner that failed, or that did not sum up, has at least one failure.
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
    fn a_runner_that_breaks_off_has_failed() {
        let of = |passed, failed| Tally { passed, failed };
        for (name, counted, code, expected) in [
            ("good", Some(of(3, 0)), 0, of(3, 0)),
            ("bad", Some(of(3, 2)), 101, of(3, 2)),
            ("crashed after its sum", Some(of(3, 0)), 101, of(3, 1)),
            ("crashed before its sum", None, 101, of(0, 1)),
            ("said nothing and claims success", None, 0, of(0, 1)),
            ("ignored", Some(of(0, 0)), 0, of(0, 0)),
        ] {
            assert_eq!(judged(counted, ExitStatus::from_raw(code << 8)), expected, "{name}");
        }
    }

    #[test]
    fn what_a_job_prints_is_read_by_its_own_rules() {
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
