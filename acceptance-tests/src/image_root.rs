//! Minimal root file systems of Linux images, in temporary folders.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use cpio::NewcBuilder;
use cpio::newc::trailer;
use tempfile::TempDir;

/// A mounted image: Debian with initramfs-tools and one kernel.
pub struct ImageRoot(TempDir);

impl ImageRoot {
    /// Release of its kernel.
    pub const KERNEL: &str = "6.1.0-50-amd64";
    /// Drivers that its kernel has as modules.
    pub const VIRTIO: [&str; 6] =
        ["virtio_blk", "virtio_scsi", "virtio_net", "virtio_pci", "virtio_ring", "virtio"];

    /// Creates an image with these drivers in its initrd.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn debian(drivers: &[&str]) -> Result<Self> {
        let root = Self(TempDir::new().context("no temporary folder")?);
        let kernel = Self::KERNEL;
        let dep = |driver: &&str| format!("kernel/drivers/virtio/{driver}.ko:\n");
        let entry = format!(
            "menuentry 'Debian' {{\n linux /boot/vmlinuz-{kernel} root=UUID=1 ro\n initrd \
             /boot/initrd.img-{kernel}\n}}\n"
        );
        root.write("etc/os-release", b"ID=debian\nVERSION_ID=\"12\"\n")?;
        root.write("usr/sbin/update-initramfs", b"")?;
        root.write("boot/grub/grub.cfg", entry.as_bytes())?;
        root.write(&format!("boot/vmlinuz-{kernel}"), b"")?;
        let modules: String = Self::VIRTIO.iter().map(dep).collect();
        root.write(&format!("lib/modules/{kernel}/modules.dep"), modules.as_bytes())?;
        root.write(&format!("lib/modules/{kernel}/modules.builtin"), b"")?;
        root.put_into_initrd(drivers)?;
        Ok(root)
    }

    /// Rebuilds the initrd with these drivers.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn put_into_initrd(&self, drivers: &[&str]) -> Result<()> {
        let mut archive = Vec::new();
        for driver in drivers {
            let path = format!("usr/lib/modules/{}/kernel/drivers/virtio/{driver}.ko", Self::KERNEL);
            let mut file = NewcBuilder::new(&path).mode(0o100_644).write(&mut archive, 3);
            file.write_all(b"ELF")?;
            file.finish()?;
        }
        // An archive needs a member even without drivers.
        NewcBuilder::new("init").mode(0o100_755).write(&mut archive, 0).finish()?;
        trailer(&mut archive)?;
        self.write(&format!("boot/initrd.img-{}", Self::KERNEL), &archive)
    }

    /// Writes a file.
    ///
    /// # Errors
    /// If that fails.
    pub fn write(&self, path: &str, content: &[u8]) -> Result<()> {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
        fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Returns the path at which it is mounted.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}
