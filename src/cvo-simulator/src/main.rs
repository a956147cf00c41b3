//! The simulator as a command-line program.

mod parent;

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::Parser;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use cvo_simulator::world::version::OntapVersion;
use cvo_simulator::{Options, Preset, Simulator};
use tokio::signal::unix::{SignalKind, signal};

use crate::parent::Parent;

/// Simulates a Cloud Volumes ONTAP system in AWS: the ONTAP REST API over HTTPS and the EC2 API over HTTP.
///
/// When it is ready it prints one line of JSON that says where the APIs are and how to log in.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// System to simulate.
    #[arg(long, default_value = "single-node", value_parser = presets())]
    preset: Preset,
    /// ONTAP release that it runs, from 9.10.1 to 9.16.1.
    #[arg(long, default_value = "9.15.1")]
    ontap_version: OntapVersion,
    /// Recording of a real system to simulate instead: its file as `terraform-provider-cvo record` writes it.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["preset", "ontap_version"])]
    recording: Option<PathBuf>,
    /// Time that every answer takes at least.
    #[arg(long, value_name = "N", default_value_t = 0)]
    latency_ms: u64,
    /// Most records of ONTAP on one page.
    #[arg(long, value_name = "N")]
    page_size: Option<usize>,
    /// Most routes of a route table in AWS; left out, 500.
    #[arg(long, value_name = "N")]
    routes_per_table: Option<usize>,
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
    /// File that keeps the system from one run to the next.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Ends when the process that started it has ended.
    #[arg(long)]
    end_with_parent: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let parent = Parent::now();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .init();
    let arguments = Arguments::parse();
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let simulator = Simulator::start(Options {
        preset: arguments.preset,
        ontap_version: arguments.ontap_version,
        latency: Duration::from_millis(arguments.latency_ms),
        page_size: arguments.page_size,
        routes_per_table: arguments.routes_per_table,
        listen: arguments.listen,
        recording: arguments.recording,
        state_file: arguments.state,
        ..Options::default()
    })?;
    tell_differences(&simulator)?;
    announce(&simulator)?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        () = parent.gone(), if arguments.end_with_parent => {}
    }
    simulator.stop()
}

/// Parses a preset by its name, so that the help lists the names.
fn presets() -> impl TypedValueParser<Value = Preset> {
    PossibleValuesParser::new(Preset::ALL.iter().map(|preset| preset.name()))
        .try_map(|name| name.parse::<Preset>())
}

/// Says in which the system differs from its recording.
fn tell_differences(simulator: &Simulator) -> Result<()> {
    let ready = simulator.ready();
    let mut output = std::io::stderr().lock();
    for (heading, lines) in [("left out", &ready.left_out), ("made up", &ready.made_up)] {
        lines.iter().try_for_each(|line| writeln!(output, "{heading}: {line}"))?;
    }
    Ok(())
}

fn announce(simulator: &Simulator) -> Result<()> {
    let mut output = std::io::stdout().lock();
    serde_json::to_writer(&mut output, simulator.ready())?;
    output.write_all(b"\n")?;
    Ok(output.flush()?)
}
