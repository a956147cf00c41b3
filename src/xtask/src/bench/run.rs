//! One run of a row: a fresh system, Terraform's commands one after the other, and a system as it was.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use acceptance_tests::{Programs, Workdir, World};
use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use super::calls::Calls;
use super::contestant::Contestant;
use super::graph::Graph;
use super::provider_process;
use super::round_trips::{critical_path, instances};
use super::rows::Row;
use super::statistics::Run;
use super::step::Step;
use super::terraform::measure;
use crate::process;

/// Time limit of a command.
const LIMIT: Duration = Duration::from_secs(1800);

/// Where the programs are that all contestants use.
pub struct Bench {
    /// Terraform.
    pub terraform: PathBuf,
    /// The simulator.
    pub simulator: PathBuf,
}

/// The programs of one run, and where the provider's processes are noted.
struct Scene {
    folder: TempDir,
    world: World,
    work: Workdir,
}

impl Bench {
    /// Runs the commands of a row once.
    pub fn run(
        &self,
        row: &Row,
        contestant: &Contestant,
        configuration: &Path,
        latency: Duration,
    ) -> Result<Vec<(Step, Run)>> {
        let scene = self.scene(row, contestant, configuration, latency)?;
        let before = scene.world.state()?;
        let mut runs = Vec::new();
        let mut listed = String::new();
        for step in row.steps {
            runs.push((*step, scene.step(*step)?));
            if *step == Step::Apply {
                listed = process::output(&mut scene.work.command(&["state", "list"]))?;
            }
        }
        ensure!(scene.world.state()? == before, "{} left something behind", contestant.name);
        if contestant.is_ours() {
            let graph = Graph::parse(&process::output(&mut scene.work.command(&["graph"]))?);
            let there = instances(&listed);
            for (step, run) in &mut runs {
                run.trips = Some(critical_path(&graph, &there, *step));
            }
        }
        Ok(runs)
    }

    fn scene(
        &self,
        row: &Row,
        contestant: &Contestant,
        configuration: &Path,
        latency: Duration,
    ) -> Result<Scene> {
        let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
        let program = folder.path().join("provider");
        let xtask = std::env::current_exe().context("cannot tell where this program lies")?;
        let script = provider_process::script(&xtask, &noted(&folder), &contestant.program);
        fs::write(&program, script)?;
        fs::set_permissions(&program, Permissions::from_mode(0o755))?;
        let programs = Programs {
            terraform: self.terraform.clone(),
            terraform_matrix: vec![],
            plugin: program.clone(),
            simulator: self.simulator.clone(),
        };
        let latency = latency.as_millis().to_string();
        let world = World::start(programs, &[row.system, &["--latency-ms", &latency]].concat())?;
        let mut work = contestant.workdir(&world, &program, configuration)?;
        work.set("TF_VAR_objects", &row.objects.to_string());
        // What tests set to save time: here Terraform is as users have it.
        work.unset("GOGC").unset("GOMEMLIMIT");
        Ok(Scene { folder, world, work })
    }
}

impl Scene {
    fn step(&self, step: Step) -> Result<Run> {
        let noted = noted(&self.folder);
        // `terraform init` and the commands between two steps start the provider too.
        let _none_was_noted = fs::remove_file(&noted);
        self.world.forget_requests()?;
        let taken = measure(&mut self.work.command(step.arguments()), &noted, LIMIT)?;
        Ok(Run { calls: Calls::count(&self.world.requests()?), taken, trips: None })
    }
}

fn noted(folder: &TempDir) -> PathBuf {
    folder.path().join("noted")
}
