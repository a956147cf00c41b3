//! [`Engine`]: the tool that makes the initrd.

use std::fmt;

/// The tool that makes the initrd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// dracut: Red Hat's family since version 6, SUSE since 12, and Debian and Ubuntu if it is installed.
    Dracut,
    /// initramfs-tools: Debian and Ubuntu.
    InitramfsTools,
    /// SUSE's own mkinitrd, from before dracut.
    Mkinitrd,
}

impl Engine {
    /// All engines.
    pub const ALL: [Self; 3] = [Self::Dracut, Self::InitramfsTools, Self::Mkinitrd];

    /// Returns the name in options and results: `dracut`, `initramfs-tools` or `mkinitrd`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dracut => "dracut",
            Self::InitramfsTools => "initramfs-tools",
            Self::Mkinitrd => "mkinitrd",
        }
    }

    /// Finds the engine with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.as_str() == name)
    }

    /// Returns the program that lists the content of an image.
    #[must_use]
    pub fn lister(self) -> &'static str {
        if self == Self::InitramfsTools { "lsinitramfs" } else { "lsinitrd" }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The programs installed on a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tools {
    /// `update-initramfs`.
    pub update_initramfs: bool,
    /// `dracut`.
    pub dracut: bool,
    /// `mkinitrd`.
    pub mkinitrd: bool,
}

impl Tools {
    /// Returns the engine that a machine with these programs uses, if there is one.
    ///
    /// The installed programs decide, not the version. Debian's dracut keeps `mkinitramfs` and `lsinitramfs`,
    /// so only `update-initramfs` indicates initramfs-tools. A `mkinitrd` next to dracut calls dracut.
    #[must_use]
    pub fn engine(self) -> Option<Engine> {
        match self {
            Self { update_initramfs: true, .. } => Some(Engine::InitramfsTools),
            Self { dracut: true, .. } => Some(Engine::Dracut),
            Self { mkinitrd: true, .. } => Some(Engine::Mkinitrd),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_installed_tool_decides() {
        let tools =
            |update_initramfs, dracut, mkinitrd| Tools { update_initramfs, dracut, mkinitrd }.engine();
        assert_eq!(tools(true, false, false), Some(Engine::InitramfsTools));
        assert_eq!(tools(true, true, false), Some(Engine::InitramfsTools));
        assert_eq!(tools(false, true, true), Some(Engine::Dracut), "mkinitrd is a wrapper here");
        assert_eq!(tools(false, false, true), Some(Engine::Mkinitrd));
        assert_eq!(tools(false, false, false), None);
    }

    #[test]
    fn names_parse_as_their_engine() {
        for engine in Engine::ALL {
            assert_eq!(Engine::parse(engine.as_str()), Some(engine));
        }
        assert_eq!(Engine::parse("booster"), None);
    }
}
