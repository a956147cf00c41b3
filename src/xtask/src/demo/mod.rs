//! `cargo xtask demo`: shows the main use case to the user, from nothing to a destroyed stack.

mod layout;
mod topology;

use std::io::{IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::process::Command;

use acceptance_tests::{Control, Programs, Workdir, World, example};
use anyhow::{Result, ensure};
use serde_json::Value;

use crate::progress::{Steps, say};
use crate::tools::terraform::{self, NEWEST, numbers};
use crate::workspace::Workspace;
use crate::{cargo, process};

use topology::Topology;

/// The node that fails in the demo.
const FAILING: &str = "cvo-node1";
const UNPROTECTED: &str = "-var=deletion_protection=false";

#[derive(clap::Args)]
pub struct Arguments {
    /// The system that the demo is about. A pair also sees one of its nodes fail and come back.
    #[arg(long, value_enum, default_value_t = Topology::SingleNode)]
    topology: Topology,
    /// Destroys nothing and keeps the simulated system running until Enter is pressed.
    #[arg(long)]
    keep: bool,
}

/// Shows the main use case. All started processes have ended when this returns.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let mut steps = Steps::default();
    steps.step("compiling plugin and simulator", || cargo::build_programs(workspace))?;
    let terraform = steps.step("looking for Terraform", || terraform(workspace))?;
    let plugin = workspace.binary("terraform-provider-cvo");
    let programs = Programs {
        terraform,
        terraform_matrix: vec![],
        plugin,
        simulator: workspace.binary("cvo-simulator"),
    };
    let topology = arguments.topology;
    let world = steps.step(&format!("starting a simulated {}", topology.description()), || {
        World::start(programs, &["--preset", topology.name(), "--ontap-version", "9.15.1"])
    })?;
    say(&format!("    ONTAP {}   EC2 {}", world.ready().ontap, world.ready().ec2));
    let before = world.state()?;
    let work = steps.step("terraform init", || world.workdir(&example("stacks").join(topology.name())))?;
    create(&mut steps, &work, &world)?;
    if topology.is_pair() {
        fail_over_and_back(&mut steps, &work, &world)?;
    }
    if arguments.keep {
        return keep(&world, &work);
    }
    destroy(&mut steps, &work)?;
    ensure!(world.state()? == before, "the destroy left something behind: {:#}", world.state()?);
    say("\nONTAP and EC2 are as they were before.");
    steps.report();
    say(&where_next(topology));
    Ok(())
}

fn where_next(seen: Topology) -> String {
    let stack = format!("examples/stacks/{}", seen.name());
    format!(
        "
Where to go next:
  {stack:<30} the configuration that you have just seen
  cargo xtask demo --keep        the same, and then it is yours to change
  cargo xtask demo --topology …  the other systems: single-node, ha-single-az, ha-multi-az
  examples/modules/storage-vm    a whole list of storage VMs for any of them
  docs/index.md                  the manual
  docs/guides                    permissions, renumbering, serving data"
    )
}

fn create(steps: &mut Steps, work: &Workdir, world: &Control) -> Result<()> {
    steps.step("terraform plan", || show(work, &["plan", "-input=false", "-out=demo.tfplan"]))?;
    steps.step("terraform apply", || show(work, &["apply", "-input=false", "demo.tfplan"]))?;
    draw(steps, "what there is now", work, world)?;
    expect_no_changes(steps, "terraform plan, once more", work)
}

/// Fails one node and brings it back; its partner takes over meanwhile. Terraform finds no changes.
fn fail_over_and_back(steps: &mut Steps, work: &Workdir, world: &Control) -> Result<()> {
    steps.step(&format!("{FAILING} fails, its partner takes over"), || world.takeover(FAILING))?;
    draw(steps, "where everything is now", work, world)?;
    expect_no_changes(steps, "terraform plan during the takeover", work)?;
    steps.step(&format!("{FAILING} is back, and gets its work back"), || world.giveback(FAILING))?;
    expect_no_changes(steps, "terraform plan after the giveback", work)
}

fn draw(steps: &mut Steps, title: &str, work: &Workdir, world: &Control) -> Result<()> {
    steps.step(title, || {
        let state = world.state()?;
        say(&layout::drawing(&state, &svm_name(work)?));
        Ok(())
    })
}

fn expect_no_changes(steps: &mut Steps, title: &str, work: &Workdir) -> Result<()> {
    steps.step(title, || show(work, &["plan", "-input=false", "-detailed-exitcode"]))
}

fn destroy(steps: &mut Steps, work: &Workdir) -> Result<()> {
    steps.step("lifting the deletion protection", || {
        show(work, &["apply", "-input=false", "-auto-approve", UNPROTECTED])
    })?;
    steps.step("terraform destroy", || show(work, &["destroy", "-input=false", "-auto-approve", UNPROTECTED]))
}

/// Runs Terraform with its output visible to the user.
fn show(work: &Workdir, arguments: &[&str]) -> Result<()> {
    let mut command = work.command(arguments);
    if std::io::stdout().is_terminal() {
        command.env_remove("TF_CLI_ARGS");
    }
    process::run(&mut command)
}

fn svm_name(work: &Workdir) -> Result<String> {
    let svm = work.attributes("cvo_storage_vm.this")?;
    Ok(svm["name"].as_str().unwrap_or_default().to_owned())
}

/// Hands the running system over to the user.
fn keep(world: &World, work: &Workdir) -> Result<()> {
    let environment = work.path().join("environment");
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&environment)?;
    for (name, value) in work.environment().filter(|(name, _)| *name != "PATH" && *name != "HOME") {
        writeln!(file, "export {}='{}'", name.display(), value.display())?;
    }
    say(&format!(
        "\nThe system is yours. In another terminal:\n\n  cd {}\n  . ./environment\n  {} plan\n\n\
         What it holds: {}/state. Press Enter here to end it.",
        work.path().display(),
        world.programs().terraform.display(),
        world.ready().control
    ));
    std::io::stdin().read_line(&mut String::new())?;
    Ok(())
}

/// Returns the Terraform on the search path if it is recent enough, or else the pinned one.
fn terraform(workspace: &Workspace) -> Result<PathBuf> {
    let (program, origin) = match installed() {
        Some(version) => (PathBuf::from("terraform"), format!("Terraform {version} of this machine")),
        None => (terraform::install(workspace, NEWEST)?, format!("Terraform {}, fetched", NEWEST.version)),
    };
    say(&format!("    {origin}"));
    Ok(program)
}

/// Returns the version of the Terraform on the search path, if the provider supports it.
fn installed() -> Option<String> {
    let mut command = Command::new("terraform");
    command.args(["version", "-json"]).env("CHECKPOINT_DISABLE", "1").env_remove("TF_CLI_CONFIG_FILE");
    let version: Value = serde_json::from_str(&process::output(&mut command).ok()?).ok()?;
    let version = version["terraform_version"].as_str()?;
    let oldest = terraform::RELEASES.last()?.version;
    (numbers(version)? >= numbers(oldest)?).then(|| version.to_owned())
}
