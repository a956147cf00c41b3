//! `/api/network/ip/interfaces`: reading LIFs. Changing them is in `ip_interface_change`.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Deserialize;

use crate::api_enum::api_enum;
use crate::request::Request;
use crate::{Client, HomePort, Reference, Result};

pub(crate) const PATH: &str = "/network/ip/interfaces";

const FIELDS: &[&str] = &[
    "uuid",
    "name",
    "ip",
    "svm.name",
    "svm.uuid",
    "ipspace.name",
    "ipspace.uuid",
    "scope",
    "enabled",
    "state",
    "location",
    "service_policy.name",
    "service_policy.uuid",
    "services",
];

/// What every LIF has, those of the cluster too. Where it is at present may be missing while a node is down, and its services
/// where its policy has none.
const ALWAYS: &[&str] = &[
    "name",
    "scope",
    "enabled",
    "ip.address",
    "ip.netmask",
    "location.home_node.name",
    "location.home_port.name",
];

/// What every LIF of an SVM has besides. Those of the cluster have no SVM, and need not have a policy.
const ALWAYS_OF_SVM: &[&str] =
    &["svm.name", "svm.uuid", "service_policy.name", "location.auto_revert", "location.failover"];

/// One LIF. Of the answer to its creation only uuid and name are certain; whatever is optional here for that reason alone is
/// there in every LIF that is read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct IpInterface {
    /// Its uuid, which a rename does not change.
    pub uuid: String,
    /// Its name, unique in its SVM only.
    pub name: String,
    /// Its address.
    #[serde(default)]
    pub ip: IpAddress,
    /// SVM that it belongs to; none for the cluster's.
    #[serde(default)]
    pub svm: Reference,
    /// IPspace that it belongs to.
    #[serde(default)]
    pub ipspace: Reference,
    /// Whether it belongs to an SVM or to the cluster.
    pub scope: Option<Scope>,
    /// Whether it is meant to be in operation.
    pub enabled: Option<bool>,
    /// Whether it is in operation.
    pub state: Option<IpInterfaceState>,
    /// Where it is, and where it belongs.
    #[serde(default)]
    pub location: Location,
    /// Policy that says which services it carries.
    #[serde(default)]
    pub service_policy: Reference,
    /// Services that it carries, with underscores.
    #[serde(default)]
    pub services: Vec<String>,
}

/// Address and mask of a LIF.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct IpAddress {
    /// The address.
    pub address: Option<IpAddr>,
    /// The mask as ONTAP gives it: a prefix length in digits.
    pub netmask: Option<String>,
}

impl IpAddress {
    /// The mask as a prefix length, whether it was given as a length or as a dotted mask.
    pub fn prefix_len(&self) -> Option<u8> {
        let text = self.netmask.as_deref()?;
        text.parse().ok().or_else(|| ipnet::ip_mask_to_prefix(text.parse().ok()?).ok())
    }

    /// Address and mask together; the address keeps its host part.
    pub fn net(&self) -> Option<IpNet> {
        IpNet::new(self.address?, self.prefix_len()?).ok()
    }
}

/// Where a LIF is, and where it belongs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Location {
    /// Node that it belongs to.
    pub home_node: Reference,
    /// Port that it belongs to.
    pub home_port: HomePort,
    /// Node where it is.
    pub node: Reference,
    /// Port where it is.
    pub port: HomePort,
    /// Whether it is where it belongs.
    pub is_home: Option<bool>,
    /// Whether it returns by itself to where it belongs.
    pub auto_revert: Option<bool>,
    /// Where it may go when its port fails.
    pub failover: Option<Failover>,
}

api_enum! {
    /// Whether an object belongs to an SVM or to the cluster.
    Scope {
        /// To an SVM.
        Svm = "svm",
        /// To the cluster.
        Cluster = "cluster",
    }
}

api_enum! {
    /// Whether a LIF is in operation.
    IpInterfaceState {
        /// In operation.
        Up = "up",
        /// Not in operation.
        Down = "down",
    }
}

api_enum! {
    /// Where a LIF may go when its port fails.
    Failover {
        /// Nowhere.
        HomePortOnly = "home_port_only",
        /// Where ONTAP thinks best.
        Default = "default",
        /// To another port of its home node.
        HomeNodeOnly = "home_node_only",
        /// To the partner of its home node.
        SfoPartnersOnly = "sfo_partners_only",
        /// To any port of its broadcast domain.
        BroadcastDomainOnly = "broadcast_domain_only",
    }
}

/// Which LIFs are listed; everything that is left out does not matter. LIFs of every scope are included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IpInterfaceFilter {
    /// Those of the SVM of this uuid.
    pub svm_uuid: Option<String>,
    /// Those of the SVM of this name.
    pub svm_name: Option<String>,
    /// Those of this name.
    pub name: Option<String>,
    /// Those of this address.
    pub address: Option<IpAddr>,
    /// Those of this scope.
    pub scope: Option<Scope>,
}

fn shown(request: Request) -> Request {
    request.fields(FIELDS).always(ALWAYS).always_where(("scope", "svm"), ALWAYS_OF_SVM)
}

fn get(uuid: &str) -> Result<Request> {
    Ok(shown(Request::get_one(PATH, uuid)?))
}

fn list(filter: &IpInterfaceFilter) -> Result<Request> {
    let filters = [
        ("svm.uuid", filter.svm_uuid.clone()),
        ("svm.name", filter.svm_name.clone()),
        ("name", filter.name.clone()),
        ("ip.address", filter.address.map(|address| address.to_string())),
        ("scope", filter.scope.as_ref().map(ToString::to_string)),
    ];
    let all = shown(Request::get(PATH));
    filters.iter().try_fold(all, |request, (field, value)| match value {
        Some(value) => request.filter(field, value),
        None => Ok(request),
    })
}

impl Client {
    /// Lists the LIFs that the filter lets pass.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn ip_interfaces(&self, filter: &IpInterfaceFilter) -> Result<Vec<IpInterface>> {
        self.list(&list(filter)?).await
    }

    /// Reads the LIF of this uuid.
    ///
    /// # Errors
    /// Whatever the request meets; [`crate::UnlessGone`] makes `None` of a LIF that does not exist.
    pub async fn ip_interface(&self, uuid: &str) -> Result<IpInterface> {
        self.fetch(&get(uuid)?).await
    }

    /// Reads the LIF of this name in the SVM of this name, if there is one.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn ip_interface_by_name(&self, svm_name: &str, name: &str) -> Result<Option<IpInterface>> {
        let filter = IpInterfaceFilter {
            svm_name: Some(svm_name.to_owned()),
            name: Some(name.to_owned()),
            ..IpInterfaceFilter::default()
        };
        self.list_only(&list(&filter)?).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_is_understood_as_length_and_as_dotted_mask() {
        let cases = [
            ("24", Some(24)),
            ("255.255.240.0", Some(20)),
            ("0", Some(0)),
            ("255.0.255.0", None),
            ("x", None),
        ];
        for (netmask, expected) in cases {
            let ip = IpAddress { address: None, netmask: Some(netmask.to_owned()) };
            assert_eq!(ip.prefix_len(), expected, "{netmask}");
        }
    }

    #[test]
    fn a_filter_asks_for_nothing_that_it_does_not_name() {
        let filter =
            IpInterfaceFilter { address: Some([10, 0, 0, 5].into()), ..IpInterfaceFilter::default() };
        let request = list(&filter).unwrap();
        assert_eq!(request.query[1..], [("ip.address".to_owned(), "10.0.0.5".to_owned())]);
        assert_eq!(list(&IpInterfaceFilter::default()).unwrap().query.len(), 1);
    }
}
