//! `/api/name-services`: which outside services an SVM is configured to ask. It needs a LIF that carries them.

use serde::de::DeserializeOwned;

use crate::{Client, Dns, Ldap, Nis, Result, UnlessGone};
use ontap_core::protocol::request::Request;

fn of_svm(service: &str, fields: &[&str], svm_uuid: &str) -> Result<Request> {
    Request::get(&format!("/name-services/{service}")).fields(fields).filter("svm.uuid", svm_uuid)
}

impl Client {
    /// Reads the DNS configuration of an SVM, if it has one.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn dns(&self, svm_uuid: &str) -> Result<Option<Dns>> {
        self.configured(&of_svm("dns", &["domains", "servers"], svm_uuid)?).await
    }

    /// Reads the LDAP configuration of an SVM, if it has one.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn ldap(&self, svm_uuid: &str) -> Result<Option<Ldap>> {
        self.configured(&of_svm("ldap", &["servers", "ad_domain"], svm_uuid)?).await
    }

    /// Reads the NIS configuration of an SVM, if it has one.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn nis(&self, svm_uuid: &str) -> Result<Option<Nis>> {
        self.configured(&of_svm("nis", &["domain", "servers"], svm_uuid)?).await
    }

    /// The only record of its kind that an SVM can have. ONTAP may say that there is none in two ways.
    async fn configured<T: DeserializeOwned>(&self, request: &Request) -> Result<Option<T>> {
        Ok(self.list_only(request).await.unless_gone()?.flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_is_asked_for_one_svm() {
        let asked = of_svm("dns", &["domains", "servers"], "u-1").unwrap();
        let query = [("fields", "domains,servers"), ("svm.uuid", "u-1")];
        let query = query.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!((&asked.path[..], &asked.query[..]), ("/name-services/dns", &query[..]));
    }
}
