//! `network interface service-policy` of the CLI: the addresses that may use a service, and changes of a
//! single service.
//!
//! The REST API does not show allowed addresses, and can only replace the whole list of services. The
//! commands are reached through the private CLI. Their parameters are those of NetApp's sample scripts; there
//! is no sample of `remove-service`: that its parameters are those of `add-service` is assumed
//! (`remove-service-parameters`).

use ipnet::IpNet;
use serde::Deserialize;

use crate::body::body;
use crate::protocol::request::Request;
use crate::record::record;
use crate::{Error, Method, Object, Result, ServiceName};

/// One service of a policy, with the addresses that may use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedAddresses {
    /// Name of the policy.
    pub policy: String,
    /// The service.
    pub service: ServiceName,
    /// Networks whose addresses may use the service, as ONTAP spells them.
    pub allowed_addresses: Vec<String>,
}

impl AllowedAddresses {
    /// Whether every IPv4 address may use the service, with or without every IPv6 address. `::/0` alone
    /// counts as a restriction, and so does an address that cannot be parsed.
    pub fn is_open(&self) -> bool {
        let nets: Option<Vec<IpNet>> = self.allowed_addresses.iter().map(|text| text.parse().ok()).collect();
        nets.is_some_and(|nets| {
            nets.iter().all(|net| net.prefix_len() == 0) && nets.iter().any(|net| net.addr().is_ipv4())
        })
    }
}

record! {
    /// A policy as the command shows it.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct PolicyAddresses {
        /// Name of the SVM, or of the cluster; not told if it is absent.
        pub vserver: Option<String>,
        policy: String,
        /// For example `data-nfs: 0.0.0.0/0, ::/0`, as NetApp's manual page shows them: that JSON has the
        /// same text is assumed (`policy-addresses-text`).
        #[serde(default)]
        service_allowed_addresses: Vec<String>,
    }
}

impl Object for PolicyAddresses {
    const PATH: &'static str = "/private/cli/network/interface/service-policy";
    const KEY: &'static str = "policy";
}

impl PolicyAddresses {
    /// Returns every service of the policies with the addresses that may use it.
    ///
    /// # Errors
    /// A text that cannot be parsed.
    pub fn all_services<'a>(policies: impl IntoIterator<Item = &'a Self>) -> Result<Vec<AllowedAddresses>> {
        let services: Option<Vec<_>> = policies.into_iter().map(Self::services).collect();
        let services = services.ok_or_else(|| Error::Decode {
            method: Method::Get,
            path: Self::PATH.to_owned(),
            status: 200,
            received: "allowed addresses of an unexpected form".to_owned(),
        });
        Ok(services?.concat())
    }

    /// Returns the services of a policy; `None` if the text cannot be parsed. Overlooking a restriction would
    /// open what somebody has closed.
    fn services(&self) -> Option<Vec<AllowedAddresses>> {
        let mut entries: Vec<AllowedAddresses> = Vec::new();
        let parts = self.service_allowed_addresses.iter().flat_map(|text| text.split(',')).map(str::trim);
        for part in parts {
            if part.parse::<IpNet>().is_ok() {
                entries.last_mut()?.allowed_addresses.push(part.to_owned());
                continue;
            }
            let (service, address) = part.split_once(':')?;
            let address = address.trim();
            if !address.is_empty() && address.parse::<IpNet>().is_err() {
                return None;
            }
            entries.push(AllowedAddresses {
                policy: self.policy.clone(),
                service: ServiceName::from(service.trim()),
                allowed_addresses: Some(address)
                    .filter(|text| !text.is_empty())
                    .map(str::to_owned)
                    .into_iter()
                    .collect(),
            });
        }
        Some(entries)
    }
}

body! {
    /// A service that is added to a policy or removed from it.
    pub struct PolicyServiceBody {
        /// Name of the SVM.
        pub vserver: String,
        /// Name of the policy.
        pub policy: String,
        /// The service, in the CLI's spelling.
        pub service: String,
        /// Networks whose addresses may use the service. If empty, every address may.
        pub allowed_addresses: Vec<String>,
    }
}

impl PolicyServiceBody {
    /// Returns the request that adds the service to the policy and does not affect the others.
    ///
    /// # Errors
    /// When the body cannot be written as JSON.
    pub fn addition(&self) -> Result<Request> {
        self.command("add-service")
    }

    /// Returns the request that removes the service from the policy and does not affect the others.
    ///
    /// # Errors
    /// When the body cannot be written as JSON.
    pub fn removal(&self) -> Result<Request> {
        self.command("remove-service")
    }

    fn command(&self, command: &str) -> Result<Request> {
        Ok(Request::post(&format!("{}/{command}", PolicyAddresses::PATH), self)?.advanced())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::protocol::objects::list;

    #[test]
    fn only_a_service_without_restrictions_is_open() {
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

    fn parsed(texts: &[&str]) -> Option<Vec<(String, Vec<String>)>> {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        let parsed =
            PolicyAddresses { vserver: None, policy: "p".to_owned(), service_allowed_addresses: texts };
        let entries = parsed.services()?;
        Some(entries.into_iter().map(|entry| (entry.service.to_string(), entry.allowed_addresses)).collect())
    }

    #[test]
    fn each_service_has_its_own_addresses_however_the_list_is_split() {
        let expected = Some(vec![
            ("data-nfs".to_owned(), vec!["0.0.0.0/0".to_owned(), "::/0".to_owned()]),
            ("management-ssh".to_owned(), vec!["10.0.0.0/8".to_owned(), "fd00::/8".to_owned()]),
        ]);
        assert_eq!(parsed(&["data-nfs: 0.0.0.0/0, ::/0", "management_ssh: 10.0.0.0/8, fd00::/8"]), expected);
        assert_eq!(
            parsed(&["data-nfs:0.0.0.0/0", "::/0", "management-ssh: 10.0.0.0/8", "fd00::/8"]),
            expected
        );
        assert_eq!(
            parsed(&["data-core: ::/0"]),
            Some(vec![("data-core".to_owned(), vec!["::/0".to_owned()])])
        );
        assert_eq!(parsed(&["data-core:"]), Some(vec![("data-core".to_owned(), vec![])]));
        assert_eq!(parsed(&[]), Some(vec![]));
    }

    #[test]
    fn an_unreadable_list_does_not_count_as_open() {
        for texts in [["data-nfs"], ["0.0.0.0/0"], ["data-nfs: everybody"], ["data-nfs: 0.0.0.0/0, x"]] {
            assert_eq!(parsed(&texts), None, "{texts:?}");
        }
    }

    #[test]
    fn one_request_reads_all_policies_of_the_svm() {
        let query = [
            ("fields", "vserver,policy,service_allowed_addresses"),
            ("vserver", "svm_2"),
            ("return_timeout", "60"),
        ];
        let query = query.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let request = list::<PolicyAddresses>(&[("vserver", "svm_2")], None).unwrap();
        assert_eq!((&request.path[..], &request.query[..]), (PolicyAddresses::PATH, &query[..]));
    }

    #[test]
    fn a_single_service_is_added_or_removed_with_advanced_privilege() {
        let named = json!({"vserver": "svm_2", "policy": "p", "service": "management-dns-client"});
        let level = [("privilege_level".to_owned(), "advanced".to_owned())];
        let service = PolicyServiceBody {
            vserver: "svm_2".to_owned(),
            policy: "p".to_owned(),
            service: ServiceName::from("management_dns_client").dashed(),
            allowed_addresses: vec![],
        };
        for (request, command) in
            [(service.addition().unwrap(), "add-service"), (service.removal().unwrap(), "remove-service")]
        {
            assert_eq!(request.path, format!("{}/{command}", PolicyAddresses::PATH));
            assert_eq!((&request.query[..], request.body), (&level[..], Some(named.clone())));
        }
        let restricted = PolicyServiceBody { allowed_addresses: vec!["10.0.0.0/8".to_owned()], ..service };
        let body = restricted.addition().unwrap().body.unwrap();
        assert_eq!(body["allowed_addresses"], json!(["10.0.0.0/8"]));
    }
}
