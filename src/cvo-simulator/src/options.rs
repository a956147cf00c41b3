//! What a simulator is started with.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use crate::inventory::Preset;
use crate::world::clock::ClockMode;
use crate::world::version::OntapVersion;

/// What a simulator is started with; the defaults suit tests.
#[derive(Debug, Clone)]
pub struct Options {
    /// System that is simulated.
    pub preset: Preset,
    /// ONTAP release that it runs.
    pub ontap_version: OntapVersion,
    /// Time that every answer of ONTAP and EC2 takes at least.
    pub latency: Duration,
    /// Time that an ONTAP job runs.
    pub job_duration: Duration,
    /// Whether simulated time follows the wall clock or waits for `POST /clock`.
    pub clock: ClockMode,
    /// Address that the three servers listen on.
    pub listen: IpAddr,
    /// File that the world is read from at the start, if it exists, and written to at the end.
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
            listen: IpAddr::V4(Ipv4Addr::LOCALHOST),
            state_file: None,
        }
    }
}
