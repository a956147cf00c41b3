//! [`System`]: which Linux a machine has, and with which tool it makes its initrd.

mod engine;
mod known;
mod release;

pub use engine::{Engine, Tools};
pub use known::{Expected, UnknownSystem, expected, family_of};
pub use release::{RELEASE_FILES, parse_release};

/// What distributions have in common: where they keep an initrd and what they call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Red Hat and what is built like it: `/boot/initramfs-K.img`.
    RedHat,
    /// Debian and Ubuntu: `/boot/initrd.img-K`.
    Debian,
    /// SUSE: `/boot/initrd-K`.
    Suse,
}

impl Family {
    /// The name in results: `redhat`, `debian` or `suse`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RedHat => "redhat",
            Self::Debian => "debian",
            Self::Suse => "suse",
        }
    }

    /// Where the family keeps the initrd of a kernel (dracut's `dracut.sh` and `initrd-` names of SUSE's patch,
    /// Debian's `update-initramfs`). SUSE's manual page is wrong where it says `initramfs-`.
    #[must_use]
    pub fn image_path(self, kernel: &str) -> String {
        match self {
            Self::RedHat => format!("/boot/initramfs-{kernel}.img"),
            Self::Debian => format!("/boot/initrd.img-{kernel}"),
            Self::Suse => format!("/boot/initrd-{kernel}"),
        }
    }
}

/// Which Linux a machine has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    /// The distribution, such as `centos`, as `ID` of os-release has it, in lower case.
    pub os_id: String,
    /// Its version, such as `7.0`; empty for one without versions.
    pub version_id: String,
    /// What it is built like; `None` when neither its name nor its `ID_LIKE` is known.
    pub family: Option<Family>,
}
