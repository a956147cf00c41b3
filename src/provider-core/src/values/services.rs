//! [`ServiceName`]: the name of a service of a service policy, and what services are there for.

use std::collections::BTreeSet;

use tfplugin_core::{Invalid, Text};

/// Services by meaning, in no spelling of the configuration.
pub type Services = BTreeSet<ontap_core::ServiceName>;

/// The five services that NetApp's procedure for ONTAP 9.11.1 and later moves: connections that the storage
/// VM itself opens.
const CLIENTS: [&str; 5] = [
    "data-fpolicy-client",
    "management-ad-client",
    "management-dns-client",
    "management-ldap-client",
    "management-nis-client",
];

/// The name of a service. ONTAP's CLI writes dashes and its REST API underscores: both mean the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServiceName(String);

impl ServiceName {
    /// The service, whatever its spelling.
    pub fn canonical(&self) -> ontap_core::ServiceName {
        ontap_core::ServiceName::from(&self.0[..])
    }
}

impl Text for ServiceName {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let is_fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if text.is_empty() || !text.chars().all(is_fine) {
            return Err(Invalid(format!(
                "{text:?} is no name of a service. Write small letters with dashes or underscores, such as \
                 \"management-dns-client\"."
            )));
        }
        Ok(Self(text.to_owned()))
    }

    fn text(&self) -> String {
        self.0.clone()
    }

    fn means_the_same(&self, other: &Self) -> bool {
        self.canonical() == other.canonical()
    }
}

/// Who opens the connections that a service is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenedBy {
    /// The storage VM itself. It can open them from another LIF as well.
    StorageVm,
    /// Clients, or other systems. A LIF that loses the service turns them away.
    Others,
    /// Not known: ONTAP has it since a later release than this list.
    Unknown,
}

/// Services for connections that ONTAP opens, and whose names do not say so by `client` at their end.
const OUTBOUND: [&str; 3] = ["management_autosupport", "management_ems", "management_log_forwarding"];

/// Services for connections that others open, and whose names do not say so by `server` at their end. Both
/// lists come from the enumeration of services in NetApp's API reference up to 9.16.1.
const INBOUND: [&str; 15] = [
    "backup_ndmp_control",
    "cluster_core",
    "data_cifs",
    "data_core",
    "data_flexcache",
    "data_iscsi",
    "data_nfs",
    "data_nvme_tcp",
    "intercluster_core",
    "management_bgp",
    "management_core",
    "management_http",
    "management_https",
    "management_portmap",
    "management_ssh",
];

/// Returns who opens the connections of a service.
pub fn opened_by(service: &ontap_core::ServiceName) -> OpenedBy {
    match service.underscored() {
        name if name.ends_with("_client") || OUTBOUND.contains(&name) => OpenedBy::StorageVm,
        name if name.ends_with("_server") || INBOUND.contains(&name) => OpenedBy::Others,
        _ => OpenedBy::Unknown,
    }
}

/// The services that are moved where the configuration names none.
pub fn clients() -> BTreeSet<ServiceName> {
    CLIENTS.iter().map(|name| ServiceName((*name).to_owned())).collect()
}

/// `data-fpolicy-client, management-ad-client`, for messages.
pub fn listed<'a>(services: impl IntoIterator<Item = &'a ontap_core::ServiceName>) -> String {
    services.into_iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_and_underscores_mean_the_same_and_the_spelling_is_kept() {
        let (dashes, underscores) = ("management-dns-client", "management_dns_client");
        let parse = |text| ServiceName::parse(text).unwrap();
        assert!(parse(dashes).means_the_same(&parse(underscores)));
        assert!(!parse(dashes).means_the_same(&parse("management-ad-client")));
        assert_eq!(
            (parse(dashes).text().as_str(), parse(underscores).text().as_str()),
            (dashes, underscores)
        );
        assert_eq!(parse(dashes).canonical().underscored(), underscores);
    }

    #[test]
    fn each_service_is_opened_by_the_storage_vm_or_by_others_or_is_not_known() {
        let opened_by = |name: &str| super::opened_by(&ontap_core::ServiceName::from(name));
        for service in clients() {
            assert_eq!(super::opened_by(&service.canonical()), OpenedBy::StorageVm, "{service:?}");
        }
        for name in ["management-ntp-client", "management_log_forwarding", "management-ems"] {
            assert_eq!(opened_by(name), OpenedBy::StorageVm, "{name}");
        }
        for name in INBOUND.into_iter().chain(["data-nfs", "data-dns-server", "management_snmp_server"]) {
            assert_eq!(opened_by(name), OpenedBy::Others, "{name}");
        }
        for name in ["data-quantum", "client", "management_clients", "data_server_x"] {
            assert_eq!(opened_by(name), OpenedBy::Unknown, "{name}");
        }
    }

    #[test]
    fn what_cannot_be_a_name_is_refused_with_one_that_can() {
        for text in ["", "Management-DNS-Client", "data nfs", "data_nfs,data_cifs", "*"] {
            let refusal = ServiceName::parse(text).unwrap_err().to_string();
            assert!(refusal.contains("management-dns-client"), "{refusal}");
        }
    }
}
