//! [`Options`]: what may be asked of a plan.

use super::preset::{Preset, suse_extras};
use crate::system::{Engine, Family};
use crate::{Driver, Kernel};

/// What may be asked of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The kernel; without one commands ask the running machine with `$(uname -r)`.
    pub kernel: Option<Kernel>,
    /// The tool, where it is known better than by the system's version.
    pub engine: Option<Engine>,
    /// In which way the configuration is written.
    pub style: Style,
    /// Which drivers.
    pub preset: Preset,
    /// Further drivers.
    pub drivers: Vec<Driver>,
    /// Drivers that are put in where the kernel has them; `None` is the system's default.
    pub optional_drivers: Option<Vec<Driver>>,
    /// The initrd that the boot loader loads, where it is not the usual one.
    pub image: Option<String>,
}

/// In which way the configuration is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Into a file or a marked block of its own.
    #[default]
    Modern,
    /// Into the distribution's file, as the manual does.
    Seed,
}

impl Style {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Modern, Self::Seed];

    /// The name in options: `modern` or `seed`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Modern => "modern",
            Self::Seed => "seed",
        }
    }

    /// The style of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.as_str() == name)
    }
}

/// A path that cannot be that of an initrd.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not the path of an initrd. Write it as the boot loader's entry has it, such as \"/boot/initrd.vmx\"."
)]
pub struct InvalidImage(pub String);

impl Options {
    /// The preset's drivers and the named ones, each once.
    pub(super) fn wanted(&self) -> Vec<Driver> {
        let mut wanted = self.preset.drivers();
        for driver in &self.drivers {
            if !wanted.contains(driver) {
                wanted.push(driver.clone());
            }
        }
        wanted
    }

    pub(super) fn optional(&self, family: Family, wanted: &[Driver]) -> Vec<Driver> {
        let default = || {
            if family == Family::Suse && self.preset == Preset::Virtio { suse_extras() } else { Vec::new() }
        };
        let mut optional = self.optional_drivers.clone().unwrap_or_else(default);
        optional.retain(|driver| !wanted.contains(driver));
        optional
    }
}

/// The path of an initrd as the machine sees it. The boot loader names it without `/boot` where that is a file system of
/// its own, and GRUB may put its device before it.
///
/// # Errors
/// When it is not an absolute path of ordinary characters.
pub fn image_path(text: &str) -> Result<String, InvalidImage> {
    let refused = || InvalidImage(text.to_owned());
    let ordinary = |c: char| c.is_ascii_alphanumeric() || "/._+~@-".contains(c);
    let path = match text.strip_prefix('(') {
        Some(rest) => rest.split_once(')').ok_or_else(refused)?.1,
        None => text,
    };
    let dots = path.split('/').any(|part| part == ".." || part == ".");
    if !path.starts_with('/')
        || path.ends_with('/')
        || dots
        || path.len() > 255
        || !path.chars().all(ordinary)
    {
        return Err(refused());
    }
    Ok(if path.starts_with("/boot/") { path.to_owned() } else { format!("/boot{path}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_without_boot_lies_in_it() {
        for (text, path) in [
            ("/boot/initrd.vmx", "/boot/initrd.vmx"),
            ("/initramfs-xxx", "/boot/initramfs-xxx"),
            ("(hd0,0)/boot/initrd.vmx", "/boot/initrd.vmx"),
            ("/0123abcd/6.1.0/initrd", "/boot/0123abcd/6.1.0/initrd"),
            ("/bootable", "/boot/bootable"),
        ] {
            assert_eq!(image_path(text).as_deref(), Ok(path));
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for wrong in [
            "",
            "initrd",
            "/",
            "/boot/",
            "/boot/../etc/passwd",
            "/a b",
            "/$(id)",
            "(hd0",
            "/a;b",
            "/boot/$kernel",
        ] {
            assert!(image_path(wrong).is_err(), "{wrong}");
        }
    }
}
