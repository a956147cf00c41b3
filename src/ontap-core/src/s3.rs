//! `/api/protocols/s3/services`: the S3 server of an SVM, which is checked before a deletion.

use serde::Deserialize;

use crate::record::record;
use crate::{Object, Reference};

record! {
    /// The S3 server of an SVM.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct S3Service {
        /// SVM that it belongs to.
        #[serde(default)]
        pub svm: Reference,
        /// Name of the server.
        pub name: Option<String>,
        /// Whether it is administratively enabled.
        pub enabled: Option<bool>,
    }
}

impl Object for S3Service {
    const PATH: &'static str = "/protocols/s3/services";
    const KEY: &'static str = "svm.uuid";
}
