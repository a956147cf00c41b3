//! Creating, changing and deleting LIFs. ONTAP does all of it at once, without jobs.

use crate::body::body;
use crate::{Failover, Filters, HomePort, IpAddress, IpInterface, Reference, Writable};

body! {
    /// What a LIF is created with, and what is changed of it.
    pub struct IpInterfaceBody {
        /// Its name.
        pub name: Option<String>,
        /// SVM that it belongs to.
        pub svm: Reference,
        /// Its address and mask, which go together.
        pub ip: IpAddress,
        /// Where it belongs.
        pub location: LocationBody,
        /// Policy that says which services it carries.
        pub service_policy: Reference,
        /// Whether it is meant to be in operation.
        pub enabled: Option<bool>,
    }
}

body! {
    /// Where a LIF belongs.
    pub struct LocationBody {
        /// Port that it belongs to.
        pub home_port: HomePort,
        /// Whether it returns home by itself. A creation always says so: the default of the API is true, that of the CLI false.
        pub auto_revert: Option<bool>,
        /// Where it may go when its port fails (ONTAP's choice: wherever its services may be).
        pub failover: Option<Failover>,
    }
}

impl Writable for IpInterface {
    type Body = IpInterfaceBody;

    fn key(&self) -> Option<&str> {
        Some(&self.uuid)
    }

    fn like(body: &IpInterfaceBody) -> Filters {
        vec![
            ("svm.uuid", body.svm.uuid.clone()),
            ("name", body.name.clone()),
            ("ip.address", body.ip.address.map(|address| address.to_string())),
        ]
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::protocol::objects::{like, patch};

    fn nas() -> IpInterfaceBody {
        IpInterfaceBody {
            name: Some("ip_nas_2".to_owned()),
            svm: Reference::to_uuid("u-svm"),
            ip: "10.0.0.5/24".parse::<ipnet::IpNet>().unwrap().into(),
            location: LocationBody {
                home_port: HomePort::on_node("cvo-01", "e0a"),
                auto_revert: Some(true),
                failover: None,
            },
            service_policy: Reference::to_name("default-data-files"),
            enabled: Some(true),
        }
    }

    #[test]
    fn a_lif_is_created_with_its_port_named_together_with_its_node() {
        let request = IpInterface::creation(&nas()).unwrap();
        assert_eq!(request.query, [("return_records".to_owned(), "true".to_owned())]);
        let body = json!({
            "name": "ip_nas_2",
            "svm": {"uuid": "u-svm"},
            "ip": {"address": "10.0.0.5", "netmask": "24"},
            "location": {"home_port": {"name": "e0a", "node": {"name": "cvo-01"}}, "auto_revert": true},
            "service_policy": {"name": "default-data-files"},
            "enabled": true,
        });
        assert_eq!(request.body, Some(body));
    }

    #[test]
    fn a_lif_whose_creation_is_in_doubt_is_looked_for_by_what_makes_it_what_it_is() {
        let query = like::<IpInterface>(&nas(), None).unwrap().query;
        let expected = [("svm.uuid", "u-svm"), ("name", "ip_nas_2"), ("ip.address", "10.0.0.5")];
        assert_eq!(query[1..], expected.map(|(field, value)| (field.to_owned(), value.to_owned())));
    }

    #[test]
    fn a_change_names_only_what_changes() {
        let sent = |body: &IpInterfaceBody| {
            patch::<IpInterface>("u-1", body).unwrap().map(|request| request.body.unwrap())
        };
        let none = IpInterfaceBody::default;
        let at = |location| IpInterfaceBody { location, ..none() };
        let cases = [
            (none(), None),
            (IpInterfaceBody { name: Some("b".to_owned()), ..none() }, Some(json!({"name": "b"}))),
            (
                IpInterfaceBody { ip: "10.0.0.6/20".parse::<ipnet::IpNet>().unwrap().into(), ..none() },
                Some(json!({"ip": {"address": "10.0.0.6", "netmask": "20"}})),
            ),
            (IpInterfaceBody { enabled: Some(false), ..none() }, Some(json!({"enabled": false}))),
            (
                IpInterfaceBody { service_policy: Reference::to_name("p"), ..none() },
                Some(json!({"service_policy": {"name": "p"}})),
            ),
            (
                at(LocationBody { auto_revert: Some(false), ..LocationBody::default() }),
                Some(json!({"location": {"auto_revert": false}})),
            ),
            (
                at(LocationBody { failover: Some(Failover::HomePortOnly), ..LocationBody::default() }),
                Some(json!({"location": {"failover": "home_port_only"}})),
            ),
            (
                at(LocationBody { home_port: HomePort::on_node("n2", "e0a"), ..LocationBody::default() }),
                Some(json!({"location": {"home_port": {"name": "e0a", "node": {"name": "n2"}}}})),
            ),
        ];
        for (body, expected) in cases {
            assert_eq!(sent(&body), expected, "{body:?}");
        }
    }
}
