//! The results as text: a table for each contestant, and one that compares them.

use std::time::Duration;

use super::results::Results;
use super::rows::Row;
use super::statistics::{Run, ratio, waited};
use super::step::Step;
use super::table::{NOTHING, capital, markdown, memory, seconds, times};

/// Returns the tables. The first contestant is the one that the others are compared with.
pub fn tables(results: &Results, contestants: &[String]) -> String {
    let mut sections: Vec<String> = contestants.iter().map(|name| own(results, name)).collect();
    if let Some((first, others)) = contestants.split_first() {
        sections.extend(others.iter().map(|other| compared(results, first, other)));
    }
    sections.join("\n\n")
}

/// Returns the table of one contestant.
fn own(results: &Results, name: &str) -> String {
    let latencies = results.latencies();
    let slowest = latencies.last().copied().unwrap_or_default();
    let mut head = vec![capital(name), "Calls".to_owned()];
    head.extend(latencies.iter().map(|latency| millis(*latency)));
    head.extend(["Round trips", "Ratio", "Provider", "Terraform"].map(str::to_owned));
    let mut lines = Vec::new();
    for (row, step) in results.lines() {
        let Some(run) = results.of(name, row, step, slowest) else { continue };
        let mut cells = vec![title(row, step), run.calls.to_string()];
        let at = |latency: &Duration| results.of(name, row, step, *latency);
        cells.extend(latencies.iter().map(|latency| cell(at(latency), |run| seconds(run.taken.wall))));
        cells.push(run.trips.map_or_else(|| NOTHING.to_owned(), |trips| trips.to_string()));
        cells.push(times(run.trips.and_then(|trips| ratio(run.taken.wall, waited(trips, slowest)))));
        for used in [run.taken.provider, run.taken.terraform] {
            cells.push(format!("{}, {}", seconds(used.cpu), memory(used.peak)));
        }
        lines.push(cells);
    }
    markdown(&head, &lines)
}

/// Returns the table of what the first contestant takes as a multiple of what the other takes.
fn compared(results: &Results, first: &str, other: &str) -> String {
    let latencies = results.latencies();
    let mut head = vec![format!("{} : {other}", capital(first)), "Calls".to_owned()];
    head.extend(latencies.iter().map(|latency| millis(*latency)));
    head.push("Provider's processor".to_owned());
    let mut lines = Vec::new();
    for (row, step) in results.lines() {
        let both: Vec<_> = latencies
            .iter()
            .map(|latency| results.of(first, row, step, *latency).zip(results.of(other, row, step, *latency)))
            .collect();
        let Some(Some((ours, theirs))) = both.last() else { continue };
        let mut cells = vec![title(row, step), format!("{} : {}", ours.calls.all(), theirs.calls.all())];
        cells
            .extend(both.iter().map(|pair| {
                times(pair.and_then(|(ours, theirs)| ratio(ours.taken.wall, theirs.taken.wall)))
            }));
        cells.push(times(ratio(ours.taken.provider.cpu, theirs.taken.provider.cpu)));
        lines.push(cells);
    }
    markdown(&head, &lines)
}

fn cell(run: Option<Run>, shown: impl Fn(Run) -> String) -> String {
    run.map_or_else(|| NOTHING.to_owned(), shown)
}

fn title(row: Row, step: Step) -> String {
    format!("{}: {}", row.title(), step.title())
}

fn millis(latency: Duration) -> String {
    format!("{} ms", latency.as_millis())
}

#[cfg(test)]
mod tests {
    use super::super::calls::Calls;
    use super::super::rows::ROWS;
    use super::super::terraform::Taken;
    use super::super::usage::Usage;
    use super::*;

    fn run(wall: u64, ontap: usize, trips: Option<usize>) -> Run {
        let provider = Usage { cpu: Duration::from_millis(wall / 10), peak: 20_000 };
        let terraform = Usage { cpu: Duration::from_millis(250), peak: 100_000 };
        let taken = Taken { wall: Duration::from_millis(wall), provider, terraform };
        Run { calls: Calls { ontap, ec2: 2 }, taken, trips }
    }

    fn results() -> Results {
        let mut results = Results::default();
        for (latency, wall) in [(0, 400), (100, 3000)] {
            let latency = Duration::from_millis(latency);
            results.add("this build", ROWS[0], Step::Apply, latency, run(wall, 10, Some(15)));
            results.add("before", ROWS[0], Step::Apply, latency, run(wall * 2, 20, Some(15)));
        }
        results
    }

    #[test]
    fn a_contestant_has_a_line_for_each_command() {
        let text = tables(&results(), &["this build".to_owned()]);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(
            lines[0],
            "| This build | Calls | 0 ms | 100 ms | Round trips | Ratio | Provider | Terraform |"
        );
        assert_eq!(
            lines[2],
            "| 1 storage VM, single node: first apply | 10 + 2 | 0.40 s | 3.00 s | 15 | 2.00 | 0.30 s, 20 MB \
             | 0.25 s, 102 MB |"
        );
        assert_eq!(lines.len(), 3);
    }

    #[test]
    fn every_other_contestant_is_compared_with_the_first() {
        let text = tables(&results(), &["this build".to_owned(), "before".to_owned()]);
        let last: Vec<_> = text.lines().rev().take(3).collect();
        assert_eq!(last[2], "| This build : before | Calls | 0 ms | 100 ms | Provider's processor |");
        assert_eq!(last[0], "| 1 storage VM, single node: first apply | 12 : 22 | 0.50 | 0.50 | 0.50 |");
    }

    #[test]
    fn what_only_one_has_is_not_compared() {
        let mut results = results();
        results.add("this build", ROWS[1], Step::Apply, Duration::ZERO, run(1, 1, None));
        let text = compared(&results, "this build", "before");
        assert_eq!(text.lines().count(), 3, "{text}");
    }
}
