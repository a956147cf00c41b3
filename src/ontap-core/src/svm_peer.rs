//! `/api/svm/peers`: SVMs that are peers of an SVM, looked at before a deletion (code 9895956).

use serde::Deserialize;

use crate::record::record;
use crate::{Object, Reference};

record! {
    /// One relation between two SVMs.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct SvmPeer {
        /// Its uuid.
        pub uuid: String,
        /// Its name on this side.
        pub name: Option<String>,
        /// How far it is, such as `peered`.
        pub state: Option<String>,
        /// The other side.
        #[serde(default)]
        pub peer: PeerSvm,
    }
}

record! {
    /// The other side of a relation between two SVMs.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct PeerSvm {
        /// The other SVM.
        pub svm: Reference,
        /// Its cluster.
        pub cluster: Reference,
    }
}

impl Object for SvmPeer {
    const PATH: &'static str = "/svm/peers";
}
