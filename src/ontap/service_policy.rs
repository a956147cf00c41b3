//! `/api/network/ip/service-policies`: which services a LIF carries. Each SVM has policies of its own.

use serde::Deserialize;

use crate::request::Request;
use crate::{Client, Reference, Result, Scope, Version};

/// One service policy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ServicePolicy {
    /// Its uuid.
    pub uuid: String,
    /// Its name, unique in its SVM only.
    pub name: String,
    /// SVM that it belongs to; none for the cluster's.
    #[serde(default)]
    pub svm: Reference,
    /// IPspace that it belongs to.
    #[serde(default)]
    pub ipspace: Reference,
    /// Whether it belongs to an SVM or to the cluster.
    pub scope: Option<Scope>,
    /// Names of the services, with underscores. Their order means nothing.
    #[serde(default)]
    pub services: Vec<String>,
    /// Whether ONTAP brought it along; `None` below 9.12.1, which does not say.
    pub is_built_in: Option<bool>,
}

fn of_svm(svm_uuid: &str, version: Version) -> Request {
    let mut fields = vec!["uuid", "name", "svm.name", "svm.uuid", "ipspace.name", "scope", "services"];
    if version >= Version::BUILT_IN_FLAG {
        fields.push("is_built_in");
    }
    Request::get("/network/ip/service-policies").fields(&fields).filter("svm.uuid", svm_uuid)
}

impl Client {
    /// Lists the service policies of an SVM.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn service_policies(&self, svm_uuid: &str) -> Result<Vec<ServicePolicy>> {
        self.list(&of_svm(svm_uuid, self.version().await?)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_release_is_not_asked_whether_a_policy_is_built_in() {
        let asked = |version| of_svm("u-1", version).query[0].1.contains("is_built_in");
        assert!(!asked(Version::new(9, 11, 1)) && asked(Version::new(9, 12, 1)));
    }
}
