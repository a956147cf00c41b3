//! Creating, changing and deleting LIFs. ONTAP does all of this synchronously, without jobs.

use crate::body::body;
use crate::{Failover, Filters, HomePort, IpAddress, IpInterface, Reference, Writable};

body! {
    /// What is sent to create or change a LIF.
    pub struct IpInterfaceBody {
        /// Its name.
        pub name: Option<String>,
        /// SVM that it belongs to.
        pub svm: Reference,
        /// Its address and mask, which are always sent together.
        pub ip: IpAddress,
        /// Its home.
        pub location: LocationBody,
        /// Policy that determines which services it carries.
        pub service_policy: Reference,
        /// Whether it is administratively enabled.
        pub enabled: Option<bool>,
    }
}

body! {
    /// The home of a LIF.
    pub struct LocationBody {
        /// Home port.
        pub home_port: HomePort,
        /// `true` sends it home.
        pub is_home: Option<bool>,
        /// Whether it returns home automatically. A creation always sends it, because the default of the API
        /// is true and that of the CLI false. That a LIF for blocks takes either is assumed
        /// (`block-lif-auto-revert`).
        pub auto_revert: Option<bool>,
        /// Where it may move when its port fails (ONTAP's default: wherever its services permit).
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
                is_home: None,
                auto_revert: Some(true),
                failover: None,
            },
            service_policy: Reference::to_name("default-data-files"),
            enabled: Some(true),
        }
    }

    #[test]
    fn a_creation_names_the_port_together_with_its_node() {
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
    fn a_lif_whose_creation_is_in_doubt_is_searched_by_svm_name_and_address() {
        let query = like::<IpInterface>(&nas(), None).unwrap().query;
        let expected = [("svm.uuid", "u-svm"), ("name", "ip_nas_2"), ("ip.address", "10.0.0.5")];
        assert_eq!(query[1..4], expected.map(|(field, value)| (field.to_owned(), value.to_owned())));
    }

    #[test]
    fn a_change_sends_only_what_changes() {
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
