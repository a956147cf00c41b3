//! `cargo xtask bench`: real Terraform with the provider on a simulated system: calls, times and memory.

mod calls;
mod contestant;
mod graph;
mod growth;
mod page;
pub mod provider_process;
mod pure;
mod report;
mod results;
mod round_trips;
mod rows;
mod run;
mod start;
mod statistics;
mod step;
mod svg;
mod table;
mod terraform;
mod usage;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use self::contestant::Contestant;
use self::results::Results;
use self::rows::{ROWS, Row};
use self::run::Bench;
use crate::progress::say;
use crate::tools::terraform::{self as tool, NEWEST};
use crate::workspace::Workspace;
use crate::{cargo, process};

const PAGE: &str = "docs/development/benchmarks.md";
const CHART: &str = "docs/development/benchmarks.svg";
/// Name of the build that is measured.
const THIS: &str = "this build";
const LATENCIES: [Duration; 3] = [Duration::ZERO, Duration::from_millis(20), Duration::from_millis(100)];

#[derive(clap::Args)]
pub struct Arguments {
    /// Runs everything once, without latency.
    #[arg(long)]
    quick: bool,
    /// 10, 100 and 1,000 routes and LIFs instead, without latency, each once.
    #[arg(long)]
    growth: bool,
    /// 5,000 of them, too.
    #[arg(long, requires = "growth")]
    large: bool,
    /// Runs of each row at each latency, whose median counts.
    #[arg(long, value_name = "N", default_value_t = 3, conflicts_with_all = ["quick", "growth"])]
    runs: usize,
    /// Only rows whose title contains this.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Writes what was measured into the page of the documentation.
    #[arg(long, conflicts_with_all = ["quick", "only"])]
    write: bool,
    /// The plugin to measure; left out, the release build of this working tree, which takes long to compile.
    #[arg(long, value_name = "PROGRAM", requires = "simulator")]
    plugin: Option<PathBuf>,
    /// The simulator; left out, the release build of this working tree.
    #[arg(long, value_name = "PROGRAM", requires = "plugin")]
    simulator: Option<PathBuf>,
    /// The plugin of an earlier release, to be measured in the same run.
    #[arg(long, value_name = "PROGRAM")]
    previous: Option<PathBuf>,
    /// The plugin of another provider, to be measured in the same run.
    #[arg(long, value_name = "PROGRAM", requires = "configuration", requires = "source")]
    beside: Option<PathBuf>,
    /// Its configurations: a folder for each of those in src/xtask/benchmarks, or for some. They have the
    /// variables objects, hostname, username and password.
    #[arg(long, value_name = "FOLDER", requires = "beside")]
    configuration: Option<PathBuf>,
    /// How its configurations name it.
    #[arg(long, value_name = "NAMESPACE/TYPE", requires = "beside")]
    source: Option<String>,
}

impl Arguments {
    /// Whether the pure parts are measured, too, for which they must be compiled.
    fn measures_pure_parts(&self) -> bool {
        !self.growth && self.only.is_none() && self.plugin.is_none()
    }
}

/// Measures and prints tables. Every process that was started has ended when this returns.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let (bench, contestants) = prepare(workspace, arguments)?;
    let rows = wanted(arguments);
    ensure!(!rows.is_empty(), "no row has such a title");
    let once = arguments.quick || arguments.growth;
    let latencies = if once { &LATENCIES[..1] } else { &LATENCIES };
    let runs = if once { 1 } else { arguments.runs };
    let mut tables = Vec::new();
    if arguments.measures_pure_parts() {
        tables.push(pure::measure(workspace)?);
    }
    if !arguments.growth {
        tables.push(starts(&contestants)?);
    }
    let results = measured(&bench, &contestants, &rows, latencies, runs)?;
    let names: Vec<String> = contestants.into_iter().map(|contestant| contestant.name).collect();
    if arguments.growth {
        return grown(workspace, arguments, &results, &names);
    }
    tables.push(report::tables(&results, &names));
    let tables = tables.join("\n\n");
    say(&format!("\n{tables}"));
    if arguments.write { write(workspace, "rows", &tables) } else { Ok(()) }
}

/// Measures how long the programs take to start.
fn starts(contestants: &[Contestant]) -> Result<String> {
    say(&format!("process start, {} times", start::STARTS));
    let mut starts = Vec::new();
    for contestant in contestants {
        let size = fs::metadata(&contestant.program)?.len();
        starts.push((contestant.name.clone(), size, start::measure(&contestant.program)?));
    }
    Ok(start::table(&starts))
}

/// Shows how time and memory grow with the number of objects.
fn grown(workspace: &Workspace, arguments: &Arguments, results: &Results, names: &[String]) -> Result<()> {
    let tables: Vec<_> = names.iter().map(|name| growth::table(results, name)).collect();
    let tables = tables.join("\n\n");
    say(&format!("\n{tables}"));
    if !arguments.write {
        return Ok(());
    }
    let chart = workspace.root().join(CHART);
    fs::write(&chart, growth::chart(results, THIS)).context("cannot write the chart")?;
    write(workspace, "growth", &tables)
}

fn wanted(arguments: &Arguments) -> Vec<Row> {
    let wanted = |row: &Row| arguments.only.as_ref().is_none_or(|text| row.title().contains(text));
    let rows = if arguments.growth { rows::growth(arguments.large) } else { ROWS.to_vec() };
    rows.into_iter().filter(wanted).collect()
}

fn prepare(workspace: &Workspace, arguments: &Arguments) -> Result<(Bench, Vec<Contestant>)> {
    // Terraform is started by a program of the workspace.
    process::run(cargo::command(workspace, "build").args(["--bin=terraform", "--example=notes"]))?;
    let (plugin, simulator) = match (&arguments.plugin, &arguments.simulator) {
        (Some(plugin), Some(simulator)) => (plugin.clone(), simulator.clone()),
        _ => release(workspace)?,
    };
    let simulator =
        simulator.canonicalize().with_context(|| format!("no program {}", simulator.display()))?;
    let bench = Bench { terraform: tool::install(workspace, NEWEST)?, simulator };
    let own = workspace.root().join("src/xtask/benchmarks");
    let mut contestants = vec![Contestant::own(THIS, &plugin, &own)?];
    if let Some(previous) = &arguments.previous {
        contestants.push(Contestant::own("previous release", previous, &own)?);
    }
    if let (Some(program), Some(folder), Some(source)) =
        (&arguments.beside, &arguments.configuration, &arguments.source)
    {
        contestants.push(Contestant::other(source, program, folder)?);
    }
    Ok((bench, contestants))
}

/// Builds plugin and simulator as they are released.
fn release(workspace: &Workspace) -> Result<(PathBuf, PathBuf)> {
    let programs = ["terraform-provider-cvo", "cvo-simulator"];
    let mut build = cargo::command(workspace, "build");
    build.arg("--release").args(programs.map(|name| format!("--bin={name}")));
    process::run(&mut build)?;
    let [plugin, simulator] = programs.map(|name| workspace.release().join(name));
    Ok((plugin, simulator))
}

fn measured(
    bench: &Bench,
    contestants: &[Contestant],
    rows: &[Row],
    latencies: &[Duration],
    runs: usize,
) -> Result<Results> {
    let mut results = Results::default();
    for row in rows {
        for latency in latencies {
            // Contestants take turns, so that what else the machine does meets all of them alike.
            for contestant in std::iter::repeat_n(contestants, runs).flatten() {
                let Some(configuration) = contestant.configuration(row.folder) else { continue };
                say(&format!("{}, {} ms, {}", row.title(), latency.as_millis(), contestant.name));
                for (step, run) in bench.run(row, contestant, &configuration, *latency)? {
                    results.add(&contestant.name, *row, step, *latency, run);
                }
            }
        }
    }
    Ok(results)
}

/// Replaces a part of the page.
fn write(workspace: &Workspace, name: &str, part: &str) -> Result<()> {
    let file = workspace.root().join(PAGE);
    let page = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    fs::write(&file, page::replaced(&page, name, part)?).context("cannot write the page")
}
