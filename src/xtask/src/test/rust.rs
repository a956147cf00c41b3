//! The Rust tests of the workspace, including doc tests and acceptance tests.

use std::ffi::OsString;

use anyhow::Result;

use super::job::Job;
use super::programs::Program;
use super::tally;
use crate::progress::Steps;
use crate::tools::terraform::{self, NEWEST, Release};
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

/// Returns the environment for the acceptance tests: the paths of the programs that they start. Most use the
/// newest release of Terraform.
pub fn environment(workspace: &Workspace) -> Result<Environment> {
    programs(workspace, NEWEST, &terraform::usual().collect::<Vec<_>>())
}

/// Like [`environment`], with one release of Terraform and no other.
pub fn environment_of(workspace: &Workspace, release: &Release) -> Result<Environment> {
    programs(workspace, release, &[release])
}

fn programs(workspace: &Workspace, terraform: &Release, releases: &[&Release]) -> Result<Environment> {
    let terraform = terraform::install(workspace, terraform)?;
    let releases = releases.iter().map(|release| terraform::install(workspace, release));
    let releases = releases.collect::<Result<Vec<_>>>()?;
    Ok(vec![
        ("CVO_TEST_TERRAFORM", terraform.into_os_string()),
        ("CVO_TEST_TERRAFORM_MATRIX", std::env::join_paths(releases)?),
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
        jobs.extend(program.tests(filter)?.iter().map(|test| job(program, environment, test)));
    }
    Ok(jobs)
}

/// Returns the job for one test of a program.
pub fn job(program: &Program, environment: &[(&'static str, OsString)], test: &str) -> Job {
    let mut command = program.command();
    command.args([test, "--exact"]).envs(environment.iter().map(|(name, value)| (name, value)));
    let name = format!("{} {test}", program.name());
    Job { name, command, count: tally::of_one_test, times: |_| Vec::new() }
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
