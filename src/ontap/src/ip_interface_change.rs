//! Creating, changing and deleting LIFs. ONTAP does all of it at once, without jobs.

use std::net::IpAddr;

use serde_json::{Map, Value, json};

use crate::ip_interface::PATH;
use crate::{
    Client, IpInterface, IpInterfaceCreate, IpInterfaceFilter, IpInterfacePatch, Result, UnlessGone,
};
use ontap_core::protocol::request::Request;

fn create(interface: &IpInterfaceCreate) -> Request {
    let mut location = json!({
        "home_port": home_port(&interface.home_node, &interface.home_port),
        "auto_revert": interface.auto_revert,
    });
    if let Some(failover) = &interface.failover {
        location["failover"] = json!(failover);
    }
    let body = json!({
        "name": interface.name,
        "svm": {"uuid": interface.svm_uuid},
        "ip": ip(interface.address, interface.prefix_len),
        "location": location,
        "service_policy": {"name": interface.service_policy},
        "enabled": interface.enabled,
    });
    Request::post(PATH, body).parameter("return_records", "true")
}

fn patch(uuid: &str, change: &IpInterfacePatch) -> Result<Option<Request>> {
    let mut body = Map::new();
    if let Some(name) = &change.name {
        body.insert("name".to_owned(), json!(name));
    }
    if let Some(net) = change.ip {
        body.insert("ip".to_owned(), ip(net.addr(), net.prefix_len()));
    }
    if let Some(policy) = &change.service_policy {
        body.insert("service_policy".to_owned(), json!({"name": policy}));
    }
    if let Some(enabled) = change.enabled {
        body.insert("enabled".to_owned(), json!(enabled));
    }
    let location = location(change);
    if !location.is_empty() {
        body.insert("location".to_owned(), Value::Object(location));
    }
    if body.is_empty() {
        return Ok(None);
    }
    Request::patch_one(PATH, uuid, Value::Object(body)).map(Some)
}

fn location(change: &IpInterfacePatch) -> Map<String, Value> {
    let mut location = Map::new();
    if let Some((node, port)) = &change.home {
        location.insert("home_port".to_owned(), home_port(node, port));
    }
    if let Some(auto_revert) = change.auto_revert {
        location.insert("auto_revert".to_owned(), json!(auto_revert));
    }
    if let Some(failover) = &change.failover {
        location.insert("failover".to_owned(), json!(failover));
    }
    location
}

/// A port's name means something together with its node's name only.
fn home_port(node: &str, port: &str) -> Value {
    json!({"name": port, "node": {"name": node}})
}

fn ip(address: IpAddr, prefix_len: u8) -> Value {
    json!({"address": address, "netmask": prefix_len.to_string()})
}

impl Client {
    /// Creates a LIF. ONTAP's answer is partial: the uuid is certain, the rest must be read back.
    ///
    /// Where the outcome is unknown the client looks for a LIF of this SVM, name and address before it asks again.
    ///
    /// # Errors
    /// Whatever the request meets. An error that [`crate::Error::is_ambiguous`] may have left a LIF.
    pub async fn create_ip_interface(&self, interface: &IpInterfaceCreate) -> Result<IpInterface> {
        let filter = IpInterfaceFilter {
            svm_uuid: Some(interface.svm_uuid.clone()),
            name: Some(interface.name.clone()),
            address: Some(interface.address),
            ..IpInterfaceFilter::default()
        };
        let look = || async { Ok(self.ip_interfaces(&filter).await?.into_iter().next()) };
        self.create(&create(interface), || Box::pin(look())).await
    }

    /// Changes a LIF; an empty change sends nothing.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn patch_ip_interface(&self, uuid: &str, change: &IpInterfacePatch) -> Result<()> {
        match patch(uuid, change)? {
            Some(request) => self.change(&request).await,
            None => Ok(()),
        }
    }

    /// Deletes a LIF. A LIF that is gone already is no error.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn delete_ip_interface(&self, uuid: &str) -> Result<()> {
        let delete = Request::delete_one(PATH, uuid)?;
        self.delete(&delete, || Box::pin(async { self.ip_interface(uuid).await.unless_gone() })).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lif_is_created_with_its_port_named_together_with_its_node() {
        let interface = IpInterfaceCreate {
            name: "ip_nas_2".to_owned(),
            svm_uuid: "u-svm".to_owned(),
            address: [10, 0, 0, 5].into(),
            prefix_len: 24,
            home_node: "cvo-01".to_owned(),
            home_port: "e0a".to_owned(),
            service_policy: "default-data-files".to_owned(),
            auto_revert: true,
            failover: None,
            enabled: true,
        };
        let request = create(&interface);
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
    fn a_change_names_only_what_changes() {
        let body =
            |change: &IpInterfacePatch| patch("u-1", change).unwrap().map(|request| request.body.unwrap());
        let none = IpInterfacePatch::default;
        let cases = [
            (none(), None),
            (IpInterfacePatch { name: Some("b".to_owned()), ..none() }, Some(json!({"name": "b"}))),
            (
                IpInterfacePatch { ip: Some("10.0.0.6/20".parse().unwrap()), ..none() },
                Some(json!({"ip": {"address": "10.0.0.6", "netmask": "20"}})),
            ),
            (
                IpInterfacePatch { auto_revert: Some(false), ..none() },
                Some(json!({"location": {"auto_revert": false}})),
            ),
            (
                IpInterfacePatch { home: Some(("n2".to_owned(), "e0a".to_owned())), ..none() },
                Some(json!({"location": {"home_port": {"name": "e0a", "node": {"name": "n2"}}}})),
            ),
        ];
        for (change, expected) in cases {
            assert_eq!(body(&change), expected, "{change:?}");
        }
    }
}
