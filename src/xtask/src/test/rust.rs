//! The Rust tests of the workspace, doc tests and acceptance tests included.

use std::ffi::OsString;

use anyhow::Result;

use super::tally::{self, Tally};
use crate::progress::{Steps, say};
use crate::tools::terraform::{self, NEWEST, RELEASES};
use crate::workspace::Workspace;
use crate::{cargo, process};

/// Variables and their values.
pub(super) type Environment = Vec<(&'static str, OsString)>;

/// Which of the tests.
pub(super) struct Selection<'a> {
    /// Only this test program of the acceptance tests. The program `linux` runs only so, because its target has
    /// `test = false`.
    pub(super) only: Option<&'a str>,
    pub(super) filter: Option<&'a str>,
}

/// Compiles everything once, programs and tests, with the features that `cargo test` will ask for.
pub(super) fn build(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.step("compiling the workspace", || {
        process::run(cargo::command(workspace, "build").args(["--all-targets"]))
    })
}

/// What the acceptance tests must be told: where the programs are that they start.
pub(super) fn environment(workspace: &Workspace) -> Result<Environment> {
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

/// Runs the tests and adds up what their programs report.
pub(super) fn run(
    workspace: &Workspace,
    environment: &[(&'static str, OsString)],
    selection: &Selection<'_>,
    tally: &mut Tally,
) -> Result<()> {
    let mut tests = cargo::command(workspace, "test");
    tests.arg("--no-fail-fast").env("AWS_EC2_METADATA_DISABLED", "true");
    tests.envs(environment.iter().map(|(name, value)| (name, value)));
    if let Some(program) = selection.only {
        tests.args(["--test", program]);
    }
    if let Some(filter) = selection.filter {
        tests.arg("--").arg(filter);
    }
    let mut counted = Tally::default();
    let status = process::lines(&mut tests, |line| {
        say(line);
        if let Some(part) = tally::of_libtest(line) {
            counted += part;
        }
    })?;
    // A test program that crashes reports no count.
    if !status.success() && counted.failed == 0 {
        counted.failed = 1;
    }
    *tally += counted;
    Ok(())
}
