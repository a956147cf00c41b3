//! `/api/protocols/cifs`: the CIFS server of an SVM and its shares, looked at before a deletion.

use crate::{CifsService, CifsShare, Client, Result};
use ontap_core::protocol::request::Request;

/// Shares that every CIFS server has from the start; they hold nobody's data.
const BUILT_IN_SHARES: [&str; 3] = ["c$", "ipc$", "admin$"];

fn services(svm_uuid: &str) -> Result<Request> {
    Request::get("/protocols/cifs/services")
        .fields(&["svm.name", "svm.uuid", "name", "enabled"])
        .filter("svm.uuid", svm_uuid)
}

fn shares(svm_uuid: &str) -> Result<Request> {
    Request::get("/protocols/cifs/shares").fields(&["name", "path"]).filter("svm.uuid", svm_uuid)
}

fn made_by_somebody(share: &CifsShare) -> bool {
    !BUILT_IN_SHARES.iter().any(|name| share.name.eq_ignore_ascii_case(name))
}

impl Client {
    /// Lists the CIFS servers of an SVM: none or one.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn cifs_services(&self, svm_uuid: &str) -> Result<Vec<CifsService>> {
        self.list(&services(svm_uuid)?).await
    }

    /// Lists the CIFS shares of an SVM, without the built-in ones.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn cifs_shares(&self, svm_uuid: &str) -> Result<Vec<CifsShare>> {
        let all: Vec<CifsShare> = self.list(&shares(svm_uuid)?).await?;
        Ok(all.into_iter().filter(made_by_somebody).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_shares_are_nobodys() {
        let share = |name: &str| CifsShare { name: name.to_owned(), path: None };
        assert!(!made_by_somebody(&share("C$")) && !made_by_somebody(&share("ipc$")));
        assert!(made_by_somebody(&share("projects$")));
    }
}
