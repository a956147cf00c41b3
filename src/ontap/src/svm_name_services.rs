//! What an SVM is configured to ask outside of it, in one answer of `/api/svm/svms`.

use crate::svm::PATH;
use crate::{Client, Result, SvmNameServices};
use ontap_core::protocol::request::Request;

fn get(uuid: &str) -> Result<Request> {
    Ok(Request::get_one(PATH, uuid)?.fields(&["uuid", "dns", "ldap", "nis", "cifs"]))
}

impl Client {
    /// Reads which outside services an SVM is configured to use.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn svm_name_services(&self, svm_uuid: &str) -> Result<SvmNameServices> {
        self.fetch(&get(svm_uuid)?).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_asked_at_once() {
        assert_eq!(get("u-1").unwrap().query, [("fields".to_owned(), "uuid,dns,ldap,nis,cifs".to_owned())]);
    }
}
