//! `/api/network/ip/service-policies`: which services a LIF carries. Each SVM has policies of its own. The REST API
//! replaces the whole list of a policy's services; one service is changed over the CLI, in `service_policy_cli`.

use serde::Deserialize;

use crate::record::record;
use crate::{Object, Reference, Scope, ServiceName, Version};

record! {
    /// One service policy. What [`Self::scope`] and [`Self::svm`] say is there in every policy that is read.
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
}

impl ServicePolicy {
    /// Whether it has the service.
    pub fn has(&self, service: &ServiceName) -> bool {
        self.services.iter().any(|name| ServiceName::from(&name[..]) == *service)
    }
}

impl Object for ServicePolicy {
    const PATH: &'static str = "/network/ip/service-policies";
    /// What every policy has, those of the cluster too; without services it has an empty list of them.
    const ALWAYS: &'static [&'static str] = &["name", "scope", "services", "is_built_in"];
    const ALWAYS_WHERE: &'static [((&'static str, &'static str), &'static [&'static str])] =
        &[(("scope", "svm"), &["svm.name", "svm.uuid"])];
    const SINCE: &'static [(&'static str, Version)] = &[("is_built_in", Version::BUILT_IN_FLAG)];
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::protocol::objects::list;

    #[test]
    fn a_service_is_found_in_either_spelling() {
        let record = json!({"uuid": "u", "name": "p", "services": ["data_core", "management_dns_client"]});
        let policy: ServicePolicy = serde_json::from_value(record).unwrap();
        assert!(policy.has(&ServiceName::from("management-dns-client")));
        assert!(!policy.has(&ServiceName::from("management-nis-client")));
    }

    #[test]
    fn an_old_release_is_not_asked_whether_a_policy_is_built_in() {
        let asked =
            |release| list::<ServicePolicy>(&[], Some(release)).unwrap().query[0].1.contains("is_built_in");
        assert!(!asked(Version::new(9, 11, 1)) && asked(Version::new(9, 12, 1)));
    }
}
