//! Cargo commands, always for the whole workspace.
//!
//! Cargo unifies the features of the packages that a command selects. A different selection may need other
//! features of the EC2 SDK and compile it a second time, which takes several minutes. `--workspace` with the
//! wanted targets keeps all commands on the same build.

use std::env;
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// Returns the command `cargo SUBCOMMAND --workspace`.
pub fn command(workspace: &Workspace, subcommand: &str) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.arg(subcommand).arg("--workspace").current_dir(workspace.root());
    forget_own_package(&mut cargo);
    cargo
}

/// Removes the variables that `cargo run` sets for our own package from a command's environment. They do not
/// apply to other packages.
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
    // An example makes Cargo include the dev-dependencies, so that the tests find the SDK already compiled.
    process::run(command(workspace, "build").args(programs).arg("--example=notes"))
}
