//! Restarts a machine, which proves that the boot loader loads the image.

use std::time::Duration;

use ssh::{Command, Host};

use crate::error::{Error, Result};

/// Initiates a restart with a delay of 2 s, so that the command can still be answered.
const RESTART: &str =
    "exec < /dev/null > /dev/null 2>&1; (sleep 2; systemctl reboot || shutdown -r now || reboot) & exit 0";

const BOOT_ID: &str = "cat /proc/sys/kernel/random/boot_id";

/// Initiates a restart of the machine.
///
/// # Errors
/// When the command did not arrive.
pub async fn reboot(host: &dyn Host) -> Result<()> {
    let output = host.run(&Command::new(["sh", "-c", RESTART])).await?;
    if output.is_success() {
        return Ok(());
    }
    Err(Error::NotRestarted { machine: host.name(), why: format!("status {}", output.status) })
}

/// Whether the machine has been restarted since it had the boot id `before`.
///
/// # Errors
/// When the machine does not answer, for example while it is down.
pub async fn has_restarted(host: &dyn Host, before: &str) -> Result<bool> {
    let limits = ssh::Limits { timeout: Duration::from_secs(10), ..ssh::Limits::default() };
    let output = host.run(&Command::new(["sh", "-c", BOOT_ID]).with_limits(limits)).await?;
    let now = output.stdout.text();
    Ok(output.is_success() && !now.trim().is_empty() && now.trim() != before)
}
