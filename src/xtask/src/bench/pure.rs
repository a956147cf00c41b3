//! The pure parts of the provider, measured with Criterion: decoding, encoding, checks.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value as Json;

use super::table::markdown;
use crate::workspace::Workspace;
use crate::{cargo, process};

/// Runs the benchmarks and returns a table of them.
pub fn measure(workspace: &Workspace) -> Result<String> {
    let folder = workspace.measured();
    // It keeps what was measured under former names.
    if folder.exists() {
        fs::remove_dir_all(&folder).context("cannot delete former results")?;
    }
    let mut bench = cargo::command(workspace, "bench");
    process::run(bench.args(["--bench", "decisions"]).env("CRITERION_HOME", &folder))?;
    Ok(table(&results(&folder)?))
}

/// Returns the name of each benchmark and its median, in alphabetical order.
fn results(folder: &Path) -> Result<Vec<(String, Duration)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).context("Criterion left no results")? {
        let latest = entry?.path().join("new");
        if latest.is_dir() {
            found.push((
                name(&read(&latest.join("benchmark.json"))?)?,
                median(&read(&latest.join("estimates.json"))?)?,
            ));
        }
    }
    ensure!(!found.is_empty(), "Criterion measured nothing");
    found.sort();
    Ok(found)
}

fn read(file: &Path) -> Result<Json> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not JSON", file.display()))
}

fn name(benchmark: &Json) -> Result<String> {
    Ok(benchmark["full_id"].as_str().context("a benchmark has no name")?.to_owned())
}

fn median(estimates: &Json) -> Result<Duration> {
    let nanoseconds = estimates["median"]["point_estimate"].as_f64().context("a benchmark has no median")?;
    Ok(Duration::from_secs_f64(nanoseconds / 1e9))
}

fn table(results: &[(String, Duration)]) -> String {
    let microseconds = |time: &Duration| format!("{:.2} µs", time.as_secs_f64() * 1e6);
    let lines: Vec<_> = results.iter().map(|(name, time)| vec![name.clone(), microseconds(time)]).collect();
    markdown(&["Pure parts", "Median"].map(str::to_owned), &lines)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn results_are_read_from_what_criterion_leaves() {
        let folder = tempfile::tempdir().unwrap();
        assert!(results(folder.path()).is_err());
        for (id, nanoseconds) in [("b", 2500.0), ("a", 1.0)] {
            let latest = folder.path().join(id).join("new");
            fs::create_dir_all(&latest).unwrap();
            fs::write(latest.join("benchmark.json"), json!({"full_id": id}).to_string()).unwrap();
            let estimates = json!({"median": {"point_estimate": nanoseconds}});
            fs::write(latest.join("estimates.json"), estimates.to_string()).unwrap();
        }
        fs::create_dir(folder.path().join("report")).unwrap();
        let found = results(folder.path()).unwrap();
        assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(table(&found).lines().last(), Some("| b | 2.50 µs |"));
    }

    #[test]
    fn a_benchmark_without_a_median_is_told() {
        assert!(median(&json!({})).unwrap_err().to_string().contains("median"));
        assert!(name(&json!({"id": 1})).is_err());
    }
}
