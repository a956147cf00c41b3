//! `/api/svm/peers`: the peers of an SVM, which are checked before a deletion (code 9895956).

use serde::Deserialize;

use crate::record::record;
use crate::{Object, Reference};

record! {
    /// One SVM peer relationship.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct SvmPeer {
        /// Its uuid.
        pub uuid: String,
        /// The local side.
        #[serde(default)]
        pub svm: Reference,
        /// Its name on the local cluster.
        pub name: Option<String>,
        /// Its state, such as `peered`.
        pub state: Option<String>,
        /// The remote side.
        #[serde(default)]
        pub peer: PeerSvm,
    }
}

record! {
    /// The remote side of an SVM peer relationship.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct PeerSvm {
        /// The remote SVM.
        pub svm: Reference,
        /// The remote cluster.
        pub cluster: Reference,
    }
}

impl Object for SvmPeer {
    const PATH: &'static str = "/svm/peers";
}
