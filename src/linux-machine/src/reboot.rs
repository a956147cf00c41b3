//! Restarting a machine, which proves that the boot loader loads the image.

use std::time::Duration;

use ssh::{Command, Host};

use crate::error::{Error, Result};

/// Orders a restart, some seconds later so that the order is answered first.
const RESTART: &str =
    "exec < /dev/null > /dev/null 2>&1; (sleep 2; systemctl reboot || shutdown -r now || reboot) & exit 0";

const BOOT_ID: &str = "cat /proc/sys/kernel/random/boot_id";

/// Orders the restart of a machine.
///
/// # Errors
/// When the order did not arrive.
pub async fn reboot(host: &dyn Host) -> Result<()> {
    let output = host.run(&Command::new(["sh", "-c", RESTART])).await?;
    if output.is_success() {
        return Ok(());
    }
    Err(Error::NotRestarted { machine: host.name(), why: format!("status {}", output.status) })
}

/// Whether a machine has been started anew since it had that boot id.
///
/// # Errors
/// When it cannot be asked, as while it is down.
pub async fn has_restarted(host: &dyn Host, before: &str) -> Result<bool> {
    let limits = ssh::Limits { timeout: Duration::from_secs(10), ..ssh::Limits::default() };
    let output = host.run(&Command::new(["sh", "-c", BOOT_ID]).with_limits(limits)).await?;
    let now = output.stdout.text();
    Ok(output.is_success() && !now.trim().is_empty() && now.trim() != before)
}
