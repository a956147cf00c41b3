//! `cargo xtask fidelity`: checks whether the provider's requests and the simulator's answers agree with
//! ONTAP's own specification. We may not distribute the specification, so this is not part of the tests and
//! takes the file as an argument.

mod exchange;
mod findings;
mod newer;
mod schema;
mod specification;

use std::path::{Path, PathBuf};

use acceptance_tests::{Programs, World, example};
use anyhow::{Result, ensure};

use self::exchange::Exchange;
use self::findings::Findings;
use self::specification::Specification;
use crate::cargo;
use crate::progress::{Steps, say};
use crate::tools::terraform::{self, NEWEST};
use crate::workspace::Workspace;

const UNPROTECTED: &str = "-var=deletion_protection=false";

#[derive(clap::Args)]
pub struct Arguments {
    /// OpenAPI (Swagger 2.0) description of ONTAP's REST API, JSON.
    #[arg(long)]
    openapi: PathBuf,
}

/// Records a run of the whole stack and compares every ONTAP exchange with the specification.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let specification = Specification::read(&arguments.openapi)?;
    let mut steps = Steps::default();
    steps.step("compiling plugin and simulator", || cargo::build_programs(workspace))?;
    let terraform = steps.step("fetching Terraform", || terraform::install(workspace, NEWEST))?;
    let exchanges =
        steps.step("recording a run of the single-node stack", || record(workspace, &terraform))?;
    let mut findings = Findings::default();
    for exchange in &exchanges {
        exchange.compare(&specification, &mut findings);
    }
    say(&findings.report());
    ensure!(findings.compared > 0, "no recorded exchange is in the specification");
    ensure!(findings.none(), "requests or answers differ from the specification");
    Ok(())
}

/// Returns the exchanges while the stack is created, renamed, read again and destroyed.
fn record(workspace: &Workspace, terraform: &Path) -> Result<Vec<Exchange>> {
    let programs = Programs {
        terraform: terraform.to_path_buf(),
        terraform_matrix: vec![],
        plugin: workspace.binary("terraform-provider-cvo"),
        simulator: workspace.binary("cvo-simulator"),
    };
    let world = World::start(programs, &["--preset", "single-node"])?;
    let work = world.workdir(&example("stacks/single-node"))?;
    work.apply()?;
    let changed = ["-var=svm_name=svm_files", "-var=nas_lif_name=ip_files", UNPROTECTED];
    work.run(&[&["apply", "-auto-approve"], &changed[..]].concat())?.succeeded()?;
    work.run(&[&["plan"], &changed[..]].concat())?.succeeded()?;
    work.run(&[&["destroy", "-auto-approve"], &changed[..]].concat())?.succeeded()?;
    let recorded = world.exchanges()?;
    recorded.iter().filter(|request| request["side"] == "ontap").map(Exchange::read).collect()
}
