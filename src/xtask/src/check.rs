//! `cargo xtask check`: the checks before a commit, without running tests.

use anyhow::Result;

use crate::progress::Steps;
use crate::workspace::Workspace;
use crate::{cargo, docs, process, proto};

/// Checks formatting, lints and generated files.
pub fn run(workspace: &Workspace) -> Result<()> {
    let mut steps = Steps::default();
    steps.step("formatting", || {
        let mut fmt = std::process::Command::new("cargo");
        process::run(fmt.args(["fmt", "--all", "--check"]).current_dir(workspace.root()))
    })?;
    // The second target is not included in --all-targets, because plain `cargo test` must not run it.
    for targets in [&["--all-targets"][..], &["--test", "linux"]] {
        steps.step(&format!("lints of {}", targets.join(" ")), || {
            process::run(cargo::command(workspace, "clippy").args(targets).args(["--", "-D", "warnings"]))
        })?;
    }
    steps.step("manual", || docs::run(workspace.root(), true))?;
    steps.step("protocol code", || proto::run(true))?;
    steps.report();
    Ok(())
}
