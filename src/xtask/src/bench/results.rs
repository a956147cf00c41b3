//! Everything that was measured.

use std::time::Duration;

use super::rows::Row;
use super::statistics::{Run, median};
use super::step::Step;

/// The runs of one command by one contestant at one latency.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    contestant: String,
    row: Row,
    step: Step,
    latency: Duration,
    runs: Vec<Run>,
}

/// Runs by contestant, row, command and latency.
#[derive(Debug, Default)]
pub struct Results {
    entries: Vec<Entry>,
}

impl Results {
    /// Adds a run.
    pub fn add(&mut self, contestant: &str, row: Row, step: Step, latency: Duration, run: Run) {
        let same = |entry: &&mut Entry| {
            entry.contestant == contestant
                && entry.row == row
                && entry.step == step
                && entry.latency == latency
        };
        match self.entries.iter_mut().find(same) {
            Some(entry) => entry.runs.push(run),
            None => self.entries.push(Entry {
                contestant: contestant.to_owned(),
                row,
                step,
                latency,
                runs: vec![run],
            }),
        }
    }

    /// Returns the median of the runs, if there were any.
    pub fn of(&self, contestant: &str, row: Row, step: Step, latency: Duration) -> Option<Run> {
        let mut entries = self.entries.iter().filter(|entry| entry.contestant == contestant);
        let entry = entries.find(|it| it.row == row && it.step == step && it.latency == latency)?;
        median(&entry.runs)
    }

    /// Returns the rows with their commands, in the order in which they came.
    pub fn lines(&self) -> Vec<(Row, Step)> {
        let mut lines: Vec<(Row, Step)> = Vec::new();
        for entry in &self.entries {
            if !lines.contains(&(entry.row, entry.step)) {
                lines.push((entry.row, entry.step));
            }
        }
        lines
    }

    /// Returns the latencies, lowest first.
    pub fn latencies(&self) -> Vec<Duration> {
        let mut latencies: Vec<_> = self.entries.iter().map(|entry| entry.latency).collect();
        latencies.sort();
        latencies.dedup();
        latencies
    }
}

#[cfg(test)]
mod tests {
    use super::super::rows::ROWS;
    use super::*;

    #[test]
    fn runs_are_found_by_what_they_were_of() {
        let mut results = Results::default();
        let (zero, more) = (Duration::ZERO, Duration::from_millis(20));
        for (latency, trips) in [(more, 7), (zero, 3), (zero, 1), (zero, 2)] {
            let run = Run { trips: Some(trips), ..Run::default() };
            results.add("ours", ROWS[0], Step::Apply, latency, run);
        }
        results.add("theirs", ROWS[0], Step::Destroy, zero, Run::default());
        let trips = |latency| results.of("ours", ROWS[0], Step::Apply, latency).and_then(|run| run.trips);
        assert_eq!((trips(zero), trips(more)), (Some(2), Some(7)));
        assert_eq!(results.of("theirs", ROWS[0], Step::Apply, zero), None);
        assert_eq!(results.lines(), [(ROWS[0], Step::Apply), (ROWS[0], Step::Destroy)]);
        assert_eq!(results.latencies(), [zero, more]);
    }
}
