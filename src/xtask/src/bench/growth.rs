//! How time and memory grow with the number of objects.

use std::collections::BTreeMap;
use std::time::Duration;

use super::results::Results;
use super::rows::grouped;
use super::statistics::ratio;
use super::step::Step;
use super::svg::{self, Series};
use super::table::{capital, markdown, memory, seconds, share};

/// Returns the table of one contestant.
pub fn table(results: &Results, name: &str) -> String {
    let names = ["Calls", "Time", "Per object", "Share", "Provider", "Terraform"];
    let head = [&[capital(name)][..], &names.map(str::to_owned)].concat();
    let mut lines = Vec::new();
    for (row, step) in results.lines() {
        let Some(run) = results.of(name, row, step, Duration::ZERO) else { continue };
        let taken = run.taken;
        let cells = [
            format!("{} {}: {}", grouped(row.objects), row.noun, step.title()),
            run.calls.to_string(),
            seconds(taken.wall),
            format!("{:.1} ms", 1000.0 * taken.wall.as_secs_f64() / count(row.objects)),
            share(ratio(taken.provider.cpu, taken.provider.cpu + taken.terraform.cpu)),
            format!("{}, {}", seconds(taken.provider.cpu), memory(taken.provider.peak)),
            format!("{}, {}", seconds(taken.terraform.cpu), memory(taken.terraform.peak)),
        ];
        lines.push(cells.to_vec());
    }
    markdown(&head, &lines)
}

/// Returns the chart of one contestant: a line for each kind of object and command.
pub fn chart(results: &Results, name: &str) -> String {
    let mut points: BTreeMap<(&str, Step), Vec<(f64, f64)>> = BTreeMap::new();
    for (row, step) in results.lines() {
        if let Some(run) = results.of(name, row, step, Duration::ZERO) {
            let point = (count(row.objects), run.taken.wall.as_secs_f64());
            points.entry((row.noun, step)).or_default().push(point);
        }
    }
    let series = points.into_iter().map(|((noun, step), points)| {
        let name = format!("{noun}, {}", step.title());
        Series { name, points }
    });
    svg::chart("Time by number of objects", "objects", "seconds", &series.collect::<Vec<_>>())
}

fn count(objects: usize) -> f64 {
    f64::from(u32::try_from(objects).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::super::calls::Calls;
    use super::super::rows::growth;
    use super::super::statistics::Run;
    use super::super::terraform::Taken;
    use super::super::usage::Usage;
    use super::*;

    fn results() -> Results {
        let mut results = Results::default();
        for row in growth(false) {
            let wall = Duration::from_millis(20) * u32::try_from(row.objects).unwrap();
            let provider = Usage { cpu: Duration::from_millis(150), peak: 22_000 };
            let terraform = Usage { cpu: Duration::from_millis(850), peak: 145_000 };
            let taken = Taken { wall, provider, terraform };
            let run = Run { calls: Calls { ontap: row.objects, ec2: 0 }, taken, trips: None };
            results.add("this build", row, Step::Apply, Duration::ZERO, run);
        }
        results
    }

    #[test]
    fn a_line_says_what_each_object_costs() {
        let table = table(&results(), "this build");
        let line = table.lines().nth(4).unwrap();
        assert_eq!(
            line,
            "| 1,000 routes: first apply | 1000 + 0 | 20.00 s | 20.0 ms | 15 % | 0.15 s, 23 MB | 0.85 s, 148 MB |"
        );
        assert_eq!(table.lines().count(), 2 + 6);
    }

    #[test]
    fn the_chart_has_a_line_for_each_kind_and_command() {
        let chart = chart(&results(), "this build");
        assert_eq!((chart.matches("<polyline").count(), chart.matches("<circle").count()), (2, 6));
        assert!(chart.contains("routes, first apply") && chart.contains("LIFs, first apply"), "{chart}");
    }
}
