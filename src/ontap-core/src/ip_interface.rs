//! `/api/network/ip/interfaces`: reading LIFs. Bodies are in `ip_interface_body`.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::api_enum::api_enum;
use crate::body::is_default;
use crate::record::record;
use crate::{HomePort, Object, Reference, address};

record! {
    /// One LIF. The answer to a creation is only certain to contain uuid and name, which is why some fields
    /// are optional; a LIF that is read has them all.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct IpInterface {
        /// Its uuid, which a rename does not change.
        pub uuid: String,
        /// Its name, unique within its SVM.
        pub name: String,
        /// Its address.
        #[serde(default)]
        pub ip: IpAddress,
        /// SVM that it belongs to; none for LIFs of the cluster.
        #[serde(default)]
        pub svm: Reference,
        /// IPspace that it belongs to.
        #[serde(default)]
        pub ipspace: Reference,
        /// Whether it belongs to an SVM or to the cluster.
        pub scope: Option<Scope>,
        /// Whether it is administratively enabled.
        pub enabled: Option<bool>,
        /// Whether it is up.
        pub state: Option<IpInterfaceState>,
        /// Its current location and its home.
        #[serde(default)]
        pub location: Location,
        /// Policy that determines which services it carries.
        #[serde(default)]
        pub service_policy: Reference,
        /// Services that it carries, spelled with underscores.
        #[serde(default)]
        pub services: Vec<String>,
    }
}

record! {
    /// Address and mask of a LIF.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
    #[serde(default)]
    pub struct IpAddress {
        /// The address; the unspecified one if there is none.
        #[serde(skip_serializing_if = "is_default", deserialize_with = "address::read")]
        pub address: Option<IpAddr>,
        /// The mask in ONTAP's form: a prefix length in digits.
        #[serde(skip_serializing_if = "is_default")]
        pub netmask: Option<String>,
    }
}

impl From<IpNet> for IpAddress {
    fn from(net: IpNet) -> Self {
        Self::of(net.addr(), net.prefix_len())
    }
}

impl IpAddress {
    /// Combines the address with a prefix length.
    pub fn of(address: IpAddr, prefix_len: u8) -> Self {
        Self { address: Some(address), netmask: Some(prefix_len.to_string()) }
    }

    /// Returns the mask as a prefix length, whether it is a length or a dotted mask.
    pub fn prefix_len(&self) -> Option<u8> {
        let text = self.netmask.as_deref()?;
        text.parse().ok().or_else(|| ipnet::ip_mask_to_prefix(text.parse().ok()?).ok())
    }

    /// Returns address and mask together. The address keeps its host part.
    pub fn net(&self) -> Option<IpNet> {
        IpNet::new(self.address?, self.prefix_len()?).ok()
    }
}

record! {
    /// The current location and the home of a LIF.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct Location {
        /// Home node.
        pub home_node: Reference,
        /// Home port.
        pub home_port: HomePort,
        /// Current node.
        pub node: Reference,
        /// Current port.
        pub port: HomePort,
        /// Whether it is at home.
        pub is_home: Option<bool>,
        /// Whether it returns home automatically.
        pub auto_revert: Option<bool>,
        /// Where it may move when its port fails.
        pub failover: Option<Failover>,
    }
}

api_enum! {
    /// Whether an object belongs to an SVM or to the cluster.
    Scope {
        /// An SVM.
        Svm = "svm",
        /// The cluster.
        Cluster = "cluster",
    }
}

api_enum! {
    /// Whether a LIF is up.
    IpInterfaceState {
        /// Up.
        Up = "up",
        /// Down.
        Down = "down",
    }
}

api_enum! {
    /// Where a LIF may move when its port fails.
    Failover {
        /// Wherever ONTAP decides.
        Default = "default",
        /// Nowhere.
        HomePortOnly = "home_port_only",
        /// To the partner of its home node.
        SfoPartnersOnly = "sfo_partners_only",
        /// To another port of its home node.
        HomeNodeOnly = "home_node_only",
        /// To any port of its broadcast domain.
        BroadcastDomainOnly = "broadcast_domain_only",
    }
}

impl Object for IpInterface {
    const PATH: &'static str = "/network/ip/interfaces";
    /// What every LIF has, including those of the cluster. The current location may be missing while a node
    /// is down, and the services if the policy has none.
    const ALWAYS: &'static [&'static str] = &[
        "name",
        "scope",
        "enabled",
        "ip.address",
        "ip.netmask",
        "location.home_node.name",
        "location.home_port.name",
    ];
    /// LIFs of the cluster have no SVM and need not have a policy.
    const ALWAYS_WHERE: &'static [((&'static str, &'static str), &'static [&'static str])] = &[(
        ("scope", "svm"),
        &["svm.name", "svm.uuid", "service_policy.name", "location.auto_revert", "location.failover"],
    )];
}

impl Failover {
    /// Whether the LIF never leaves its home node. False for an unknown value, which may let it.
    pub fn stays_on_node(&self) -> bool {
        matches!(self, Self::HomePortOnly | Self::HomeNodeOnly)
    }

    /// Whether the LIF may move to another port of its home node.
    pub fn may_change_port(&self) -> bool {
        matches!(self, Self::HomeNodeOnly | Self::BroadcastDomainOnly)
    }
}

impl IpInterface {
    /// Returns the address, if it is an IPv4 address.
    pub fn ipv4(&self) -> Option<Ipv4Addr> {
        ipv4(self.ip.address?)
    }

    /// Whether ONTAP says that the LIF never leaves its home node.
    pub fn stays_on_node(&self) -> bool {
        self.location.failover.as_ref().is_some_and(Failover::stays_on_node)
    }
}

/// Returns the address, if it is an IPv4 address.
pub fn ipv4(address: IpAddr) -> Option<Ipv4Addr> {
    match address {
        IpAddr::V4(address) => Some(address),
        IpAddr::V6(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_may_be_a_length_or_a_dotted_mask() {
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
    fn the_failover_value_determines_whether_a_lif_stays_on_its_node() {
        let found: Vec<_> = Failover::VALUES
            .iter()
            .map(|text| (*text, Failover::from(*text)))
            .map(|(text, failover)| (text, failover.stays_on_node(), failover.may_change_port()))
            .collect();
        let expected = [
            ("default", false, false),
            ("home_port_only", true, false),
            ("sfo_partners_only", false, false),
            ("home_node_only", true, true),
            ("broadcast_domain_only", false, true),
        ];
        assert_eq!(found, expected);
        assert!(!Failover::Other("new".to_owned()).stays_on_node());
    }
}
