//! Words that the resource and the data source share.

use ssh::Become;

use crate::values::Word;

/// How commands become root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Privilege(pub(crate) Become);

impl Word for Privilege {
    const ALL: &'static [(&'static str, Self)] =
        &[("auto", Self(Become::Auto)), ("sudo", Self(Become::Sudo)), ("none", Self(Become::None))];
}
