//! `cargo xtask`: the project's own commands. Each sets up what it needs. Downloads are pinned by version and
//! hash, and kept below the target directory.

mod bench;
mod boot_proof;
mod cargo;
mod check;
mod demo;
mod docs;
mod fidelity;
mod linux_roots;
mod process;
mod progress;
mod proto;
mod sizes;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// The project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Shows the main job: real Terraform makes a storage VM on a simulated system, and takes it away again.
    Demo(demo::Arguments),
    /// Runs every test: Rust, real Terraform, NetApp's and Amazon's Python clients.
    Test(test::Arguments),
    /// Checks formatting and lints, and that generated files are what their sources say.
    Check,
    /// Writes the Rust code of the plugin protocol from `proto/`.
    Proto {
        /// Compares with what is committed and writes nothing.
        #[arg(long)]
        check: bool,
    },
    /// Writes the manual below `docs/` from the schemas and the examples.
    Docs {
        /// Compares with what is committed and writes nothing.
        #[arg(long)]
        check: bool,
    },
    /// Measures real Terraform with the provider on a simulated system: calls, times and memory.
    Bench(bench::Arguments),
    /// Runs a provider for `bench` and notes what it used.
    #[command(hide = true)]
    BenchProvider(bench::provider_process::Arguments),
    /// Compares a recorded run, requests and answers, with ONTAP's own specification.
    Fidelity(fidelity::Arguments),
    /// Starts machines with a VirtIO disk in QEMU, with and without the drivers in the initrd. Needs root.
    BootProof,
    /// Makes the root file systems of the suite `linux` and says where they are. Needs root.
    LinuxRoots,
    /// Counts lines, files and functions of a checkout and prints a table.
    Sizes(sizes::Arguments),
    /// Runs a pinned Terraform with the plugin of this working tree and the arguments after `--`.
    Terraform(tools::terraform::Arguments),
}

fn main() -> ExitCode {
    // Print the error here: returning it from `main` would add a backtrace.
    run(Cli::parse().command).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(command: Command) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    match command {
        Command::Test(arguments) => return test::run(&workspace, &arguments),
        Command::BenchProvider(arguments) => return bench::provider_process::run(&arguments),
        Command::Terraform(arguments) => return tools::terraform::run(&workspace, &arguments),
        Command::Bench(arguments) => bench::run(&workspace, &arguments)?,
        Command::Demo(arguments) => demo::run(&workspace, &arguments)?,
        Command::Fidelity(arguments) => fidelity::run(&workspace, &arguments)?,
        Command::Check => check::run(&workspace)?,
        Command::BootProof => boot_proof::run(&workspace)?,
        Command::LinuxRoots => linux_roots::run(&workspace)?,
        Command::Sizes(arguments) => sizes::run(&workspace, &arguments)?,
        Command::Docs { check } => docs::run(workspace.root(), check)?,
        Command::Proto { check } => proto::run(check)?,
    }
    Ok(ExitCode::SUCCESS)
}
