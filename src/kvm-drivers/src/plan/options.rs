//! [`Options`]: the options of a plan.

use super::preset::{Preset, suse_extras};
use crate::system::{Engine, Family};
use crate::{Driver, Kernel};

/// The options of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Kernel; without it, commands use the running kernel with `$(uname -r)`.
    pub kernel: Option<Kernel>,
    /// Tool that makes the initrd, if it is known better than from the system's version.
    pub engine: Option<Engine>,
    /// How the configuration is written.
    pub style: Style,
    /// Preset of drivers.
    pub preset: Preset,
    /// Further drivers.
    pub drivers: Vec<Driver>,
    /// Drivers added for kernels that have them; `None` is the system's default.
    pub optional_drivers: Option<Vec<Driver>>,
    /// Initrd that the boot loader loads, if it is not the usual one.
    pub image: Option<String>,
}

/// How the configuration is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// To a separate file or a marked block.
    #[default]
    Modern,
    /// To the distribution's file, as in the manual.
    Seed,
}

impl Style {
    /// Both styles.
    pub const ALL: [Self; 2] = [Self::Modern, Self::Seed];

    /// Returns the name in options: `modern` or `seed`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Modern => "modern",
            Self::Seed => "seed",
        }
    }

    /// Finds the style with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.as_str() == name)
    }
}

/// A path that cannot be the path of an initrd.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not the path of an initrd. Write it as the boot loader's entry has it, such as \
     \"/boot/initrd.vmx\"."
)]
pub struct InvalidImage(pub String);

impl Options {
    /// Returns the drivers of the preset and the named drivers, without duplicates.
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

/// Returns the path of an initrd on the machine. If `/boot` is a separate file system, the boot loader omits
/// it from the path; GRUB may prepend its device.
///
/// # Errors
/// If it is not an absolute path of ordinary characters.
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
    fn a_path_without_boot_is_below_boot() {
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
    fn a_text_that_is_not_a_path_is_refused() {
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
