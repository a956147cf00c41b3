//! `/api/network/ip/service-policies`: which services a LIF carries. Each SVM has policies of its own. The REST API
//! replaces the whole list of a policy's services; one service is changed over the CLI, in `service_policy_cli`.

use serde::Deserialize;

use crate::{Reference, Scope, ServiceName};

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

impl ServicePolicy {
    /// Whether it has the service.
    pub fn has(&self, service: &ServiceName) -> bool {
        self.services.iter().any(|name| ServiceName::from(&name[..]) == *service)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_service_is_found_in_either_spelling() {
        let record = json!({"uuid": "u", "name": "p", "services": ["data_core", "management_dns_client"]});
        let policy: ServicePolicy = serde_json::from_value(record).unwrap();
        assert!(policy.has(&ServiceName::from("management-dns-client")));
        assert!(!policy.has(&ServiceName::from("management-nis-client")));
    }
}
