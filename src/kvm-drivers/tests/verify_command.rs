//! The strict check of a plan, run by a real shell with a fake lister.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use kvm_drivers::Kernel;
use kvm_drivers::plan::{Options, Style, plan};

const KERNEL: &str = "6.12.107+deb13-amd64";

/// Runs the check with a lister that prints `listing` and exits with `status`.
fn verified(style: Style, listing: &str, status: i32) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let lister = folder.path().join("lsinitramfs");
    std::fs::write(folder.path().join("listing"), listing).unwrap();
    let script = format!("#!/bin/sh\ncat \"$(dirname \"$0\")/listing\"\nexit {status}\n");
    std::fs::write(&lister, script).unwrap();
    std::fs::set_permissions(&lister, std::fs::Permissions::from_mode(0o755)).unwrap();
    let options = Options { kernel: Kernel::parse(KERNEL).ok(), style, ..Options::default() };
    let command = plan("debian", "13", &options).unwrap().verify.remove(0);
    run(&command, folder.path())
}

fn run(command: &str, folder: &Path) -> bool {
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let output =
        Command::new("/bin/sh").args(["-c", command]).env_clear().env("PATH", path).output().unwrap();
    output.status.success()
}

fn listing(drivers: &[&str]) -> String {
    let line = |driver: &&str| format!("usr/lib/modules/{KERNEL}/kernel/drivers/virtio/{driver}\n");
    drivers.iter().map(line).collect()
}

const ALL: [&str; 6] = [
    "virtio_blk.ko",
    "virtio-scsi.ko.xz",
    "virtio_net.ko.zst",
    "virtio_pci.ko.gz",
    "virtio_ring.ko",
    "virtio.ko",
];

#[test]
fn a_complete_list_passes() {
    assert!(verified(Style::Modern, &listing(&ALL), 0));
}

#[test]
fn a_missing_driver_fails_the_check_but_not_the_manuals() {
    for missing in 0..ALL.len() {
        let mut some = ALL.to_vec();
        some[missing] = "virtio_crypto.ko";
        assert!(!verified(Style::Modern, &listing(&some), 0), "{}", ALL[missing]);
        assert!(verified(Style::Seed, &listing(&some), 0), "{}", ALL[missing]);
    }
}

#[test]
fn a_failing_lister_fails_the_check_although_a_pipe_would_hide_it() {
    assert!(!verified(Style::Modern, &listing(&ALL), 2));
    assert!(verified(Style::Seed, &listing(&ALL), 2));
}

#[test]
fn modules_of_another_kernel_fail_the_check() {
    let other = listing(&ALL).replace(KERNEL, "6.1.0-50-amd64");
    assert!(!verified(Style::Modern, &other, 0));
    assert!(verified(Style::Seed, &other, 0));
}
