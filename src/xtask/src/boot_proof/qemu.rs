//! A virtual machine with one VirtIO disk and an emulated processor.

use std::fmt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::process;

/// Time limit for a machine, in seconds. It normally takes less than a minute.
const LIMIT: &str = "240";
const MARKER: &str = "CVO-BOOT-OK root=/dev/vda";
/// Message of initramfs-tools' initrd when it gives up waiting for the disk.
const NO_DISK: &str = "/dev/vda does not exist";

/// The files that a machine is started with.
pub struct Machine {
    pub kernel: PathBuf,
    pub initrd: PathBuf,
    /// File system image that becomes the root.
    pub disk: PathBuf,
}

/// How a machine ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The system on the disk was started.
    Started,
    /// The disk was not found.
    NoDisk,
    /// Neither of the above.
    Unclear,
}

/// How a machine ended, and its console output.
pub struct Ending {
    console: String,
    in_time: bool,
}

impl Ending {
    /// Returns how it ended.
    pub fn kind(&self) -> Kind {
        if self.console.contains(MARKER) {
            Kind::Started
        } else if self.console.contains(NO_DISK) {
            Kind::NoDisk
        } else {
            Kind::Unclear
        }
    }

    /// Returns its console output.
    pub fn console(&self) -> &str {
        &self.console
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind() {
            Kind::Started => MARKER,
            Kind::NoDisk => NO_DISK,
            Kind::Unclear if self.in_time => "it ended and neither started nor missed its disk",
            Kind::Unclear => "it did not end in time",
        })
    }
}

/// Starts a machine and waits until it turns itself off.
pub fn boot(machine: &Machine) -> Result<Ending> {
    let mut qemu = Command::new("timeout");
    qemu.args(["--kill-after=5", LIMIT, "qemu-system-x86_64", "-accel", "tcg", "-cpu", "max", "-m", "512"]);
    qemu.args(["-display", "none", "-monitor", "none", "-serial", "stdio", "-nic", "none", "-no-reboot"]);
    qemu.arg("-kernel").arg(&machine.kernel).arg("-initrd").arg(&machine.initrd);
    // An initrd that gives up restarts the machine, which ends QEMU because of -no-reboot.
    qemu.args(["-append", "root=/dev/vda rootfstype=ext4 ro console=ttyS0 panic=1"]);
    qemu.arg("-drive").arg(format!("if=virtio,format=raw,file={}", machine.disk.display()));
    let done = qemu.stdin(Stdio::null()).output().with_context(|| format!("`{}`", process::shown(&qemu)))?;
    let said = String::from_utf8_lossy(&done.stderr);
    let ended = done.status.code();
    ensure!(ended == Some(0) || ended == Some(124), "QEMU ended with {}: {said}", done.status);
    Ok(Ending { console: String::from_utf8_lossy(&done.stdout).into_owned(), in_time: ended == Some(0) })
}
