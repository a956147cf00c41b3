//! [`LinuxRoot`]: the root file systems of real Debian systems.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The variable with the folder of the root file systems.
pub const LINUX_ROOTS: &str = "CVO_TEST_LINUX_ROOTS";

/// The root file system of a real Debian with one kernel, and an initrd without VirtIO drivers made by its
/// own tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinuxRoot {
    /// Debian 12 with initramfs-tools 0.142. All six drivers are modules.
    Debian12InitramfsTools,
    /// Debian 12 with dracut 059. All six drivers are modules.
    Debian12Dracut,
    /// Debian 13 with initramfs-tools 0.148. virtio, virtio_ring and virtio_pci are built in; modules are
    /// compressed.
    Debian13InitramfsTools,
    /// Debian 13 with dracut 106. virtio, virtio_ring and virtio_pci are built in; modules are compressed.
    Debian13Dracut,
}

impl LinuxRoot {
    /// All roots.
    pub const ALL: [Self; 4] = [
        Self::Debian12InitramfsTools,
        Self::Debian12Dracut,
        Self::Debian13InitramfsTools,
        Self::Debian13Dracut,
    ];

    /// Returns the code name of the Debian release.
    #[must_use]
    pub fn suite(self) -> &'static str {
        match self {
            Self::Debian12InitramfsTools | Self::Debian12Dracut => "bookworm",
            Self::Debian13InitramfsTools | Self::Debian13Dracut => "trixie",
        }
    }

    /// Returns the package that makes initrds.
    #[must_use]
    pub fn tool(self) -> &'static str {
        match self {
            Self::Debian12InitramfsTools | Self::Debian13InitramfsTools => "initramfs-tools",
            Self::Debian12Dracut | Self::Debian13Dracut => "dracut",
        }
    }

    /// Whether dracut makes its initrds, rather than initramfs-tools.
    #[must_use]
    pub fn has_dracut(self) -> bool {
        self.tool() == "dracut"
    }

    /// Returns the name of its folder, and of the host made from it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Debian12InitramfsTools => "debian-12-initramfs-tools",
            Self::Debian12Dracut => "debian-12-dracut",
            Self::Debian13InitramfsTools => "debian-13-initramfs-tools",
            Self::Debian13Dracut => "debian-13-dracut",
        }
    }

    /// Returns its folder among the roots, which must not be changed.
    pub(crate) fn folder(self, roots: &Path) -> Result<PathBuf> {
        let folder = roots.join(self.name());
        ensure!(folder.is_dir(), "{} is missing: run cargo xtask test --only linux", folder.display());
        Ok(folder)
    }
}

/// Returns the folder with the roots, from the environment.
pub fn roots() -> Result<PathBuf> {
    let roots = env::var_os(LINUX_ROOTS)
        .with_context(|| format!("{LINUX_ROOTS} is not set: run cargo xtask test --only linux"))?;
    ensure!(nix::unistd::geteuid().is_root(), "only root can make a Linux host of a folder");
    Ok(roots.into())
}
