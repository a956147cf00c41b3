//! `/api/storage/luns` and `/api/storage/namespaces`: block storage of an SVM, looked at before a deletion.

use serde::Deserialize;

use crate::request::Request;
use crate::{Client, Result};

/// One LUN.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Lun {
    /// Its uuid.
    pub uuid: String,
    /// Its path, such as `/vol/volume1/lun1`.
    pub name: String,
}

/// One NVMe namespace.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Namespace {
    /// Its uuid.
    pub uuid: String,
    /// Its path, such as `/vol/volume1/namespace1`.
    pub name: String,
}

fn of_svm(path: &str, svm_uuid: &str) -> Result<Request> {
    Request::get(path).fields(&["uuid", "name"]).filter("svm.uuid", svm_uuid)
}

impl Client {
    /// Lists the LUNs of an SVM.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn luns(&self, svm_uuid: &str) -> Result<Vec<Lun>> {
        self.list(&of_svm("/storage/luns", svm_uuid)?).await
    }

    /// Lists the NVMe namespaces of an SVM.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn namespaces(&self, svm_uuid: &str) -> Result<Vec<Namespace>> {
        self.list(&of_svm("/storage/namespaces", svm_uuid)?).await
    }
}
