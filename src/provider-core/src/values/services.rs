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

/// Whether a service is for connections that the storage VM itself opens. ONTAP's names of such services say
/// so, but for one. All others are for clients, which would be turned away by a LIF that loses them.
pub fn is_outbound(service: &ontap_core::ServiceName) -> bool {
    service.underscored().ends_with("_client") || service.underscored() == "management_log_forwarding"
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
    fn only_a_service_for_connections_that_the_storage_vm_opens_is_outbound() {
        let is_outbound = |name: &str| super::is_outbound(&ontap_core::ServiceName::from(name));
        assert!(clients().iter().all(|service| super::is_outbound(&service.canonical())));
        assert!(is_outbound("management-ntp-client") && is_outbound("management_log_forwarding"));
        for name in ["data-nfs", "data_cifs", "data-iscsi", "data_core", "management-ssh", "data-dns-server"]
        {
            assert!(!is_outbound(name), "{name}");
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
