//! `/api/protocols/s3/services`: the S3 server of an SVM, looked at before a deletion.

use crate::{Client, Result, S3Service};
use ontap_core::protocol::request::Request;

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
