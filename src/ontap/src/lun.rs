//! `/api/storage/luns` and `/api/storage/namespaces`: block storage of an SVM, looked at before a deletion.

use crate::{Client, Lun, Namespace, Result};
use ontap_core::protocol::request::Request;

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
