//! `network interface service-policy` of the CLI: addresses that may use a service, and one service at a time.
//!
//! The REST API shows no allowed addresses, and replaces the whole list of services. The commands are reached through
//! the private CLI. Their parameters are those of NetApp's sample scripts; `remove-service` has none, so that its
//! parameters are assumed to be those of `add-service`.

use ipnet::IpNet;

use crate::ServiceName;

/// One service of a policy, with the addresses that may use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedAddresses {
    /// Name of the policy.
    pub policy: String,
    /// The service.
    pub service: ServiceName,
    /// Networks whose addresses may use the service, as ONTAP writes them.
    pub allowed_addresses: Vec<String>,
}

impl AllowedAddresses {
    /// Whether every IPv4 address may use the service, with or without every IPv6 address. `::/0` alone is a
    /// restriction, and so is what cannot be read.
    pub fn is_open(&self) -> bool {
        let nets: Option<Vec<IpNet>> = self.allowed_addresses.iter().map(|text| text.parse().ok()).collect();
        nets.is_some_and(|nets| {
            nets.iter().all(|net| net.prefix_len() == 0) && nets.iter().any(|net| net.addr().is_ipv4())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_everybody_may_use_is_open() {
        for (addresses, open) in [
            (vec!["0.0.0.0/0", "::/0"], true),
            (vec!["0.0.0.0/0"], true),
            (vec!["::/0"], false),
            (vec!["0.0.0.0/0", "everybody"], false),
            (vec!["0.0.0.0/0", "10.0.0.0/8"], false),
            (vec!["10.0.0.0/8"], false),
            (vec![], false),
        ] {
            let entry = AllowedAddresses {
                policy: "p".to_owned(),
                service: ServiceName::from("data-nfs"),
                allowed_addresses: addresses.iter().map(|text| (*text).to_owned()).collect(),
            };
            assert_eq!(entry.is_open(), open, "{addresses:?}");
        }
    }
}
