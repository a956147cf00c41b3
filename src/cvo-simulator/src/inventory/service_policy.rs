//! The service policies that ONTAP creates, by release.
//!
//! Source: NetApp's page "LIFs and service policies in ONTAP 9.6 and later" in its versions of October 2021
//! (9.10.1) and today, and the enumeration of services in NetApp's API reference.

use crate::world::version::OntapVersion as V;

/// A built-in policy.
#[derive(Debug, Clone, Copy)]
pub struct BuiltIn {
    /// Name.
    pub name: &'static str,
    /// First release that has it.
    pub since: V,
    /// Its services, each with the releases in which the policy contains it.
    services: &'static [Entry],
}

/// A service of a built-in policy, from release `from` up to but not including `until`.
#[derive(Debug, Clone, Copy)]
struct Entry {
    service: &'static str,
    from: V,
    until: Option<V>,
}

const fn always(service: &'static str) -> Entry {
    Entry { service, from: V::V9_6, until: None }
}

const fn from(version: V, service: &'static str) -> Entry {
    Entry { service, from: version, until: None }
}

const fn only_in_9_10_1(service: &'static str) -> Entry {
    Entry { service, from: V::V9_10_1, until: Some(V::V9_11_1) }
}

impl BuiltIn {
    /// Returns its services in a release.
    pub fn services_in(&self, version: V) -> impl Iterator<Item = &'static str> {
        let holds =
            move |entry: &&Entry| entry.from <= version && entry.until.is_none_or(|until| version < until);
        self.services.iter().filter(holds).map(|entry| entry.service)
    }
}

/// Policies of every data storage VM.
pub const SVM_POLICIES: &[BuiltIn] = &[
    BuiltIn {
        name: "default-data-blocks",
        since: V::V9_6,
        services: &[always("data_core"), always("data_iscsi")],
    },
    BuiltIn {
        name: "default-data-files",
        since: V::V9_6,
        services: &[
            always("data_core"),
            always("data_nfs"),
            always("data_cifs"),
            always("data_flexcache"),
            from(V::V9_8, "data_fpolicy_client"),
            from(V::V9_11_1, "data_dns_server"),
            from(V::V9_11_1, "management_dns_client"),
            from(V::V9_11_1, "management_ad_client"),
            from(V::V9_11_1, "management_ldap_client"),
            from(V::V9_11_1, "management_nis_client"),
        ],
    },
    BuiltIn {
        name: "default-data-iscsi",
        since: V::V9_10_1,
        services: &[always("data_core"), always("data_iscsi")],
    },
    BuiltIn {
        name: "default-data-nvme-tcp",
        since: V::V9_10_1,
        services: &[always("data_core"), always("data_nvme_tcp")],
    },
    BuiltIn {
        name: "default-management",
        since: V::V9_6,
        services: &[
            always("data_core"),
            always("management_https"),
            always("management_ssh"),
            from(V::V9_10_1, "management_http"),
            only_in_9_10_1("data_dns_server"),
            only_in_9_10_1("backup_ndmp_control"),
            only_in_9_10_1("management_snmp_server"),
            from(V::V9_11_1, "management_dns_client"),
            from(V::V9_11_1, "management_ad_client"),
            from(V::V9_11_1, "management_ldap_client"),
            from(V::V9_11_1, "management_nis_client"),
        ],
    },
];

/// Policies of the cluster in the IPspace `Default`.
pub const CLUSTER_POLICIES: &[BuiltIn] = &[
    BuiltIn {
        name: "default-intercluster",
        since: V::V9_6,
        services: &[always("intercluster_core"), always("management_https")],
    },
    BuiltIn { name: "default-route-announce", since: V::V9_6, services: &[always("management_bgp")] },
    BuiltIn {
        name: "default-management",
        since: V::V9_6,
        services: &[
            always("management_core"),
            always("management_autosupport"),
            always("management_ssh"),
            always("management_https"),
            from(V::V9_10_1, "management_http"),
            from(V::V9_10_1, "management_ems"),
            from(V::V9_11_1, "management_dns_client"),
            from(V::V9_11_1, "management_ad_client"),
            from(V::V9_11_1, "management_ldap_client"),
            from(V::V9_11_1, "management_nis_client"),
            from(V::V9_10_1, "management_ntp_client"),
            from(V::V9_12_1, "management_log_forwarding"),
        ],
    },
];

/// Policies of the IPspace `Cluster`, which every pair has.
pub const CLUSTER_IPSPACE_POLICIES: &[BuiltIn] =
    &[BuiltIn { name: "default-cluster", since: V::V9_6, services: &[always("cluster_core")] }];

/// Finds the built-in policy with this name, of a storage VM or of the cluster.
pub fn built_in(of_svm: bool, name: &str) -> Option<&'static BuiltIn> {
    let policies = if of_svm { SVM_POLICIES } else { CLUSTER_POLICIES };
    policies.iter().find(|policy| policy.name == name)
}

/// The kind of policy that may contain a service.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Svm,
    Cluster,
    Both,
}

/// Services with their scope and the release that introduced them. `Both` is assumed
/// (`policy-service-scopes`) where no default policy shows it.
const SERVICES: &[(&str, Scope, V)] = &[
    ("cluster_core", Scope::Cluster, V::V9_6),
    ("intercluster_core", Scope::Cluster, V::V9_6),
    ("management_core", Scope::Cluster, V::V9_6),
    ("management_autosupport", Scope::Cluster, V::V9_6),
    ("management_bgp", Scope::Cluster, V::V9_6),
    ("management_ems", Scope::Cluster, V::V9_10_1),
    ("management_https", Scope::Both, V::V9_6),
    ("management_http", Scope::Both, V::V9_10_1),
    ("management_ssh", Scope::Both, V::V9_6),
    ("management_portmap", Scope::Both, V::V9_6),
    ("data_core", Scope::Svm, V::V9_6),
    ("data_nfs", Scope::Svm, V::V9_6),
    ("data_cifs", Scope::Svm, V::V9_6),
    ("data_flexcache", Scope::Svm, V::V9_6),
    ("data_iscsi", Scope::Svm, V::V9_6),
    ("data_s3_server", Scope::Svm, V::V9_8),
    ("data_fpolicy_client", Scope::Svm, V::V9_8),
    ("data_dns_server", Scope::Svm, V::V9_10_1),
    ("data_nvme_tcp", Scope::Svm, V::V9_10_1),
    ("backup_ndmp_control", Scope::Both, V::V9_10_1),
    ("management_snmp_server", Scope::Both, V::V9_10_1),
    ("management_rsh_server", Scope::Cluster, V::V9_10_1),
    ("management_telnet_server", Scope::Cluster, V::V9_10_1),
    ("management_ntp_server", Scope::Cluster, V::V9_10_1),
    ("management_ntp_client", Scope::Cluster, V::V9_10_1),
    ("management_dns_client", Scope::Both, V::V9_11_1),
    ("management_ad_client", Scope::Both, V::V9_11_1),
    ("management_ldap_client", Scope::Both, V::V9_11_1),
    ("management_nis_client", Scope::Both, V::V9_11_1),
    ("management_log_forwarding", Scope::Both, V::V9_12_1),
];

/// Whether a policy of a storage VM, or of the cluster, may have this service in a release.
pub fn is_service(name: &str, of_svm: bool, version: V) -> bool {
    let wrong = if of_svm { Scope::Cluster } else { Scope::Svm };
    SERVICES.iter().any(|(known, scope, since)| *known == name && *scope != wrong && *since <= version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_services_exist_since_9_11_1() {
        let files = SVM_POLICIES.iter().find(|policy| policy.name == "default-data-files").unwrap();
        let has = |version| files.services_in(version).any(|service| service == "management_ad_client");
        assert!(!has(V::V9_10_1));
        assert!(has(V::V9_11_1));
    }

    #[test]
    fn every_built_in_service_exists_in_its_release() {
        for version in V::SIMULATED {
            for (policies, of_svm) in [(SVM_POLICIES, true), (CLUSTER_POLICIES, false)] {
                for service in policies.iter().flat_map(|policy| policy.services_in(*version)) {
                    assert!(is_service(service, of_svm, *version), "{service} in {version}");
                }
            }
        }
    }
}
