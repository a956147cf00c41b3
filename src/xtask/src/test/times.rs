//! Durations of tests: the jobs that took longest last time start first, and the slowest tests are listed at
//! the end.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

/// The durations of jobs in their last run, and of the tests of this run.
#[derive(Debug, Default)]
pub struct Times {
    last: BTreeMap<String, Duration>,
    tests: Vec<(String, Duration)>,
}

impl Times {
    /// Reads the durations of earlier runs. A missing file or an unknown format counts as empty.
    pub fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap_or_default();
        Self { last: text.lines().filter_map(entry).collect(), tests: Vec::new() }
    }

    /// Saves the durations for the next run, including those of jobs that did not run this time.
    pub fn write(&self, file: &Path) -> Result<()> {
        let lines = self.last.iter().map(|(name, time)| format!("{}\t{name}\n", time.as_millis()));
        fs::write(file, lines.collect::<String>()).context("cannot note how long the tests took")
    }

    /// Returns the duration of a job in its last run. An unknown job counts as the longest.
    pub fn of(&self, job: &str) -> Duration {
        self.last.get(job).copied().unwrap_or(Duration::MAX)
    }

    /// Records the duration of a job. `tests` are the tests in it, if its runner reports them.
    pub fn note(&mut self, job: &str, time: Duration, tests: Vec<(String, Duration)>) {
        self.last.insert(job.to_owned(), time);
        if tests.is_empty() {
            self.tests.push((job.to_owned(), time));
        } else {
            self.tests.extend(tests);
        }
    }

    /// Returns a table of the slowest tests of this run, at most `rows`.
    pub fn slowest(&self, rows: usize) -> String {
        let mut tests: Vec<_> = self.tests.iter().collect();
        tests.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
        let line = |(name, time): &&(String, Duration)| format!("{:>8.1} s  {name}", time.as_secs_f64());
        tests.iter().take(rows).map(line).collect::<Vec<_>>().join("\n")
    }
}

fn entry(line: &str) -> Option<(String, Duration)> {
    let (time, name) = line.split_once('\t')?;
    Some((name.to_owned(), Duration::from_millis(time.parse().ok()?)))
}

/// Parses the durations in pytest's output: `12.34s call     folder/file.py::test`.
/// Setup and teardown count as part of a test.
pub fn of_pytest(printed: &str) -> Vec<(String, Duration)> {
    let mut tests = BTreeMap::<String, Duration>::new();
    for line in printed.lines() {
        let mut words = line.split_whitespace();
        let time = words.next().and_then(|word| word.strip_suffix('s')?.parse().ok());
        let time = time.and_then(|time| Duration::try_from_secs_f64(time).ok());
        if let (Some(time), Some("setup" | "call" | "teardown")) = (time, words.next()) {
            let name = words.collect::<Vec<_>>().join(" ");
            *tests.entry(name).or_default() += time;
        }
    }
    tests.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn durations_are_saved_and_an_unknown_job_comes_first() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("times");
        let mut first = Times::read(&file);
        first.note("slow", seconds(9), Vec::new());
        first.note("suite of Python", seconds(5), vec![("one".to_owned(), seconds(2))]);
        first.write(&file).unwrap();
        let mut second = Times::read(&file);
        assert_eq!((second.of("slow"), second.of("suite of Python")), (seconds(9), seconds(5)));
        assert!(second.of("new") > second.of("slow"));
        second.note("slow", seconds(1), Vec::new());
        second.write(&file).unwrap();
        let third = Times::read(&file);
        assert_eq!((third.of("slow"), third.of("suite of Python")), (seconds(1), seconds(5)));
    }

    #[test]
    fn the_slowest_come_first_and_a_suite_is_listed_by_its_tests() {
        let mut times = Times::default();
        times.note("quick", seconds(1), Vec::new());
        times.note("suite", seconds(30), vec![("inner".to_owned(), seconds(20))]);
        times.note("slow", seconds(9), Vec::new());
        assert_eq!(times.slowest(2), "    20.0 s  inner\n     9.0 s  slow");
    }

    #[test]
    fn durations_of_pytest_include_setup_and_teardown() {
        let printed = "===== slowest durations =====\n0.50s setup    ec2/test_a.py::test_one\n2.25s call     \
             ec2/test_a.py::test_one\n0.01s call     ontap/test_b.py::test_two[a b]\n12 seconds call it a \
             day\n==== 2 passed in 3.02s ====";
        let expected = [("ec2/test_a.py::test_one", 2750), ("ontap/test_b.py::test_two[a b]", 10)];
        assert_eq!(
            of_pytest(printed),
            expected.map(|(name, time)| (name.to_owned(), Duration::from_millis(time)))
        );
    }
}
