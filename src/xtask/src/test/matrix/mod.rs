//! `cargo xtask test --matrix`: the tests with real Terraform on every pinned release.

mod needs;
mod table;

use std::process::ExitCode;

use anyhow::Result;

use self::needs::Need;
use super::programs::Program;
use super::side_by_side;
use super::tally::Tally;
use super::times::Times;
use super::{Arguments, TERRAFORM, programs, python, rust};
use crate::progress::{Steps, say};
use crate::tools::terraform::{self, RELEASES, Release};
use crate::workspace::Workspace;

/// What the tests gave with a release of Terraform.
struct Row {
    version: &'static str,
    tally: Tally,
    /// Names of the tests that failed.
    failed: Vec<String>,
    /// Names of the tests that did not run, and what they need.
    left_out: Vec<(String, &'static Need)>,
}

/// Runs the tests on one release after the other and prints, as the very last line, how many passed and failed.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let mut steps = Steps::default();
    rust::build(workspace, &mut steps)?;
    let programs = programs::build(workspace, Some(TERRAFORM))?;
    let tests = tests(&programs, arguments.filter.as_deref())?;
    let mut times = Times::read(&workspace.test_times());
    let releases = wanted(&arguments.releases)?;
    let moto = steps.step("starting moto", || python::Moto::start(workspace))?;
    let mut rows = Vec::new();
    for release in releases {
        let row = steps.step(&format!("tests on Terraform {}", release.version), || {
            let mut environment = rust::environment_of(workspace, release)?;
            environment.push(("CVO_MOTO_ENDPOINT", moto.endpoint().into()));
            Ok(on(release.version, &tests, &environment, arguments.jobs, &mut times))
        });
        rows.push(row?);
    }
    steps.report();
    say(&format!("\n{}\n", table::text(&rows)));
    let passed: usize = rows.iter().map(|row| row.tally.passed).sum();
    let failed: usize = rows.iter().map(|row| row.tally.failed).sum();
    say(&format!("{passed} passed, {failed} failed"));
    Ok(if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns the releases of these versions, or all without any.
fn wanted(versions: &[String]) -> Result<Vec<&'static Release>> {
    if versions.is_empty() {
        return Ok(RELEASES.iter().collect());
    }
    versions.iter().map(|version| terraform::release(version)).collect()
}

/// Returns the tests of the programs that the filter chooses, each with its program.
fn tests<'a>(programs: &'a [Program], filter: Option<&str>) -> Result<Vec<(&'a Program, String)>> {
    let mut chosen = Vec::new();
    for program in programs {
        needs::are_of(&program.tests(None)?)?;
        chosen.extend(program.tests(filter)?.into_iter().map(|test| (program, test)));
    }
    Ok(chosen)
}

fn on(
    version: &'static str,
    tests: &[(&Program, String)],
    environment: &rust::Environment,
    at_once: Option<usize>,
    times: &mut Times,
) -> Row {
    let (mut jobs, mut left_out) = (Vec::new(), Vec::new());
    for (program, test) in tests {
        match needs::lacking(test, version) {
            Some(need) => left_out.push((test.clone(), need)),
            None => jobs.push(rust::job(program, environment, test)),
        }
    }
    let summary = side_by_side::run(jobs, at_once.unwrap_or_else(side_by_side::usual), times);
    Row { version, tally: summary.tally, failed: summary.failed, left_out }
}
