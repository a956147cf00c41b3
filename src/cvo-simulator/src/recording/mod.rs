//! Recordings of real systems: a file with what ONTAP and EC2 answered to reads, from which a world is built.
//!
//! Every member of the file may be absent, because a role may not show everything. What the world has no room
//! for is left out and noted; what it needs and the file does not have is made up and noted.

mod ec2;
mod error;
mod file;
mod ontap;
mod report;
mod topology;

use std::path::Path;

use anyhow::{Context, Result};

use crate::world::{Settings, World};
use file::Recording;

pub use error::RecordingError;
pub use report::Report;

/// A world that was built from a recording.
#[derive(Debug, Clone)]
pub struct Simulated {
    /// The world.
    pub world: World,
    /// In which it differs from the recording.
    pub report: Report,
}

/// Builds the world that a file describes. The release of `settings` does not count.
///
/// # Errors
///
/// If the file cannot be read, or if it is no recording.
pub fn load(path: &Path, settings: &Settings) -> Result<Simulated> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the recording {}", path.display()))?;
    simulate(&text, settings).with_context(|| format!("cannot simulate the recording {}", path.display()))
}

/// Builds the world that the text of a recording describes.
///
/// # Errors
///
/// If the text is no recording, with what is wrong and where.
pub fn simulate(text: &str, settings: &Settings) -> std::result::Result<Simulated, RecordingError> {
    let recording = Recording::parse(text)?;
    let mut report = Report::default();
    let mut cluster = ontap::cluster(&recording, settings, &mut report)?;
    let ec2 = ec2::account(&recording, &mut cluster, &mut report)?;
    let mode = topology::failover_mode(&cluster, &ec2);
    Ok(Simulated { world: World::of(cluster, ec2, mode, settings), report })
}
