//! Numbers out of several runs.

use std::time::Duration;

use super::calls::Calls;
use super::terraform::Taken;
use super::usage::Usage;

/// One run of a command.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Run {
    /// Calls that the simulator got.
    pub calls: Calls,
    /// Time and memory.
    pub taken: Taken,
    /// Round trips that must follow each other, if they are known.
    pub trips: Option<usize>,
}

/// Returns the median of several runs, each number by itself; `None` without runs.
pub fn median(runs: &[Run]) -> Option<Run> {
    let usage = |of: fn(&Run) -> Usage| {
        let cpu = middle(runs.iter().map(|run| of(run).cpu))?;
        Some(Usage { cpu, peak: middle(runs.iter().map(|run| of(run).peak))? })
    };
    Some(Run {
        calls: Calls {
            ontap: middle(runs.iter().map(|run| run.calls.ontap))?,
            ec2: middle(runs.iter().map(|run| run.calls.ec2))?,
        },
        taken: Taken {
            wall: middle(runs.iter().map(|run| run.taken.wall))?,
            provider: usage(|run| run.taken.provider)?,
            terraform: usage(|run| run.taken.terraform)?,
        },
        trips: middle(runs.iter().map(|run| run.trips))?,
    })
}

/// Returns the one in the middle, and of an even number the lower one of the two.
fn middle<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    values.sort();
    values.get(values.len().checked_sub(1)? / 2).copied()
}

/// Divides two times; `None` if the second is zero.
pub fn ratio(time: Duration, by: Duration) -> Option<f64> {
    (!by.is_zero()).then(|| time.as_secs_f64() / by.as_secs_f64())
}

/// Returns the time of `trips` round trips that follow each other.
pub fn waited(trips: usize, latency: Duration) -> Duration {
    latency.saturating_mul(u32::try_from(trips).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(seconds: u64, ontap: usize, peak: u64) -> Run {
        let wall = Duration::from_secs(seconds);
        let provider = Usage { cpu: wall / 2, peak };
        Run {
            calls: Calls { ontap, ec2: 1 },
            taken: Taken { wall, provider, ..Taken::default() },
            trips: Some(3),
        }
    }

    #[test]
    fn each_number_has_its_own_median() {
        let runs = [run(9, 3, 10), run(1, 5, 30), run(2, 4, 20)];
        assert_eq!(median(&runs), Some(run(2, 4, 20)));
        assert_eq!(median(&runs[..2]).map(|run| run.calls.ontap), Some(3));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn times_are_compared_with_round_trips() {
        let latency = Duration::from_millis(100);
        assert_eq!(ratio(Duration::from_secs(3), waited(15, latency)), Some(2.0));
        assert_eq!(ratio(Duration::from_secs(3), waited(15, Duration::ZERO)), None);
    }
}
