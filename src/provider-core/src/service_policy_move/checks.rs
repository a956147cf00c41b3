//! Whether services may be left without carriers: what the storage VM is configured to use decides, unless the
//! configuration does. Pure.

use ontap_core::{FpolicyPolicy, ServiceName, SvmNameServices};

use super::carriers::Missing;
use super::messages::Lost;
use super::model::MoveModel;

/// What happens when a service loses its carriers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnMissing {
    /// It is refused.
    Refuse,
    /// It is warned of.
    Warn,
    /// It is refused if the storage VM is configured to use the service, else warned of.
    Ask,
}

/// What the configuration says of it.
pub fn on_missing(model: &MoveModel) -> OnMissing {
    match model.on_missing_carrier.known().map(String::as_str) {
        Some("error") => OnMissing::Refuse,
        Some("warn") => OnMissing::Warn,
        _ => OnMissing::Ask,
    }
}

/// The service of FPolicy.
pub const FPOLICY: &str = "data_fpolicy_client";
/// The services that the record of a storage VM tells about.
pub const OF_NAMES: [&str; 4] =
    ["management_ad_client", "management_dns_client", "management_ldap_client", "management_nis_client"];

/// What a storage VM is configured to use, as far as it was asked.
#[derive(Debug, Default)]
pub struct Uses {
    pub names: Option<SvmNameServices>,
    pub fpolicies: Vec<FpolicyPolicy>,
}

impl Uses {
    /// What the service is needed for; `None` when it is not.
    pub fn of(&self, service: &ServiceName) -> Option<&'static str> {
        let names = self.names.as_ref();
        match service.underscored() {
            "management_dns_client" => names?.dns.as_ref().map(|_| "DNS"),
            "management_ldap_client" => names?.ldap.as_ref().map(|_| "LDAP"),
            "management_nis_client" => names?.nis.as_ref().map(|_| "NIS"),
            "management_ad_client" => match names?.has_cifs() {
                Some(true) => Some("CIFS with Active Directory"),
                Some(false) => None,
                None => Some("CIFS with Active Directory, perhaps: ONTAP does not tell while it is stopped"),
            },
            FPOLICY => self.fpolicies.iter().any(FpolicyPolicy::needs_lif).then_some("FPolicy"),
            _ => None,
        }
    }
}

/// Services that may not be left without carriers, and those that may.
pub fn sort<'a>(
    missing: &'a [Missing],
    on_missing: OnMissing,
    uses: &Uses,
) -> (Vec<Lost<'a>>, Vec<Lost<'a>>) {
    let lost = missing.iter().map(|missing| Lost { missing, used_for: uses.of(&missing.service) });
    lost.partition(|lost| match on_missing {
        OnMissing::Refuse => true,
        OnMissing::Warn => false,
        OnMissing::Ask => lost.used_for.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;

    fn missing(service: &str) -> Missing {
        Missing { service: ServiceName::from(service), nodes: BTreeSet::new() }
    }

    fn uses(names: serde_json::Value, fpolicies: serde_json::Value) -> Uses {
        Uses {
            names: Some(serde_json::from_value(names).unwrap()),
            fpolicies: serde_json::from_value(fpolicies).unwrap(),
        }
    }

    #[test]
    fn each_service_is_needed_by_what_is_configured_for_it() {
        let none = json!({"cifs": {"enabled": false}});
        let cases = [
            ("management-dns-client", json!({"dns": {"servers": ["10.0.0.2"]}}), json!([]), Some("DNS")),
            ("management-dns-client", none.clone(), json!([]), None),
            ("management-ldap-client", json!({"ldap": {}}), json!([]), Some("LDAP")),
            ("management-nis-client", json!({"nis": {"domain": "example"}}), json!([]), Some("NIS")),
            (
                "management-ad-client",
                json!({"cifs": {"enabled": true}}),
                json!([]),
                Some("CIFS with Active Directory"),
            ),
            ("management-ad-client", none.clone(), json!([]), None),
            ("data-fpolicy-client", none.clone(), json!([{"name": "p", "enabled": true}]), Some("FPolicy")),
            ("data-fpolicy-client", none.clone(), json!([{"name": "p", "enabled": false}]), None),
            ("data-nfs", json!({"dns": {}, "ldap": {}, "nis": {}}), json!([{"name": "p"}]), None),
        ];
        for (service, names, fpolicies, expected) in cases {
            let found = uses(names.clone(), fpolicies.clone()).of(&ServiceName::from(service));
            assert_eq!(found, expected, "{service} {names} {fpolicies}");
        }
        let stopped = uses(json!({}), json!([])).of(&ServiceName::from("management-ad-client"));
        assert!(
            stopped.is_some_and(|told| told.contains("stopped")),
            "what is not told is not taken for unused"
        );
    }

    #[test]
    fn the_configuration_decides_before_what_is_in_use() {
        let all = ["management-dns-client", "management-nis-client"].map(missing);
        let uses = uses(json!({"dns": {}}), json!([]));
        let cases = [(OnMissing::Refuse, 2, 0), (OnMissing::Warn, 0, 2), (OnMissing::Ask, 1, 1)];
        for (on_missing, refused, warned) in cases {
            let sorted = sort(&all, on_missing, &uses);
            assert_eq!((sorted.0.len(), sorted.1.len()), (refused, warned), "{on_missing:?}");
        }
    }
}
