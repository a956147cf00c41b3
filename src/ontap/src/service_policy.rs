//! `/api/network/ip/service-policies`: which services a LIF carries. Each SVM has policies of its own. The REST API
//! replaces the whole list of a policy's services; one service is changed over the CLI, in `service_policy_cli`.

use crate::{Client, Result, ServicePolicy, Version};
use ontap_core::protocol::request::Request;

const PATH: &str = "/network/ip/service-policies";

/// What every policy has, those of the cluster too; without services it has an empty list of them.
const ALWAYS: &[&str] = &["name", "scope", "services"];
/// What a policy of an SVM has besides.
const ALWAYS_OF_SVM: &[&str] = &["svm.name", "svm.uuid"];

fn all(version: Version) -> Request {
    let mut fields = vec!["uuid", "name", "svm.name", "svm.uuid", "ipspace.name", "scope", "services"];
    let request = Request::get(PATH).always(ALWAYS).always_where(("scope", "svm"), ALWAYS_OF_SVM);
    if version < Version::BUILT_IN_FLAG {
        return request.fields(&fields);
    }
    fields.push("is_built_in");
    request.fields(&fields).always(&["is_built_in"])
}

fn of_svm(svm_uuid: &str, version: Version) -> Result<Request> {
    all(version).filter("svm.uuid", svm_uuid)
}

impl Client {
    /// Lists the service policies of an SVM.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn service_policies(&self, svm_uuid: &str) -> Result<Vec<ServicePolicy>> {
        self.list(&of_svm(svm_uuid, self.version().await?)?).await
    }

    /// Lists the service policies of every SVM and of the cluster, or of the SVM of this name only.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn all_service_policies(&self, svm_name: Option<&str>) -> Result<Vec<ServicePolicy>> {
        let all = all(self.version().await?);
        self.list(&match svm_name {
            Some(name) => all.filter("svm.name", name)?,
            None => all,
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_release_is_not_asked_whether_a_policy_is_built_in() {
        let asked = |version| of_svm("u-1", version).unwrap().query[0].1.contains("is_built_in");
        assert!(!asked(Version::new(9, 11, 1)) && asked(Version::new(9, 12, 1)));
    }
}
