//! [`Preset`]: the drivers that a hypervisor needs.

use crate::Driver;

/// The drivers that a hypervisor needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// KVM with VirtIO devices.
    #[default]
    Virtio,
    /// Amazon EC2 instances: NVMe disks and ENA on Nitro, Xen's devices on older types.
    AwsNitro,
    /// No drivers except those named explicitly.
    None,
}

/// The six drivers of the manual, in its order.
const VIRTIO: [&str; 6] = ["virtio_blk", "virtio_scsi", "virtio_net", "virtio_pci", "virtio_ring", "virtio"];
const AWS_NITRO: [&str; 5] = ["nvme", "nvme_core", "ena", "xen_blkfront", "xen_netfront"];
/// The drivers of an IDE disk, which the manual's examples for SUSE put in front and its tables omit.
const SUSE_EXTRAS: [&str; 2] = ["ata_piix", "ata_generic"];

impl Preset {
    /// All presets.
    pub const ALL: [Self; 3] = [Self::Virtio, Self::AwsNitro, Self::None];

    /// Returns the name in options: `virtio`, `aws_nitro` or `none`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Virtio => "virtio",
            Self::AwsNitro => "aws_nitro",
            Self::None => "none",
        }
    }

    /// Finds the preset with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.as_str() == name)
    }

    /// Returns the drivers of the preset.
    #[must_use]
    pub fn drivers(self) -> Vec<Driver> {
        drivers(match self {
            Self::Virtio => &VIRTIO,
            Self::AwsNitro => &AWS_NITRO,
            Self::None => &[],
        })
    }

    /// Returns groups of drivers; without at least one of each group, the root disk is not found. virtio_pci
    /// finds the devices, and no other driver depends on it. A disk needs virtio_blk or virtio_scsi. A
    /// network driver can wait until the root disk is mounted.
    #[must_use]
    pub fn boot_groups(self) -> Vec<Vec<Driver>> {
        match self {
            Self::Virtio => vec![drivers(&["virtio_pci"]), drivers(&["virtio_blk", "virtio_scsi"])],
            Self::AwsNitro => vec![drivers(&["nvme", "xen_blkfront"])],
            Self::None => Vec::new(),
        }
    }
}

/// Returns the drivers that SUSE's examples add to those of [`Preset::Virtio`].
#[must_use]
pub fn suse_extras() -> Vec<Driver> {
    drivers(&SUSE_EXTRAS)
}

fn drivers(names: &[&str]) -> Vec<Driver> {
    names.iter().filter_map(|name| Driver::parse(name).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_preset_is_a_driver() {
        assert_eq!(Preset::Virtio.drivers().len(), VIRTIO.len());
        assert_eq!(Preset::AwsNitro.drivers().len(), AWS_NITRO.len());
        assert_eq!(suse_extras().len(), SUSE_EXTRAS.len());
        for preset in Preset::ALL {
            assert_eq!(Preset::parse(preset.as_str()), Some(preset));
            let drivers = preset.drivers();
            assert!(preset.boot_groups().iter().flatten().all(|driver| drivers.contains(driver)));
        }
    }
}
