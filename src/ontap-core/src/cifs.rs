//! `/api/protocols/cifs`: the CIFS server of an SVM and its shares, looked at before a deletion.

use serde::Deserialize;

use crate::Reference;

/// The CIFS server of an SVM.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CifsService {
    /// SVM that it belongs to.
    #[serde(default)]
    pub svm: Reference,
    /// Name of the server in the network.
    pub name: Option<String>,
    /// Whether it is meant to be in operation.
    pub enabled: Option<bool>,
}

/// One CIFS share.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CifsShare {
    /// Its name.
    pub name: String,
    /// Path that it shows.
    pub path: Option<String>,
}
