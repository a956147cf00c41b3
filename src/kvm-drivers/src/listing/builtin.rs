//! [`Builtins`]: the drivers built into a kernel, which no initrd needs.

use std::collections::BTreeSet;

use crate::Driver;

/// The drivers built into a kernel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Builtins(BTreeSet<Driver>);

/// The option of each driver in the kernel's configuration (`drivers/*/Kconfig` of Linux). The one of
/// virtio_scsi does not begin with `CONFIG_VIRTIO`. virtio_ring had its own option until Linux 3.6 and has
/// been built with virtio since.
const SYMBOLS: [(&str, &[&str]); 13] = [
    ("virtio", &["CONFIG_VIRTIO"]),
    ("virtio_blk", &["CONFIG_VIRTIO_BLK"]),
    ("virtio_net", &["CONFIG_VIRTIO_NET"]),
    ("virtio_pci", &["CONFIG_VIRTIO_PCI"]),
    ("virtio_ring", &["CONFIG_VIRTIO_RING", "CONFIG_VIRTIO"]),
    ("virtio_scsi", &["CONFIG_SCSI_VIRTIO"]),
    ("ata_generic", &["CONFIG_ATA_GENERIC"]),
    ("ata_piix", &["CONFIG_ATA_PIIX"]),
    ("ena", &["CONFIG_ENA_ETHERNET"]),
    ("nvme", &["CONFIG_BLK_DEV_NVME"]),
    ("nvme_core", &["CONFIG_NVME_CORE"]),
    ("xen_blkfront", &["CONFIG_XEN_BLKDEV_FRONTEND"]),
    ("xen_netfront", &["CONFIG_XEN_NETDEV_FRONTEND"]),
];

/// Returns the options of the kernel's configuration, any of which builds the driver in. Empty for a driver
/// that is not in the table.
#[must_use]
pub fn config_symbols(driver: &Driver) -> &'static [&'static str] {
    SYMBOLS.iter().find(|(name, _)| *name == driver.as_str()).map_or(&[], |(_, symbols)| symbols)
}

impl Builtins {
    /// Reads `/lib/modules/K/modules.builtin`, which has one path per line.
    #[must_use]
    pub fn of_modules_builtin(text: &str) -> Self {
        let name = |line: &str| Driver::of_file(line.trim().rsplit('/').next()?);
        Self(text.lines().filter_map(name).collect())
    }

    /// Reads `/boot/config-K`, for a kernel without `modules.builtin`, by the exact option of each known
    /// driver.
    #[must_use]
    pub fn of_config(text: &str) -> Self {
        let on: BTreeSet<&str> = text.lines().filter_map(|line| line.trim().strip_suffix("=y")).collect();
        let built = SYMBOLS.iter().filter(|(_, symbols)| symbols.iter().any(|symbol| on.contains(symbol)));
        Self(built.filter_map(|(name, _)| Driver::parse(name).ok()).collect())
    }

    /// Whether the driver is built into the kernel.
    #[must_use]
    pub fn has(&self, driver: &Driver) -> bool {
        self.0.contains(driver)
    }
}
