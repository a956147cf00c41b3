//! `terraform-provider-cvo record`: writes what a system says about itself to a file, without names and
//! secrets. Only reads are sent, and the file goes nowhere.

mod aws;
mod cluster;
mod progress;

use std::path::Path;

use provider_core::recording::Recording;
use tfplugin::{Diagnostics, Outcome};

pub use self::progress::Tell;

use self::progress::Progress;
use crate::by_hand::{reach, set_up};
use crate::environment::Environment;
use crate::new_files;
use crate::provider::ConnectEc2;

/// The program and its release, as the file names them.
const PROGRAM: &str = concat!("terraform-provider-cvo ", env!("CARGO_PKG_VERSION"));

/// What the person has to know in the end.
const AFTERWORD: [&str; 3] = [
    "Nothing was sent anywhere. Read the file before you give it away.",
    "Replaced: names, ids, comments, serial numbers, public addresses.",
    "Kept on purpose: private addresses, the release, sizes, counts, times.",
];

/// Records the system at the variables of the environment in a new file. Tells each part as soon as it is
/// read. Returns whether the cluster was recorded and the file written; otherwise there is no file.
pub async fn record(environment: Environment, connect_ec2: ConnectEc2, out: &Path, tell: Tell) -> bool {
    let mut progress = Progress::new(tell);
    match recorded(&environment, connect_ec2, out, &mut progress).await {
        Ok(()) => true,
        Err(why) => {
            progress.diagnostics("ERROR", "record", &why);
            false
        }
    }
}

async fn recorded(
    environment: &Environment,
    connect_ec2: ConnectEc2,
    out: &Path,
    progress: &mut Progress,
) -> Outcome<()> {
    new_files::refuse_taken(out).map_err(|why| not_written(out, &why))?;
    let (config, clients, warnings) = set_up(environment, connect_ec2).await?;
    progress.diagnostics("warning", "variables", &warnings);
    let client = reach(&clients).await?;
    let ontap = cluster::read(&config, &client, progress).await;
    let ec2 = aws::read(&clients, &ontap, progress).await;
    let recording =
        Recording { format: Recording::FORMAT, written_by: PROGRAM.to_owned(), ontap, ec2 }.redacted();
    let written = recording.text().and_then(|text| new_files::write(out, &text));
    written.map_err(|why| not_written(out, &why))?;
    progress.line(&format!("{} reads were sent. {} was written.", progress.reads(), out.display()));
    AFTERWORD.iter().for_each(|line| progress.line(line));
    Ok(())
}

fn not_written(out: &Path, why: &str) -> Diagnostics {
    Diagnostics::error(
        format!("{} cannot be written", out.display()),
        format!("{why}. Name a new file in a folder that you may write to."),
    )
}
