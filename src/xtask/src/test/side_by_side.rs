//! Runs jobs in parallel. Most tests spend their time waiting: for Terraform, for a pause between two
//! attempts, for an answer that is late on purpose. So more of them run at once than there are processors.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::job::{Ended, Job};
use super::tally::Tally;
use super::times::Times;
use crate::progress::say;

/// Parallel jobs per processor.
const PER_PROCESSOR: usize = 5;

/// Returns the default number of parallel jobs.
pub fn usual() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get) * PER_PROCESSOR
}

/// A job's name, result and duration.
type Report = (String, Result<Ended>, Duration);

/// Runs the jobs, starting with those that took longest last time. Prints one line per job, and the complete
/// output of those that failed.
pub fn run(mut jobs: Vec<Job>, at_once: usize, times: &mut Times) -> Summary {
    jobs.sort_by_key(|job| std::cmp::Reverse(times.of(&job.name)));
    let queue = Mutex::new(VecDeque::from(jobs));
    let (sender, reports) = mpsc::channel();
    let mut summary = Summary::default();
    thread::scope(|scope| {
        for _ in 0..at_once.max(1) {
            let (queue, sender) = (&queue, sender.clone());
            scope.spawn(move || work(queue, &sender));
        }
        drop(sender);
        for report in reports {
            summary.take(report, times);
        }
    });
    summary
}

fn work(queue: &Mutex<VecDeque<Job>>, sender: &Sender<Report>) {
    loop {
        let next = queue.lock().ok().and_then(|mut queue| queue.pop_front());
        let Some(job) = next else { return };
        let (name, begun) = (job.name.clone(), Instant::now());
        let ended = job.run();
        let _nobody_listens_any_more = sender.send((name, ended, begun.elapsed()));
    }
}

/// The result of all jobs.
#[derive(Debug, Default)]
pub struct Summary {
    pub tally: Tally,
    /// Names of the jobs with failures.
    pub failed: Vec<String>,
}

impl Summary {
    fn take(&mut self, (name, ended, time): Report, times: &mut Times) {
        let ended = ended.unwrap_or_else(|error| Ended {
            tally: Tally { passed: 0, failed: 1 },
            printed: format!("error: {error:#}"),
            times: Vec::new(),
        });
        self.tally += ended.tally;
        times.note(&name, time, ended.times);
        let word = if ended.tally.failed > 0 { "FAILED" } else { "ok" };
        say(&format!("{:>8.1} s  {word:<6}  {name}", time.as_secs_f64()));
        if ended.tally.failed > 0 {
            say(ended.printed.trim_end());
            self.failed.push(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::super::tally;
    use super::*;

    fn job(name: &str, script: &str) -> Job {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        Job { name: name.to_owned(), command, count: tally::of_libtest, times: |_| Vec::new() }
    }

    #[test]
    fn every_job_counts_once_and_a_job_that_cannot_start_has_failed() {
        let good = "echo 'test result: ok. 1 passed; 0 failed; 0 ignored'";
        let mut jobs: Vec<_> = (0..20).map(|number| job(&format!("good {number}"), good)).collect();
        jobs.push(job("bad", "exit 1"));
        jobs.push(Job { command: Command::new("/no/such/program"), ..job("missing", "") });
        let mut summary = run(jobs, 4, &mut Times::default());
        assert_eq!(summary.tally, Tally { passed: 20, failed: 2 });
        summary.failed.sort();
        assert_eq!(summary.failed, ["bad", "missing"]);
    }

    #[test]
    fn jobs_wait_in_parallel() {
        let begun = Instant::now();
        let jobs = (0..10).map(|number| job(&number.to_string(), "sleep 0.5")).collect();
        run(jobs, 10, &mut Times::default());
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    }
}
