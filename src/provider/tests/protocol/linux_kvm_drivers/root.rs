//! Root file systems of images, in folders of their own.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use cpio::NewcBuilder;
use cpio::newc::trailer;
use tempfile::TempDir;

pub(crate) const KERNEL: &str = "6.1.0-50-amd64";
pub(crate) const SIX: [&str; 6] =
    ["virtio_blk", "virtio_scsi", "virtio_net", "virtio_pci", "virtio_ring", "virtio"];

/// A mounted image.
pub(crate) struct Root(TempDir);

impl Root {
    /// Returns an empty folder.
    pub(crate) fn empty() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// Returns Debian with initramfs-tools, and with these drivers in the initrd of its only kernel.
    pub(crate) fn debian(drivers: &[&str]) -> Self {
        let root = Self::empty();
        root.write("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
        root.write("usr/sbin/update-initramfs", "#!/bin/sh\nexit 1\n");
        root.install(KERNEL, drivers);
        root.start(&[KERNEL]);
        root
    }

    /// Installs a kernel that has all six drivers as modules, and an initrd with these drivers.
    pub(crate) fn install(&self, kernel: &str, drivers: &[&str]) {
        let dep = |driver: &&str| format!("kernel/drivers/virtio/{driver}.ko:\n");
        self.write(&format!("lib/modules/{kernel}/modules.dep"), SIX.iter().map(dep).collect::<String>());
        self.write(&format!("lib/modules/{kernel}/modules.builtin"), "");
        self.write(&format!("boot/vmlinuz-{kernel}"), "");
        self.write(&format!("boot/initrd.img-{kernel}"), image(kernel, drivers));
    }

    /// Sets the kernels that the boot loader starts.
    pub(crate) fn start(&self, kernels: &[&str]) {
        let entry = |kernel: &&str| {
            format!(
                "menuentry 'Linux {kernel}' {{\n linux /boot/vmlinuz-{kernel} root=UUID=1 ro\n initrd \
                 /boot/initrd.img-{kernel}\n}}\n"
            )
        };
        self.write("boot/grub/grub.cfg", kernels.iter().map(entry).collect::<String>());
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Returns the path of a file in it.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Returns the folder as text.
    pub(crate) fn text(&self) -> String {
        self.0.path().display().to_string()
    }

    /// Returns all its files with their contents.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let (mut folders, mut files) = (vec![self.0.path().to_path_buf()], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path)
                } else {
                    files.push((path.clone(), fs::read(path).unwrap()))
                }
            }
        }
        files.sort();
        files
    }
}

/// Returns an initrd with these drivers.
pub(crate) fn image(kernel: &str, drivers: &[&str]) -> Vec<u8> {
    let module = |driver: &&str| format!("usr/lib/modules/{kernel}/kernel/drivers/virtio/{driver}.ko");
    let mut bytes = Vec::new();
    for path in drivers.iter().map(module).chain(["init".to_owned()]) {
        let mut file = NewcBuilder::new(&path).mode(0o100_644).write(&mut bytes, 3);
        file.write_all(b"ELF").unwrap();
        file.finish().unwrap();
    }
    trailer(&mut bytes).unwrap();
    bytes
}
