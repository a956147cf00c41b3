//! `/api/network/ip/service-policies`: which services a LIF carries. Each SVM has its own policies. The REST
//! API can only replace the whole list of services of a policy; `service_policy_cli` changes a single service
//! through the CLI.

use serde::Deserialize;

use crate::body::body;
use crate::protocol::request::Request;
use crate::record::record;
use crate::{Object, Reference, Result, Scope, ServiceName, Version};

record! {
    /// One service policy. Every policy that is read has [`Self::scope`], and those of an SVM have
    /// [`Self::svm`].
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct ServicePolicy {
        /// Its uuid.
        pub uuid: String,
        /// Its name, unique within its SVM.
        pub name: String,
        /// SVM that it belongs to; none for policies of the cluster.
        #[serde(default)]
        pub svm: Reference,
        /// IPspace that it belongs to.
        #[serde(default)]
        pub ipspace: Reference,
        /// Whether it belongs to an SVM or to the cluster.
        pub scope: Option<Scope>,
        /// Names of the services, spelled with underscores. Their order is irrelevant.
        #[serde(default)]
        pub services: Vec<String>,
        /// Whether it is built in; `None` before 9.12.1, which does not say.
        pub is_built_in: Option<bool>,
    }
}

impl ServicePolicy {
    /// Whether the policy contains the service.
    pub fn has(&self, service: &ServiceName) -> bool {
        self.services.iter().any(|name| ServiceName::from(&name[..]) == *service)
    }

    /// Returns the request that gives the policy this list of services in place of the one that it has. Who may
    /// use them is not part of it: that everybody may afterwards is assumed (`policy-patch-opens-services`). It
    /// is sent once, because the list is that of the last read.
    ///
    /// # Errors
    /// A uuid that would address something else.
    pub fn replacement(&self, services: &[ServiceName]) -> Result<Request> {
        let body = ServicesBody { services: Some(services.to_vec()) };
        Request::patch_one(Self::PATH, &self.uuid, &body).map(Request::once)
    }
}

body! {
    /// All services of a policy.
    struct ServicesBody {
        services: Option<Vec<ServiceName>>,
    }
}

impl Object for ServicePolicy {
    const PATH: &'static str = "/network/ip/service-policies";
    /// What every policy has, including those of the cluster. A policy without services has an empty list.
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
    fn a_list_of_services_is_replaced_as_a_whole_and_once() {
        let record = json!({"uuid": "u-1", "name": "p", "services": ["data_core"]});
        let policy: ServicePolicy = serde_json::from_value(record).unwrap();
        for (services, body) in [
            (vec![ServiceName::from("data-core")], json!({"services": ["data_core"]})),
            (vec![], json!({"services": []})),
        ] {
            let request = policy.replacement(&services).unwrap();
            assert_eq!(request.path, format!("{}/u-1", ServicePolicy::PATH));
            assert_eq!((request.body, request.is_sent_once), (Some(body), true));
        }
        let elsewhere = ServicePolicy { uuid: String::new(), ..policy };
        assert!(elsewhere.replacement(&[]).is_err(), "not the whole collection");
    }

    #[test]
    fn the_built_in_flag_is_not_requested_from_an_old_release() {
        let requests_flag =
            |release| list::<ServicePolicy>(&[], Some(release)).unwrap().query[0].1.contains("is_built_in");
        assert!(!requests_flag(Version::new(9, 11, 1)) && requests_flag(Version::new(9, 12, 1)));
    }
}
