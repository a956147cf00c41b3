//! [`System`]: the Linux distribution of a machine, and the tool that makes its initrd.

mod engine;
mod known;
mod release;

pub use engine::{Engine, Tools};
pub use known::{Expected, UnknownSystem, expected, family_of};
pub use release::{RELEASE_FILES, parse_release};

/// A distribution family, which shares the location and the name of the initrd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Red Hat and its derivatives: `/boot/initramfs-K.img`.
    RedHat,
    /// Debian and Ubuntu: `/boot/initrd.img-K`.
    Debian,
    /// SUSE: `/boot/initrd-K`.
    Suse,
}

impl Family {
    /// Returns the name in results: `redhat`, `debian` or `suse`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RedHat => "redhat",
            Self::Debian => "debian",
            Self::Suse => "suse",
        }
    }

    /// Returns the path of a kernel's initrd (dracut's `dracut.sh` and the `initrd-` names of SUSE's patch,
    /// Debian's `update-initramfs`). SUSE's manual page is wrong in saying `initramfs-`.
    #[must_use]
    pub fn image_path(self, kernel: &str) -> String {
        match self {
            Self::RedHat => format!("/boot/initramfs-{kernel}.img"),
            Self::Debian => format!("/boot/initrd.img-{kernel}"),
            Self::Suse => format!("/boot/initrd-{kernel}"),
        }
    }
}

/// The Linux distribution of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    /// Distribution, such as `centos`: `ID` of os-release in lower case.
    pub os_id: String,
    /// Version, such as `7.0`; empty for a distribution without versions.
    pub version_id: String,
    /// Family; `None` if neither the name nor `ID_LIKE` is known.
    pub family: Option<Family>,
}
