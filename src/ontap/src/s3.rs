//! `/api/protocols/s3/services`: the S3 server of an SVM, looked at before a deletion.

use serde::Deserialize;

use crate::request::Request;
use crate::{Client, Reference, Result};

/// The S3 server of an SVM.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct S3Service {
    /// SVM that it belongs to.
    #[serde(default)]
    pub svm: Reference,
    /// Name of the server.
    pub name: Option<String>,
    /// Whether it is meant to be in operation.
    pub enabled: Option<bool>,
}

fn services(svm_uuid: &str) -> Result<Request> {
    Request::get("/protocols/s3/services")
        .fields(&["svm.name", "svm.uuid", "name", "enabled"])
        .filter("svm.uuid", svm_uuid)
}

impl Client {
    /// Lists the S3 servers of an SVM: none or one.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn s3_services(&self, svm_uuid: &str) -> Result<Vec<S3Service>> {
        self.list(&services(svm_uuid)?).await
    }
}
