//! Additions in releases after the specified one, each with its source. They do not count as differences.
//!
//! The recorded run uses the simulator's newest release, while the specification may be that of 9.8.

/// An addition.
struct Added {
    /// Path of the operations that show it.
    path: &'static str,
    /// Field, or the end of its dotted name.
    field: &'static str,
    /// New values of the field; empty if the field itself is new.
    values: &'static [&'static str],
    /// Source that documents it.
    source: &'static str,
}

/// Services added to service policies after 9.8.
const SERVICES: &[&str] = &[
    "data_dns_server",
    "data_fpolicy_client",
    "data_nvme_tcp",
    "management_ad_client",
    "management_dns_client",
    "management_ems",
    "management_http",
    "management_ldap_client",
    "management_log_forwarding",
    "management_nis_client",
    "management_ntp_client",
];

const ADDED: &[Added] = &[
    Added {
        path: "/cluster/jobs",
        field: "error",
        values: &[],
        source: "jobs: `error`, ONTAP 9.12.1 REST API reference, GET /cluster/jobs/{uuid}",
    },
    Added {
        path: "/cluster/nodes",
        field: "vm.instance_id",
        values: &[],
        source: "nodes: `vm.instance_id`, ONTAP 9.12.1 REST API reference, GET /cluster/nodes",
    },
    Added {
        path: "/cluster/nodes",
        field: "vm.primary_ip",
        values: &[],
        source: "nodes: `vm.primary_ip`, ONTAP 9.12.1 REST API reference, GET /cluster/nodes",
    },
    Added {
        path: "/network/ip/routes",
        field: "metric",
        values: &[],
        source: "routes: `metric`, introduced in 9.11.1, netapp-ontap 9.12.1, NetworkRoute",
    },
    Added {
        path: "/network/ip/service-policies",
        field: "is_built_in",
        values: &[],
        source: "service policies: `is_built_in`, netapp-ontap 9.12.1, IpServicePolicy",
    },
    Added {
        path: "/network/ip/",
        field: "services",
        values: SERVICES,
        source: "services of LIFs and service policies, netapp-ontap 9.19.1, ip_service; NetApp's page \
             \"LIFs and service policies in ONTAP 9.6 and later\"",
    },
];

/// Returns the source for a difference that a newer release explains.
pub fn source(place: &str, field: &str, what: &str) -> Option<&'static str> {
    let explains = |added: &&Added| {
        let names = field == added.field || field.ends_with(&format!(".{}", added.field));
        let value = || added.values.iter().any(|value| what.contains(&format!("\"{value}\"")));
        place.contains(added.path) && names && (added.values.is_empty() || value())
    };
    ADDED.iter().find(explains).map(|added| added.source)
}

#[cfg(test)]
mod tests {
    use super::source;

    #[test]
    fn only_listed_additions_are_explained() {
        assert!(source("GET /network/ip/routes asks for", "metric", "no such field").is_some());
        assert!(source("GET /network/ip/routes asks for", "metrics", "no such field").is_none());
        assert!(source("GET /svm/svms answers", "metric", "no such field").is_none());
        let services = |value| source("GET /network/ip/interfaces answers", "records.services", value);
        assert!(services("is \"management_http\", which is none of the described values").is_some());
        assert!(services("is \"management_gopher\", which is none of the described values").is_none());
    }
}
