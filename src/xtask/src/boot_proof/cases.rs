//! The initrds to boot.

use acceptance_tests::LinuxMachine;
use anyhow::Result;

use super::qemu::Kind;

/// An initrd, and the expected result of booting with it.
pub struct Case {
    /// Name in messages.
    pub name: &'static str,
    /// Makes the image for the system's kernel.
    pub make: fn(&LinuxMachine) -> Result<()>,
    /// Expected result.
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

/// Makes an image with these lines in the list of modules, and with the driver for the disk's file system.
fn listed(system: &LinuxMachine, lines: &str) -> Result<()> {
    system.write("/etc/initramfs-tools/modules", &format!("ext4\n{lines}\n"))?;
    system.rebuild(system.kernel())
}
