//! [`Kernel`]: the release of a kernel, as printed by `uname -r`.

use std::fmt;

/// The release of a kernel, such as `6.1.0-50-amd64`: the name of its folder in `/lib/modules`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kernel(String);

/// Why a text is not the release of a kernel that supports the drivers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KernelError {
    /// The text is not a release.
    #[error(
        "{0:?} is not the release of a kernel. Write what `uname -r` prints there, such as \
         \"6.1.0-50-amd64\"."
    )]
    NotARelease(String),
    /// The release is too old for the drivers.
    #[error(
        "kernel {0} is too old: VirtIO needs a kernel later than 2.6.24. Update the kernel to 2.6.25 or \
         later first."
    )]
    TooOld(String),
}

/// The first kernel with virtio_pci; the manual says "later than 2.6.24".
const FIRST: [u32; 3] = [2, 6, 25];

impl Kernel {
    /// Parses a release of any age.
    ///
    /// # Errors
    /// If the text does not start with a version, or has characters that are not allowed in the file name.
    pub fn parse(text: &str) -> Result<Self, KernelError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "._+~-".contains(c);
        let fits = text.len() <= 64 && text.chars().all(allowed) && number(text).is_some();
        if fits { Ok(Self(text.to_owned())) } else { Err(KernelError::NotARelease(text.to_owned())) }
    }

    /// Returns the kernel if it is recent enough for the drivers. Versions are compared numerically: 2.6.9 is
    /// older than 2.6.25.
    ///
    /// # Errors
    /// If it is 2.6.24 or older.
    pub fn supported(self) -> Result<Self, KernelError> {
        if self.is_supported() { Ok(self) } else { Err(KernelError::TooOld(self.0)) }
    }

    /// Whether the kernel is recent enough for the drivers.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        number(&self.0).is_some_and(|number| number >= FIRST)
    }

    /// Returns the release, as printed by `uname -r`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Parses the first three numbers of a release; the third is optional.
fn number(release: &str) -> Option<[u32; 3]> {
    let end = release.find(|c: char| c != '.' && !c.is_ascii_digit()).unwrap_or(release.len());
    let mut parts = release[..end].split('.').map(str::parse::<u32>);
    let (major, minor) = (parts.next()?.ok()?, parts.next()?.ok()?);
    Some([major, minor, parts.next().and_then(Result::ok).unwrap_or(0)])
}

impl fmt::Display for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_compared_numerically() {
        let cases = [
            ("2.6.24", false),
            ("2.6.24.7-server", false),
            ("2.6.9-89.el4", false),
            ("2.6.18-194.el5", false),
            ("2.4.37", false),
            ("2.6.25", true),
            ("2.6.32-573.8.1.el6.x86_64", true),
            ("2.6.100", true),
            ("3.0.101-63-default", true),
            ("3.10-rc1", true),
            ("6.12.107+deb13-amd64", true),
            ("10.0.0", true),
        ];
        for (release, fits) in cases {
            assert_eq!(Kernel::parse(release).unwrap().supported().is_ok(), fits, "{release}");
        }
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        let error = Kernel::parse("2.6.24").unwrap().supported().unwrap_err();
        assert!(error.to_string().contains("2.6.25 or later"), "{error}");
    }

    #[test]
    fn a_text_that_is_not_a_release_is_refused() {
        let long = format!("6.1.{}", "0".repeat(64));
        for wrong in [
            "",
            "6",
            "v6.1",
            "6.1.0; id",
            "6.1.0/../..",
            "../6.1",
            "6.1 0",
            "6.1.0$(id)",
            "99999999999.1",
            &long,
        ] {
            assert!(Kernel::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
