//! `/api/network/ip/interfaces`: reading LIFs. Changing them is in `ip_interface_change`.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Deserialize;

use crate::api_enum::api_enum;
use crate::{HomePort, Reference};

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
}
