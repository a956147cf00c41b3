//! The tests with real Debian systems. They are a separate program, which no other suite runs.

use anyhow::Result;

use acceptance_tests::LINUX_ROOTS;

use super::job::Job;
use super::programs;
use super::rust::{self, Environment};
use crate::linux_roots;
use crate::progress::Steps;
use crate::workspace::Workspace;

/// Name of the program, `acceptance-tests/tests/linux`.
const PROGRAM: &str = "linux";

/// Returns a notice that these tests do not run here, with the reason and how to run them; `None` if they
/// run.
pub fn left_out() -> Option<String> {
    let why = linux_roots::why_not()?;
    Some(format!(
        "Left out: the suite `linux`, drivers in real Debian systems. Its tests did not run: {why}.\n\
         As root on Debian (x86-64) they run with everything else, and by themselves with\n  \
         sudo env \"PATH=$PATH\" \"HOME=$HOME\" cargo xtask test --only linux"
    ))
}

/// Makes the root file systems, builds the tests and returns them as jobs.
pub fn jobs(
    workspace: &Workspace,
    mut environment: Environment,
    filter: Option<&str>,
    steps: &mut Steps,
) -> Result<Vec<Job>> {
    let roots = steps.step("preparing Debian's root file systems", || linux_roots::prepare(workspace))?;
    environment.push((LINUX_ROOTS, roots.into_os_string()));
    rust::jobs(&programs::build(workspace, Some(PROGRAM))?, &environment, filter)
}
