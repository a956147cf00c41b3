//! The Rust tests of the workspace, including doc tests and acceptance tests.

use std::ffi::OsString;

use anyhow::Result;

use super::job::Job;
use super::programs::Program;
use super::tally;
use crate::progress::Steps;
use crate::tools::terraform::{self, NEWEST, RELEASES};
use crate::workspace::Workspace;
use crate::{cargo, process};

/// Environment variables and their values.
pub type Environment = Vec<(&'static str, OsString)>;

/// Compiles programs and tests once, with the features that `cargo test` will use.
pub fn build(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.step("compiling the workspace", || {
        process::run(cargo::command(workspace, "build").args(["--all-targets"]))
    })
}

/// Returns the environment for the acceptance tests: the paths of the programs that they start.
pub fn environment(workspace: &Workspace) -> Result<Environment> {
    let mut matrix = Vec::new();
    for release in RELEASES {
        matrix.push(terraform::install(workspace, release)?);
    }
    let newest = terraform::install(workspace, NEWEST)?;
    Ok(vec![
        ("CVO_TEST_TERRAFORM", newest.into_os_string()),
        ("CVO_TEST_TERRAFORM_MATRIX", std::env::join_paths(matrix)?),
        ("CVO_TEST_PLUGIN", workspace.binary("terraform-provider-cvo").into_os_string()),
        ("CVO_TEST_SIMULATOR", workspace.binary("cvo-simulator").into_os_string()),
    ])
}

/// Returns a job for every test of the programs, each in its own process. This way all tests share the
/// processors, whatever program they are in, and each has its own duration.
pub fn jobs(
    programs: &[Program],
    environment: &[(&'static str, OsString)],
    filter: Option<&str>,
) -> Result<Vec<Job>> {
    let mut jobs = Vec::new();
    for program in programs {
        for test in program.tests(filter)? {
            let mut command = program.command();
            command.args([&test, "--exact"]).envs(environment.iter().map(|(name, value)| (name, value)));
            let name = format!("{} {test}", program.name());
            jobs.push(Job { name, command, count: tally::of_one_test, times: |_| Vec::new() });
        }
    }
    Ok(jobs)
}

/// Returns one job for the examples in the documentation, which Cargo compiles when it runs them.
pub fn examples(workspace: &Workspace, filter: Option<&str>) -> Job {
    let mut command = cargo::command(workspace, "test");
    command.args(["--doc", "--no-fail-fast"]).env("AWS_EC2_METADATA_DISABLED", "true");
    if let Some(filter) = filter {
        command.arg("--").arg(filter);
    }
    let name = "examples in the documentation".to_owned();
    Job { name, command, count: tally::of_libtest, times: |_| Vec::new() }
}
