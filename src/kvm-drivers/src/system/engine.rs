//! [`Engine`]: the tool that makes the initrd.

use std::fmt;

/// The tool that makes the initrd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// dracut: Red Hat's family since version 6, SUSE since 12, Debian and Ubuntu where it is installed.
    Dracut,
    /// initramfs-tools: Debian and Ubuntu.
    InitramfsTools,
    /// SUSE's own mkinitrd, before dracut.
    Mkinitrd,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Dracut, Self::InitramfsTools, Self::Mkinitrd];

    /// The name in options and results: `dracut`, `initramfs-tools` or `mkinitrd`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dracut => "dracut",
            Self::InitramfsTools => "initramfs-tools",
            Self::Mkinitrd => "mkinitrd",
        }
    }

    /// The engine of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.as_str() == name)
    }

    /// The program that lists what is in an image.
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

/// Which programs a machine has.
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
    /// The engine that a machine with these programs uses, if it has one.
    ///
    /// The tool found decides, not the version. Debian's dracut leaves `mkinitramfs` and `lsinitramfs` in place, so that
    /// only `update-initramfs` tells of initramfs-tools; and a `mkinitrd` beside dracut calls dracut.
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
    fn the_tool_found_decides() {
        let tools =
            |update_initramfs, dracut, mkinitrd| Tools { update_initramfs, dracut, mkinitrd }.engine();
        assert_eq!(tools(true, false, false), Some(Engine::InitramfsTools));
        assert_eq!(tools(true, true, false), Some(Engine::InitramfsTools));
        assert_eq!(tools(false, true, true), Some(Engine::Dracut), "mkinitrd is a wrapper then");
        assert_eq!(tools(false, false, true), Some(Engine::Mkinitrd));
        assert_eq!(tools(false, false, false), None);
    }

    #[test]
    fn names_lead_back_to_their_engine() {
        for engine in Engine::ALL {
            assert_eq!(Engine::parse(engine.as_str()), Some(engine));
        }
        assert_eq!(Engine::parse("booster"), None);
    }
}
