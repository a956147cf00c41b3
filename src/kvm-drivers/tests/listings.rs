//! Recorded output of listers, compared with a search for "virtio".

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use kvm_drivers::listing::{Builtins, Listing, ListingError, Modules};
use kvm_drivers::plan::Preset;
use kvm_drivers::{Driver, Kernel};

const DEBIAN_12: &str = include_str!("listings/debian-12-initramfs-tools.txt");
const DEBIAN_13: &str = include_str!("listings/debian-13-initramfs-tools.txt");
const DEBIAN_13_DRACUT: &str = include_str!("listings/debian-13-dracut.txt");
const DEBIAN_13_DRACUT_WITH_NET: &str = include_str!("listings/debian-13-dracut-with-virtio-net.txt");
const SUSE: &str = include_str!("listings/opensuse-mkinitrd.txt");
const BUILTIN_13: &str = include_str!("listings/debian-13.modules.builtin");

/// The samples of the manual, exactly as the listers print them.
const CENTOS_6: &str = "\
-rwxr--r--   1 root     root        23448 Jul 16 17:53 lib/modules/2.6.32-573.8.1.el6.x86_64/kernel/drivers/block/virtio_blk.ko
-rwxr--r--   1 root     root        50704 Jul 16 17:53 lib/modules/2.6.32-573.8.1.el6.x86_64/kernel/drivers/net/virtio_net.ko
-rwxr--r--   1 root     root        28424 Jul 16 17:53 lib/modules/2.6.32-573.8.1.el6.x86_64/kernel/drivers/scsi/virtio_scsi.ko
drwxr-xr-x   2 root     root            0 Jul 16 17:53 lib/modules/2.6.32-573.8.1.el6.x86_64/kernel/drivers/virtio
-rwxr--r--   1 root     root        14544 Jul 16 17:53 lib/modules/2.6.32-573.8.1.el6.x86_64/kernel/drivers/virtio/virtio.ko
-rwxr--r--   1 root     root        21040 Jul 16 17:53 lib/modules/2.6.32-573.8.1.el6.x86_64/kernel/drivers/virtio/virtio_pci.ko
-rwxr--r--   1 root     root        18016 Jul 16 17:53 lib/modules/2.6.32-573.8.1.el6.x86_64/kernel/drivers/virtio/virtio_ring.ko
";
const UBUNTU_12_10: &str = "lib/modules/3.5.0-23-generic/kernel/drivers/scsi/virtio_scsi.ko\n";
const UBUNTU_12_10_CONFIG: &str = "CONFIG_VIRTIO_BLK=y\nCONFIG_VIRTIO_NET=y\nCONFIG_SCSI_VIRTIO=m\nCONFIG_VIRTIO=y\nCONFIG_VIRTIO_RING=y\nCONFIG_VIRTIO_PCI=y\n";

fn missing(listing: &str, kernel: &str) -> Vec<String> {
    let listing = Listing::of_lister(listing, Some(0)).unwrap();
    let kernel = Kernel::parse(kernel).unwrap();
    let wanted = Preset::Virtio.drivers();
    wanted.iter().filter(|driver| !listing.has(&kernel, driver)).map(ToString::to_string).collect()
}

/// Number of lines that the manual's check finds.
fn grep_virtio(listing: &str) -> usize {
    listing.lines().filter(|line| line.contains("virtio")).count()
}

fn driver(name: &str) -> Driver {
    Driver::parse(name).unwrap()
}

#[test]
fn six_drivers_are_six_files_in_either_style() {
    assert_eq!(missing(CENTOS_6, "2.6.32-573.8.1.el6.x86_64"), [""; 0]);
    assert_eq!(missing(DEBIAN_12, "6.1.0-50-amd64"), [""; 0]);
    assert_eq!(missing(SUSE, "6.1.0-50-amd64"), [""; 0]);
}

#[test]
fn drivers_of_another_kernel_do_not_count() {
    let sample = CENTOS_6.replace("2.6.32-573.8.1.el6.x86_64", "2.6.32-279.el6.x86_64");
    assert_eq!(grep_virtio(&sample), 7, "the manual's check passes");
    assert_eq!(missing(&sample, "3.0.101-63-default").len(), 6);
}

#[test]
fn a_built_in_driver_is_not_listed_and_not_missing() {
    let builtins = Builtins::of_config(UBUNTU_12_10_CONFIG);
    let absent = missing(UBUNTU_12_10, "3.5.0-23-generic");
    assert_eq!(absent.len(), 5);
    assert!(absent.iter().all(|name| builtins.has(&driver(name))));
    let builtins = Builtins::of_modules_builtin(BUILTIN_13);
    let absent = missing(DEBIAN_13, "6.12.107+deb13-amd64");
    assert_eq!(absent, ["virtio_pci", "virtio_ring", "virtio"]);
    assert!(absent.iter().all(|name| builtins.has(&driver(name))));
}

#[test]
fn many_lines_with_virtio_may_still_lack_the_network_driver() {
    assert!(grep_virtio(DEBIAN_13_DRACUT) > 10, "the manual's check passes");
    let absent = missing(DEBIAN_13_DRACUT, "6.12.107+deb13-amd64");
    assert!(absent.contains(&"virtio_net".to_owned()), "{absent:?}");
    let absent = missing(DEBIAN_13_DRACUT_WITH_NET, "6.12.107+deb13-amd64");
    assert_eq!(absent, ["virtio_pci", "virtio_ring", "virtio"]);
}

#[test]
fn a_directory_or_a_hook_is_not_a_driver() {
    let listing = "drwxr-xr-x 2 root root 0 Jul 16 17:53 \
         lib/modules/6.1.0/kernel/drivers/virtio\nlib/modules/6.1.0/kernel/drivers/virtio\nvirtiofs\nusr/lib/dracut/hooks/cmdline/95-parse-virtiofs.sh\nlrwxrwxrwx \
         1 root root 9 Jul 16 17:53 lib/modules/6.1.0/kernel/virtio.ko -> virtio.ko\n";
    assert_eq!(grep_virtio(listing), 5);
    assert_eq!(missing(listing, "6.1.0").len(), 6);
}

#[test]
fn a_list_counts_only_if_the_lister_succeeded() {
    for status in [Some(4), Some(2), Some(-1), None] {
        assert_eq!(grep_virtio(DEBIAN_12), 9, "a pipe would hide the failure");
        let error = Listing::of_lister(DEBIAN_12, status).unwrap_err();
        assert!(matches!(error, ListingError::Failed { lines: 17, .. }), "{error}");
    }
    assert_eq!(Listing::of_lister(" \n", Some(0)), Err(ListingError::Empty));
}

#[test]
fn compressed_modules_and_every_prefix_are_found() {
    let kernel = "6.8.0-31-generic";
    for prefix in ["", "usr/", "/", "./", "./usr/", "/usr/"] {
        for ending in ["", ".xz", ".gz", ".zst"] {
            let line = format!("{prefix}lib/modules/{kernel}/kernel/drivers/block/virtio-blk.ko{ending}\r\n");
            assert_eq!(missing(&line, kernel).len(), 5, "{line}");
        }
    }
    let elsewhere = format!("opt/lib/modules/{kernel}/kernel/drivers/block/virtio_blk.ko\n");
    assert_eq!(missing(&elsewhere, kernel).len(), 6, "the kernel does not search there");
}

#[test]
fn the_configuration_is_read_by_exact_symbol() {
    let config = include_str!("listings/debian-12.config");
    let grep_y = config.lines().filter(|line| line.contains("CONFIG_VIRTIO") && line.contains('y')).count();
    assert!(grep_y >= 3, "the manual's check passes, though all six are modules");
    let builtins = Builtins::of_config(config);
    assert!(Preset::Virtio.drivers().iter().all(|driver| !builtins.has(driver)));
    let builtins = Builtins::of_config(include_str!("listings/debian-13.config"));
    for (name, built_in) in [
        ("virtio", true),
        ("virtio_ring", true),
        ("virtio_pci", true),
        ("virtio_blk", false),
        ("virtio_scsi", false),
    ] {
        assert_eq!(builtins.has(&driver(name)), built_in, "{name}");
    }
    assert!(Builtins::of_config("CONFIG_SCSI_VIRTIO=y\n").has(&driver("virtio_scsi")));
}

#[test]
fn a_kernel_may_lack_a_driver() {
    let modules = Modules::of_modules_dep(
        "kernel/drivers/block/virtio_blk.ko.xz: \
         kernel/drivers/virtio/virtio_ring.ko.xz\nkernel/drivers/virtio/virtio-rng.ko:\nbroken\n",
    );
    assert!(modules.has(&driver("virtio_blk")) && modules.has(&driver("virtio_rng")));
    assert!(!modules.has(&driver("virtio_ring")), "dependencies have their own lines");
    assert!(!modules.has(&driver("virtio_scsi")));
}
