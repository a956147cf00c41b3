//! Words that the resource and the data source share.

use crate::values::Choices;

/// How commands become root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Privilege {
    /// With sudo unless the user is root.
    #[default]
    Auto,
    /// With sudo.
    Sudo,
    /// They do not.
    None,
}

impl Choices for Privilege {
    const ALL: &'static [(&'static str, Self)] =
        &[("auto", Self::Auto), ("sudo", Self::Sudo), ("none", Self::None)];
}
