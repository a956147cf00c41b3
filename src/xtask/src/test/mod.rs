//! `cargo xtask test`: everything that there is to test, on a machine that has nothing prepared.

mod linux;
mod python;
mod rust;
mod tally;

use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;

use self::rust::{Environment, Selection};
use self::tally::Tally;
use crate::progress::{Steps, say};
use crate::workspace::Workspace;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Runs only these suites.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Suite>,
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
    /// NetApp's and Amazon's Python clients on the simulator.
    Python,
    /// Real Debian systems, reached over SSH and as mounted images. Needs root.
    Linux,
}

/// It emulates a processor, for minutes.
const BOOT_PROOF: &str =
    "Left out: starting Debian in QEMU with the initrds. As root: cargo xtask boot-proof";

impl Arguments {
    fn wants(&self, suite: Suite) -> bool {
        self.only.is_empty() || self.only.contains(&suite)
    }
}

/// Runs the suites and prints, as the very last line, how many tests passed and failed.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let mut steps = Steps::default();
    let mut tally = Tally::default();
    let outcome = suites(workspace, arguments, &mut steps, &mut tally);
    steps.report();
    if let Err(error) = outcome {
        // What could not even run counts as a failure, so that the last line never looks better than it is.
        tally.failed += 1;
        say(&format!("error: {error:#}"));
    }
    if arguments.wants(Suite::Linux) {
        linux::left_out().iter().for_each(|why| say(why));
        say(BOOT_PROOF);
    }
    say(&format!("{} passed, {} failed", tally.passed, tally.failed));
    let good = tally.failed == 0 && tally.passed > 0;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn suites(workspace: &Workspace, arguments: &Arguments, steps: &mut Steps, tally: &mut Tally) -> Result<()> {
    rust::build(workspace, steps)?;
    let linux = arguments.wants(Suite::Linux) && linux::left_out().is_none();
    let rust = arguments.wants(Suite::Rust) || arguments.wants(Suite::Terraform);
    let mut environment = Environment::new();
    if rust || linux {
        environment = steps.step("fetching Terraform", || rust::environment(workspace))?;
    }
    let filter = arguments.filter.as_deref();
    if rust {
        let moto = steps.step("starting moto", || python::Moto::start(workspace))?;
        let environment = [&environment[..], &[("CVO_MOTO_ENDPOINT", moto.endpoint().into())]].concat();
        let only = (!arguments.wants(Suite::Rust)).then_some("terraform");
        let selection = Selection { only, filter };
        steps.step("Rust tests", || rust::run(workspace, &environment, &selection, tally))?;
    }
    if arguments.wants(Suite::Python) {
        for (requirements, tests) in python::SUITES {
            let name = format!("Python tests with {requirements}");
            steps.step(&name, || python::run(workspace, requirements, tests, tally))?;
        }
    }
    if linux {
        linux::run(workspace, environment, filter, steps, tally)?;
    }
    Ok(())
}
