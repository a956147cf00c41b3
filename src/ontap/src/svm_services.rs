//! What an SVM serves and asks, in one answer of `/api/svm/svms`: protocols that are switched on, and name services.

use crate::svm::PATH;
use crate::{Client, Result, SvmServices};
use ontap_core::protocol::request::Request;

fn get(uuid: &str) -> Result<Request> {
    let protocols = ["nfs.enabled", "iscsi.enabled", "nvme.enabled", "fcp.enabled", "s3.enabled", "s3.name"];
    Ok(Request::get_one(PATH, uuid)?.fields(&[&protocols[..], &["cifs", "dns", "ldap", "nis"]].concat()))
}

impl Client {
    /// Reads what an SVM serves and asks.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn svm_services(&self, svm_uuid: &str) -> Result<SvmServices> {
        self.fetch(&get(svm_uuid)?).await
    }
}
