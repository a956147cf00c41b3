//! `network interface service-policy` of the CLI: addresses that may use a service, and one service at a time.
//!
//! The REST API shows no allowed addresses, and replaces the whole list of services. The commands are reached through
//! the private CLI. Their parameters are those of NetApp's sample scripts; `remove-service` has none, so that its
//! parameters are assumed to be those of `add-service`.

use ipnet::IpNet;
use serde::Deserialize;
use serde_json::json;

use crate::create::Look;
use crate::{AllowedAddresses, Client, ServiceName};
use ontap_core::protocol::request::Request;
use ontap_core::{Error, Result};

const PATH: &str = "/private/cli/network/interface/service-policy";

/// A policy as the command shows it.
#[derive(Deserialize)]
struct Shown {
    policy: String,
    /// Such as `data-nfs: 0.0.0.0/0, ::/0`.
    #[serde(default)]
    service_allowed_addresses: Vec<String>,
}

fn show(svm_name: &str) -> Result<Request> {
    Request::get(PATH).fields(&["service_allowed_addresses"]).filter("vserver", svm_name)
}

fn add(svm_name: &str, policy: &str, service: &ServiceName, allowed_addresses: &[String]) -> Request {
    let mut body = json!({"vserver": svm_name, "policy": policy, "service": service.dashed()});
    if !allowed_addresses.is_empty() {
        body["allowed_addresses"] = json!(allowed_addresses);
    }
    Request::post(&format!("{PATH}/add-service"), body).advanced()
}

fn remove(svm_name: &str, policy: &str, service: &ServiceName) -> Request {
    let body = json!({"vserver": svm_name, "policy": policy, "service": service.dashed()});
    Request::post(&format!("{PATH}/remove-service"), body).advanced()
}

/// The services of a policy; `None` when the text cannot be understood. To take it for less than it is would open
/// what somebody has closed.
fn entries(shown: &Shown) -> Option<Vec<AllowedAddresses>> {
    let mut entries: Vec<AllowedAddresses> = Vec::new();
    let parts = shown.service_allowed_addresses.iter().flat_map(|text| text.split(',')).map(str::trim);
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
            policy: shown.policy.clone(),
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

impl Client {
    /// Lists every service of every policy of an SVM with the addresses that may use it, in one request.
    ///
    /// # Errors
    /// Whatever the request meets, and an answer whose addresses cannot be understood.
    pub async fn service_policy_allowed_addresses(&self, svm_name: &str) -> Result<Vec<AllowedAddresses>> {
        let request = show(svm_name)?;
        let shown: Vec<Shown> = self.list(&request).await?;
        let mut all = Vec::new();
        for policy in &shown {
            all.extend(entries(policy).ok_or_else(|| unreadable(&request))?);
        }
        Ok(all)
    }

    /// Adds one service to a policy of an SVM and leaves the others alone. Without addresses every address may use
    /// it.
    ///
    /// Where the outcome is unknown the client looks at the policy before it asks again.
    ///
    /// # Errors
    /// Whatever the command meets, such as a service that the policy has already.
    pub async fn add_service(
        &self,
        svm_name: &str,
        policy: &str,
        service: &ServiceName,
        allowed_addresses: &[String],
    ) -> Result<()> {
        let request = add(svm_name, policy, service, allowed_addresses);
        self.write_once(&request, || self.look_for_service(svm_name, policy, service, true)).await.map(drop)
    }

    /// Removes one service from a policy of an SVM and leaves the others alone.
    ///
    /// Where the outcome is unknown the client looks at the policy before it asks again.
    ///
    /// # Errors
    /// Whatever the command meets, such as a service that the policy does not have.
    pub async fn remove_service(&self, svm_name: &str, policy: &str, service: &ServiceName) -> Result<()> {
        let request = remove(svm_name, policy, service);
        self.write_once(&request, || self.look_for_service(svm_name, policy, service, false)).await.map(drop)
    }

    /// Finds something when the policy has the service, or lacks it, as it is wanted.
    fn look_for_service<'a>(
        &'a self,
        svm_name: &'a str,
        policy: &'a str,
        service: &'a ServiceName,
        wanted: bool,
    ) -> Look<'a, ()> {
        Box::pin(async move {
            let all = self.service_policy_allowed_addresses(svm_name).await?;
            let has = all.iter().any(|entry| entry.policy == policy && entry.service == *service);
            Ok((has == wanted).then_some(()))
        })
    }
}

fn unreadable(request: &Request) -> Error {
    Error::Decode {
        method: request.method,
        path: request.path.clone(),
        status: 200,
        received: "allowed addresses of an unexpected form".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(texts: &[&str]) -> Option<Vec<(String, Vec<String>)>> {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        let shown = Shown { policy: "p".to_owned(), service_allowed_addresses: texts };
        let entries = entries(&shown)?;
        Some(entries.into_iter().map(|entry| (entry.service.to_string(), entry.allowed_addresses)).collect())
    }

    #[test]
    fn each_service_has_its_own_addresses_however_the_list_is_cut() {
        let expected = Some(vec![
            ("data-nfs".to_owned(), vec!["0.0.0.0/0".to_owned(), "::/0".to_owned()]),
            ("management-ssh".to_owned(), vec!["10.0.0.0/8".to_owned(), "fd00::/8".to_owned()]),
        ]);
        assert_eq!(shown(&["data-nfs: 0.0.0.0/0, ::/0", "management_ssh: 10.0.0.0/8, fd00::/8"]), expected);
        assert_eq!(
            shown(&["data-nfs:0.0.0.0/0", "::/0", "management-ssh: 10.0.0.0/8", "fd00::/8"]),
            expected
        );
        assert_eq!(
            shown(&["data-core: ::/0"]),
            Some(vec![("data-core".to_owned(), vec!["::/0".to_owned()])])
        );
        assert_eq!(shown(&["data-core:"]), Some(vec![("data-core".to_owned(), vec![])]));
        assert_eq!(shown(&[]), Some(vec![]));
    }

    #[test]
    fn what_is_not_understood_is_no_open_policy() {
        for texts in [["data-nfs"], ["0.0.0.0/0"], ["data-nfs: everybody"], ["data-nfs: 0.0.0.0/0, x"]] {
            assert_eq!(shown(&texts), None, "{texts:?}");
        }
    }

    #[test]
    fn one_request_asks_for_all_policies_of_the_svm() {
        let query = [("fields", "service_allowed_addresses"), ("vserver", "svm_2")];
        let query = query.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let asked = show("svm_2").unwrap();
        assert_eq!((&asked.path[..], &asked.query[..]), (PATH, &query[..]));
    }

    #[test]
    fn a_service_comes_and_goes_alone_with_advanced_privilege_and_in_the_spelling_of_the_cli() {
        let service = ServiceName::from("management_dns_client");
        let named = json!({"vserver": "svm_2", "policy": "p", "service": "management-dns-client"});
        let level = ("privilege_level".to_owned(), "advanced".to_owned());

        let removal = remove("svm_2", "p", &service);
        assert_eq!(
            (&removal.path[..], &removal.query[..]),
            (&*format!("{PATH}/remove-service"), &[level][..])
        );
        assert_eq!(removal.body, Some(named.clone()));

        let addition = add("svm_2", "p", &service, &[]);
        assert_eq!((&addition.path[..], addition.query), (&*format!("{PATH}/add-service"), removal.query));
        assert_eq!(addition.body, Some(named));
        let restricted = add("svm_2", "p", &service, &["10.0.0.0/8".to_owned()]).body.unwrap();
        assert_eq!(restricted["allowed_addresses"], json!(["10.0.0.0/8"]));
    }
}
