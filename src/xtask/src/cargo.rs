//! Cargo, always over the whole workspace.
//!
//! Cargo unites the features of the packages that one command selects. With another selection the EC2 SDK
//! may be asked for other features, and be compiled a second time: several minutes. `--workspace` with the
//! wanted targets keeps every command on the same build.

use std::env;
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// `cargo SUBCOMMAND --workspace`.
pub fn command(workspace: &Workspace, subcommand: &str) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.arg(subcommand).arg("--workspace").current_dir(workspace.root());
    forget_own_package(&mut cargo);
    cargo
}

/// Takes out of a command's environment what `cargo run` told us about our own package: it is not true of others.
pub fn forget_own_package(command: &mut Command) {
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" {
            command.env_remove(name);
        }
    }
}

/// Builds the plugin, the simulator and the Terraform launcher.
pub fn build_programs(workspace: &Workspace) -> Result<()> {
    let programs = ["--bin=terraform-provider-cvo", "--bin=cvo-simulator", "--bin=terraform"];
    // An example makes Cargo take in what only tests depend on, so that the tests find the SDK compiled already.
    process::run(command(workspace, "build").args(programs).arg("--example=notes"))
}
