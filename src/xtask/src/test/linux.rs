//! The tests with real Debian systems. They are a program of their own, which no other suite runs.

use anyhow::Result;

use acceptance_tests::LINUX_ROOTS;

use super::rust::{self, Environment, Selection};
use super::tally::Tally;
use crate::linux_roots;
use crate::progress::Steps;
use crate::workspace::Workspace;

/// The name of the program, `acceptance-tests/tests/linux`.
const PROGRAM: &str = "linux";

/// That these tests do not run here, why, and how they would; `None` when they run.
pub(super) fn left_out() -> Option<String> {
    let why = linux_roots::why_not()?;
    Some(format!(
        "Left out: the suite `linux`, drivers in real Debian systems. Its tests did not run: {why}.\n\
         As root on Debian (x86-64) they run with everything else, and by themselves with\n  \
         sudo env \"PATH=$PATH\" \"HOME=$HOME\" cargo xtask test --only linux"
    ))
}

/// Makes the root file systems and runs the tests.
pub(super) fn run(
    workspace: &Workspace,
    mut environment: Environment,
    filter: Option<&str>,
    steps: &mut Steps,
    tally: &mut Tally,
) -> Result<()> {
    let roots = steps.step("preparing Debian's root file systems", || linux_roots::prepare(workspace))?;
    environment.push((LINUX_ROOTS, roots.into_os_string()));
    let selection = Selection { only: Some(PROGRAM), filter };
    steps.step("tests with real Debian systems", || rust::run(workspace, &environment, &selection, tally))
}
