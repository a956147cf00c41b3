//! Processor time and memory of processes.

use std::time::Duration;

use anyhow::{Context, Result};
use nix::sys::resource::{Usage as Resources, UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// What processes used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Processor time, of the user and the system, of all of them.
    pub cpu: Duration,
    /// Most resident memory of one of them, in KiB.
    pub peak: u64,
}

impl Usage {
    /// Returns what the children of this process used that have ended and were waited for.
    pub fn of_children() -> Result<Self> {
        let used = getrusage(UsageWho::RUSAGE_CHILDREN).context("cannot ask for the time of processes")?;
        Ok(Self { cpu: cpu(&used), peak: u64::try_from(used.max_rss()).unwrap_or_default() })
    }

    /// Adds other processes: their time, and their memory if it is more.
    pub fn add(&mut self, other: Self) {
        self.cpu += other.cpu;
        self.peak = self.peak.max(other.peak);
    }

    /// Returns the line of a file that [`Self::parse`] reads.
    pub fn line(self) -> String {
        format!("{} {}\n", self.cpu.as_micros(), self.peak)
    }

    /// Adds up the lines of a file.
    pub fn parse(lines: &str) -> Result<Self> {
        let mut all = Self::default();
        for line in lines.lines() {
            let (cpu, peak) = line.split_once(' ').with_context(|| format!("no usage: {line}"))?;
            all.add(Self { cpu: Duration::from_micros(cpu.parse()?), peak: peak.parse()? });
        }
        Ok(all)
    }
}

fn cpu(used: &Resources) -> Duration {
    let micros = used.user_time().num_microseconds() + used.system_time().num_microseconds();
    Duration::from_micros(u64::try_from(micros).unwrap_or_default())
}

/// Parses the most resident memory in KiB out of `/proc/…/status`. A process that has ended has none.
pub fn most_resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_add_up_and_the_largest_process_counts() {
        let one = Usage { cpu: Duration::from_micros(1500), peak: 20_000 };
        let two = Usage { cpu: Duration::from_micros(500), peak: 30_000 };
        let read = Usage::parse(&(one.line() + &two.line())).unwrap();
        assert_eq!(read, Usage { cpu: Duration::from_micros(2000), peak: 30_000 });
        assert_eq!(Usage::parse("").unwrap(), Usage::default());
        assert!(Usage::parse("nothing").is_err());
    }

    #[test]
    fn memory_is_read_from_the_status_of_a_process() {
        let status = "Name:\tterraform\nVmPeak:\t  900 kB\nVmHWM:\t   12345 kB\nVmRSS:\t 12000 kB\n";
        assert_eq!(most_resident(status), Some(12_345));
        assert_eq!(most_resident("Name:\tterraform\nState:\tZ (zombie)\n"), None);
    }
}
