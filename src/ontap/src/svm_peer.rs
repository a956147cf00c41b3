//! `/api/svm/peers`: SVMs that are peers of an SVM, looked at before a deletion (code 9895956).

use crate::{Client, Result, SvmPeer};
use ontap_core::protocol::request::Request;

fn of_svm(svm_uuid: &str) -> Result<Request> {
    Request::get("/svm/peers").fields(&["uuid", "name", "state", "peer"]).filter("svm.uuid", svm_uuid)
}

impl Client {
    /// Lists the peers of an SVM.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn svm_peers(&self, svm_uuid: &str) -> Result<Vec<SvmPeer>> {
        self.list(&of_svm(svm_uuid)?).await
    }
}
