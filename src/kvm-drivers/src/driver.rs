//! [`Driver`]: the name of a kernel module.

use std::fmt;

/// The name of a kernel module. Comparison treats `-` and `_` as the same character, as the kernel does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Driver(String);

/// A text that is not the name of a kernel module.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not the name of a driver. Write one name of lower-case letters, digits, \"_\" and \"-\", such \
     as \"virtio_blk\", without \".ko\"."
)]
pub struct NotADriver(pub String);

/// Extensions of compressed module files (kmod's `--with-*` options).
const COMPRESSIONS: [&str; 5] = [".gz", ".xz", ".zst", ".bz2", ".lzma"];

impl Driver {
    /// Parses a name.
    ///
    /// # Errors
    /// If the text is not a single name. This includes several names, which a tool would take for a module
    /// with parameters, and characters that are special to a shell.
    pub fn parse(text: &str) -> Result<Self, NotADriver> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
        let starts = text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        let fits = starts && text.len() <= 64 && text.chars().all(allowed);
        if fits { Ok(Self(text.replace('-', "_"))) } else { Err(NotADriver(text.to_owned())) }
    }

    /// Returns the driver of a file name such as `virtio-rng.ko.xz`; `None` if it is not a module.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        let plain = COMPRESSIONS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
        let stem = plain.strip_suffix(".ko")?;
        (!stem.is_empty() && !stem.contains('/')).then(|| Self(stem.replace('-', "_")))
    }

    /// Returns the name, with underscores.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_and_underscores_are_the_same() {
        assert_eq!(Driver::parse("virtio-rng"), Driver::parse("virtio_rng"));
        assert_eq!(Driver::of_file("virtio-rng.ko.xz"), Some(Driver::parse("virtio_rng").unwrap()));
    }

    #[test]
    fn a_module_file_may_be_compressed() {
        for ending in ["", ".gz", ".xz", ".zst", ".bz2", ".lzma"] {
            assert_eq!(Driver::of_file(&format!("virtio_blk.ko{ending}")), Driver::parse("virtio_blk").ok());
        }
        for other in ["virtio", "virtio_blk.ko.cvo", "virtio_blk.ko.xz.bak", ".ko", "virtio_blk.kob", ""] {
            assert_eq!(Driver::of_file(other), None, "{other}");
        }
    }

    #[test]
    fn a_text_that_is_not_a_single_name_is_refused() {
        let long = "a".repeat(65);
        for wrong in [
            "",
            "virtio_blk virtio_net",
            "virtio_blk.ko",
            "-f",
            "a;b",
            "$(id)",
            "../a",
            "Virtio",
            "a\n",
            &long,
        ] {
            assert!(Driver::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
