//! [`Preset`]: which drivers a hypervisor asks for.

use crate::Driver;

/// Which drivers a hypervisor asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// KVM with VirtIO devices.
    #[default]
    Virtio,
    /// Instances of Amazon EC2: NVMe disks and ENA on Nitro, Xen's devices before it.
    AwsNitro,
    /// None: only the drivers that are named.
    None,
}

/// The manual's six, in its order.
const VIRTIO: [&str; 6] = ["virtio_blk", "virtio_scsi", "virtio_net", "virtio_pci", "virtio_ring", "virtio"];
const AWS_NITRO: [&str; 5] = ["nvme", "nvme_core", "ena", "xen_blkfront", "xen_netfront"];
/// The drivers of an IDE disk, which the manual's examples for SUSE have in front and its tables do not.
const SUSE_EXTRAS: [&str; 2] = ["ata_piix", "ata_generic"];

impl Preset {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Virtio, Self::AwsNitro, Self::None];

    /// The name in options: `virtio`, `aws_nitro` or `none`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Virtio => "virtio",
            Self::AwsNitro => "aws_nitro",
            Self::None => "none",
        }
    }

    /// The preset of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.as_str() == name)
    }

    /// Its drivers.
    #[must_use]
    pub fn drivers(self) -> Vec<Driver> {
        drivers(match self {
            Self::Virtio => &VIRTIO,
            Self::AwsNitro => &AWS_NITRO,
            Self::None => &[],
        })
    }

    /// Without one driver of each group the root disk is not found: virtio_pci finds the devices and comes with no other
    /// driver, and a disk is a virtio_blk or a virtio_scsi one. A driver of the network can wait for the root disk.
    #[must_use]
    pub fn boot_groups(self) -> Vec<Vec<Driver>> {
        match self {
            Self::Virtio => vec![drivers(&["virtio_pci"]), drivers(&["virtio_blk", "virtio_scsi"])],
            Self::AwsNitro => vec![drivers(&["nvme", "xen_blkfront"])],
            Self::None => Vec::new(),
        }
    }
}

/// What SUSE's examples add to the drivers of [`Preset::Virtio`].
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
