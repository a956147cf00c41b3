//! `/api/storage/luns` and `/api/storage/namespaces`: block storage of an SVM, which is checked before a
//! deletion.

use serde::Deserialize;

use crate::record::record;
use crate::{Object, Reference};

record! {
    /// One LUN.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct Lun {
        /// Its uuid.
        pub uuid: String,
        /// SVM that it belongs to.
        #[serde(default)]
        pub svm: Reference,
        /// Its path, such as `/vol/volume1/lun1`.
        pub name: String,
    }
}

record! {
    /// One NVMe namespace.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct Namespace {
        /// Its uuid.
        pub uuid: String,
        /// SVM that it belongs to.
        #[serde(default)]
        pub svm: Reference,
        /// Its path, such as `/vol/volume1/namespace1`.
        pub name: String,
    }
}

impl Object for Lun {
    const PATH: &'static str = "/storage/luns";
}

impl Object for Namespace {
    const PATH: &'static str = "/storage/namespaces";
}
