//! `/api/protocols/cifs`: the CIFS server of an SVM and its shares, which are checked before a deletion.

use serde::Deserialize;

use crate::record::record;
use crate::{Object, Reference};

/// Shares that every CIFS server has from the start. They contain no user data.
const BUILT_IN_SHARES: [&str; 3] = ["c$", "ipc$", "admin$"];

record! {
    /// The CIFS server of an SVM.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct CifsService {
        /// SVM that it belongs to.
        #[serde(default)]
        pub svm: Reference,
        /// Name of the server on the network.
        pub name: Option<String>,
        /// Whether it is administratively enabled.
        pub enabled: Option<bool>,
    }
}

record! {
    /// One CIFS share.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct CifsShare {
        /// SVM that it belongs to.
        #[serde(default)]
        pub svm: Reference,
        /// Its name.
        pub name: String,
        /// Path that it exports.
        pub path: Option<String>,
    }
}

impl Object for CifsService {
    const PATH: &'static str = "/protocols/cifs/services";
    const KEY: &'static str = "svm.uuid";
}

impl Object for CifsShare {
    const PATH: &'static str = "/protocols/cifs/shares";
    const KEY: &'static str = "name";
}

impl CifsShare {
    /// Whether every CIFS server has this share from the start.
    pub fn is_built_in(&self) -> bool {
        BUILT_IN_SHARES.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_shares_are_recognized() {
        let share = |name: &str| CifsShare { svm: Reference::default(), name: name.to_owned(), path: None };
        assert!(share("C$").is_built_in() && share("ipc$").is_built_in());
        assert!(!share("projects$").is_built_in());
    }
}
