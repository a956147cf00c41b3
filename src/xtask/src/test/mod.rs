//! `cargo xtask test`: runs all tests, on a machine without any preparation.

mod ansible;
mod job;
mod linux;
mod matrix;
mod programs;
mod python;
mod rust;
mod side_by_side;
mod tally;
mod times;

use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;

use self::job::Job;
use self::rust::Environment;
use self::side_by_side::Summary;
use self::tally::Tally;
use self::times::Times;
use crate::progress::{Steps, say};
use crate::workspace::Workspace;

#[derive(clap::Args)]
pub struct Arguments {
    /// Runs only these suites.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Suite>,
    /// Runs the tests with real Terraform on every release that is pinned, and prints a table.
    #[arg(long, conflicts_with = "only")]
    matrix: bool,
    /// The releases of the matrix, if not all.
    #[arg(long, value_delimiter = ',', requires = "matrix")]
    releases: Vec<String>,
    /// How many tests run at once; by default five for each processor, because most of them wait.
    #[arg(long)]
    jobs: Option<usize>,
    /// Runs only the Rust tests whose name contains this.
    #[arg(last = true)]
    filter: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Suite {
    /// All Rust tests, those with real Terraform among them, but not those of the suite linux.
    Rust,
    /// The tests with real Terraform.
    Terraform,
    /// NetApp's and Amazon's Python clients, and Ansible, on the simulator.
    Python,
    /// Real Debian systems, reached over SSH and as mounted images. Needs root.
    Linux,
}

/// Name of the test program with real Terraform, `acceptance-tests/tests/terraform`.
const TERRAFORM: &str = "terraform";

/// It is left out because it emulates a processor for minutes.
const BOOT_PROOF: &str =
    "Left out: starting Debian in QEMU with the initrds. As root: cargo xtask boot-proof";

impl Arguments {
    fn wants(&self, suite: Suite) -> bool {
        self.only.is_empty() || self.only.contains(&suite)
    }
}

/// Number of rows in the table of the slowest tests.
const SLOWEST: usize = 15;

/// Runs the suites and prints, as the very last line, how many tests passed and failed.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    if arguments.matrix {
        return matrix::run(workspace, arguments);
    }
    let mut steps = Steps::default();
    let mut times = Times::read(&workspace.test_times());
    let mut summary = Summary::default();
    if let Err(error) = suites(workspace, arguments, &mut steps, &mut times, &mut summary) {
        // Suites that could not run count as a failure, so that the last line does not hide the problem.
        summary.tally.failed += 1;
        say(&format!("error: {error:#}"));
    }
    report(&steps, &times, &summary);
    if arguments.wants(Suite::Python) {
        ansible::left_out(workspace).iter().for_each(|why| say(why));
    }
    if arguments.wants(Suite::Linux) {
        linux::left_out().iter().for_each(|why| say(why));
        say(BOOT_PROOF);
    }
    let Tally { passed, failed } = summary.tally;
    say(&format!("{passed} passed, {failed} failed"));
    Ok(if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn report(steps: &Steps, times: &Times, summary: &Summary) {
    if !summary.failed.is_empty() {
        say("\nFailed, with their output above:");
        summary.failed.iter().for_each(|name| say(&format!("  {name}")));
    }
    say("\nSlowest tests:");
    say(&times.slowest(SLOWEST));
    steps.report();
}

/// Prepares everything, then runs all suites in parallel.
fn suites(
    workspace: &Workspace,
    arguments: &Arguments,
    steps: &mut Steps,
    times: &mut Times,
    summary: &mut Summary,
) -> Result<()> {
    rust::build(workspace, steps)?;
    let filter = arguments.filter.as_deref();
    let linux = arguments.wants(Suite::Linux) && linux::left_out().is_none();
    let rust = arguments.wants(Suite::Rust) || arguments.wants(Suite::Terraform);
    let mut jobs = Vec::new();
    // Dropped at the end of this function, after all jobs have ended.
    let _moto;
    if arguments.wants(Suite::Python) {
        jobs.extend(steps.step("preparing Python", || python::jobs(workspace))?);
        jobs.extend(steps.step("preparing Ansible", || ansible::jobs(workspace))?);
    }
    if rust || linux {
        let mut environment = steps.step("fetching Terraform", || rust::environment(workspace))?;
        if linux {
            jobs.extend(linux::jobs(workspace, environment.clone(), filter, steps)?);
        }
        if rust {
            let moto = steps.step("starting moto", || python::Moto::start(workspace))?;
            environment.push(("CVO_MOTO_ENDPOINT", moto.endpoint().into()));
            _moto = moto;
            jobs.extend(steps.step("listing the tests", || rust_jobs(workspace, arguments, &environment))?);
        }
    }
    let at_once = arguments.jobs.unwrap_or_else(side_by_side::usual);
    steps.step(&format!("tests, {at_once} at once"), || {
        *summary = side_by_side::run(jobs, at_once, times);
        times.write(&workspace.test_times())
    })
}

fn rust_jobs(workspace: &Workspace, arguments: &Arguments, environment: &Environment) -> Result<Vec<Job>> {
    let filter = arguments.filter.as_deref();
    if !arguments.wants(Suite::Rust) {
        return rust::jobs(&programs::build(workspace, Some(TERRAFORM))?, environment, filter);
    }
    let mut jobs = rust::jobs(&programs::build(workspace, None)?, environment, filter)?;
    jobs.push(rust::examples(workspace, filter));
    Ok(jobs)
}
