//! The initrds that are started.

use acceptance_tests::LinuxMachine;
use anyhow::Result;

use super::qemu::Kind;

/// An initrd and what becomes of a machine that starts with it.
pub struct Case {
    /// What messages call it.
    pub name: &'static str,
    /// Makes the image of the system's kernel.
    pub make: fn(&LinuxMachine) -> Result<()>,
    /// How the machine ends.
    pub ends: Kind,
}

pub const CASES: &[Case] = &[
    Case { name: "without VirtIO drivers", make: |system| listed(system, ""), ends: Kind::NoDisk },
    Case {
        name: "the manual's names on one line",
        make: |system| listed(system, &LinuxMachine::VIRTIO.join(" ")),
        ends: Kind::NoDisk,
    },
    Case {
        name: "the six drivers, one a line",
        make: |system| listed(system, &LinuxMachine::VIRTIO.join("\n")),
        ends: Kind::Started,
    },
];

/// An image with these lines in the list of modules, and with the file system of the disk.
fn listed(system: &LinuxMachine, lines: &str) -> Result<()> {
    system.write("/etc/initramfs-tools/modules", &format!("ext4\n{lines}\n"))?;
    system.rebuild(system.kernel())
}
