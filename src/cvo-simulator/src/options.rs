//! The options of a simulator.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use crate::inventory::Preset;
use crate::world::clock::ClockMode;
use crate::world::version::OntapVersion;

/// The options of a simulator; the defaults suit tests.
#[derive(Debug, Clone)]
pub struct Options {
    /// The system to simulate, unless there is a recording.
    pub preset: Preset,
    /// The ONTAP release of the system, unless there is a recording.
    pub ontap_version: OntapVersion,
    /// Minimum time before every answer of ONTAP and EC2.
    pub latency: Duration,
    /// How long an ONTAP job runs.
    pub job_duration: Duration,
    /// Whether simulated time follows the wall clock or waits for `POST /clock`.
    pub clock: ClockMode,
    /// Most records of ONTAP on one page; `None` for as many as a client asks for.
    pub page_size: Option<usize>,
    /// Most routes of a route table in AWS; `None` for the default of an account.
    pub routes_per_table: Option<usize>,
    /// Address that the servers listen on.
    pub listen: IpAddr,
    /// Recording of a real system to simulate instead of a preset.
    pub recording: Option<PathBuf>,
    /// File that the world is loaded from at the start, if it exists, and saved to at the end.
    pub state_file: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            preset: Preset::SingleNode,
            ontap_version: OntapVersion::V9_15_1,
            latency: Duration::ZERO,
            job_duration: Duration::from_millis(20),
            clock: ClockMode::Automatic,
            page_size: None,
            routes_per_table: None,
            listen: IpAddr::V4(Ipv4Addr::LOCALHOST),
            recording: None,
            state_file: None,
        }
    }
}
