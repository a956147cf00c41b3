//! [`Probe`]: everything about a machine that decides which images need drivers, read without changing
//! anything.

mod record;

use std::collections::BTreeMap;
use std::time::Duration;

use kvm_drivers::listing::Listing;
use kvm_drivers::root::{CONTENTS, LIMIT, Memory, PROCESSES};
use kvm_drivers::script::{BACKUPS, HOOKS};
use kvm_drivers::system::Engine;
use kvm_drivers::{Driver, Facts, Kernel};
use ssh::{Command, Host, Limits, Output, Overflow, last_lines};

use crate::error::{Error, Result};
use record::{Record, records};

/// The state of a machine.
#[derive(Debug, Clone, Default)]
pub struct Probe {
    /// Its files, as far as a survey reads them.
    pub files: Memory,
    /// Facts that are in none of these files.
    pub facts: Facts,
}

const PROBE: &str = include_str!("probe.sh");
const LISTS: &str = include_str!("lists.sh");

/// Folders that are listed completely. From here, a survey follows links to whatever the boot loader loads.
const TREES: [&str; 2] = ["/boot", "/efi"];
/// Programs whose presence a survey checks.
const PROGRAMS: [&str; 3] = ["update-initramfs", "dracut", "mkinitrd"];

/// Upper limit of the output in bytes. It has room for `modules.dep` of some hundred kernels, or as many
/// lists.
const OUTPUT_LIMIT: usize = 64 << 20;

/// Reads what a survey needs, with one command and without writing anything.
///
/// # Errors
/// When the machine does not answer, or something may not be read.
pub async fn probe(host: &dyn Host) -> Result<Probe> {
    let mut words = vec![LIMIT.to_string()];
    let mut section = |name: &str, paths: &[&str]| {
        words.push(format!("--{name}"));
        words.extend(paths.iter().map(|path| (*path).to_owned()));
    };
    section("trees", &TREES);
    section("presences", &["/lib/modules/*/*", &format!("{HOOKS}/*"), &format!("{BACKUPS}/*")]);
    section("presences", &PROCESSES.map(|(_, path, _)| path));
    section("programs", &PROGRAMS);
    // Last, so that a file's content replaces its size.
    section("contents", &CONTENTS);
    let output = run_complete(host, &Command::script(PROBE, words), Duration::from_secs(120)).await?;
    let machine = host.name();
    let mut found = Probe::default();
    for record in records(&output, &machine)? {
        found.take(record, &machine)?;
    }
    Ok(found)
}

impl Probe {
    fn take(&mut self, record: Record<'_>, machine: &str) -> Result<()> {
        let Record { kind, size, name, bytes } = record;
        let files = std::mem::take(&mut self.files);
        let text = || String::from_utf8_lossy(bytes).trim().to_owned();
        self.files = match kind {
            "content" => files.with(name, bytes),
            "size" => files.with_size(name, size),
            "link" => files.with_link(name, &text()),
            "unreadable" => {
                return Err(Error::NotReadable { machine: machine.to_owned(), path: name.to_owned() });
            }
            "large" => {
                let (machine, path) = (machine.to_owned(), name.to_owned());
                return Err(Error::TooLarge { machine, path, limit: LIMIT });
            }
            _ => files,
        };
        match (kind, name) {
            ("fact", "kernel") => self.facts.running = Kernel::parse(&text()).ok(),
            ("fact", "machine_id") => self.facts.machine_id = text(),
            ("fact", "boot_id") => self.facts.boot_id = text(),
            ("fact", "processes") => self.facts.processes = text().lines().map(str::to_owned).collect(),
            ("fact", "root_drivers") => {
                self.facts.root_drivers =
                    text().lines().filter_map(|name| Driver::parse(name).ok()).collect();
            }
            ("fact", "root_disk") => self.facts.knows_root_disk = true,
            ("fact", "kvm") => self.facts.is_kvm_guest = true,
            ("fact", "selinux") => self.facts.has_selinux = true,
            ("room", _) => {
                self.facts.free_in_boot = text().parse().ok().map(|kib: u64| kib.saturating_mul(1024))
            }
            _ => {}
        }
        Ok(())
    }
}

/// Returns the content of each image, or the reason why it cannot be listed. Uses one command and writes
/// nothing.
///
/// # Errors
/// When the machine does not answer.
pub async fn listings(
    host: &dyn Host,
    engine: Engine,
    images: &[String],
) -> Result<BTreeMap<String, std::result::Result<Listing, String>>> {
    if images.is_empty() {
        return Ok(BTreeMap::new());
    }
    let words = std::iter::once(engine.lister().to_owned()).chain(images.iter().cloned());
    // Unpacking a large image takes seconds.
    let patience = Duration::from_secs(60).saturating_mul(u32::try_from(images.len()).unwrap_or(u32::MAX));
    let output = run_complete(host, &Command::script(LISTS, words), patience).await?;
    let lists = records(&output, &host.name())?;
    if lists.len() != images.len() {
        let why = format!("{} lists came for {} images", lists.len(), images.len());
        return Err(Error::NotUnderstood { machine: host.name(), why });
    }
    let listing = |list: &Record<'_>| {
        let said = String::from_utf8_lossy(list.bytes);
        let listed = Listing::of_lister(&said, list.name.parse().ok());
        listed.map_err(|error| match last_lines(&said, 1) {
            last if list.name != "0" && !last.is_empty() => format!("{error} (it said last: {last})"),
            _ => error.to_string(),
        })
    };
    Ok(images.iter().cloned().zip(lists.iter().map(listing)).collect())
}

/// Runs a command whose output is useless unless it is complete.
async fn run_complete(host: &dyn Host, command: &Command, timeout: Duration) -> Result<Vec<u8>> {
    let limits = Limits { timeout, output: OUTPUT_LIMIT, overflow: Overflow::Refuse };
    let output: Output = host.run(&command.clone().with_limits(limits)).await?;
    match output.stdout.bytes() {
        Some(bytes) if output.is_success() => Ok(bytes.to_vec()),
        _ => {
            let why = format!("status {}; {}", output.status, output.stderr.last_lines(3));
            Err(Error::NotUnderstood { machine: host.name(), why })
        }
    }
}
