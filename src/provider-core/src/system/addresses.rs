//! The role of each address of an interface: EC2's list joined with ONTAP's LIFs, pure.

use std::net::Ipv4Addr;

use ec2_core::NetworkInterface;
use ontap_core::{IpInterface, Node, Scope};

/// The role of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Management of one node.
    NodeManagement,
    /// Management of the cluster.
    ClusterManagement,
    /// Replication between clusters.
    Intercluster,
    /// File access: NFS or SMB.
    Nas,
    /// Block access over iSCSI.
    Iscsi,
    /// Management of one storage VM.
    SvmManagement,
    /// A LIF of another kind.
    Other,
    /// Address without a LIF.
    Unused,
}

impl Role {
    /// Returns the word that users see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NodeManagement => "node_management",
            Self::ClusterManagement => "cluster_management",
            Self::Intercluster => "intercluster",
            Self::Nas => "nas",
            Self::Iscsi => "iscsi",
            Self::SvmManagement => "svm_management",
            Self::Other => "other",
            Self::Unused => "unused",
        }
    }
}

/// One address of an interface and the LIF that has it.
#[derive(Debug, Clone, PartialEq)]
pub struct AddressUse<'a> {
    /// The address.
    pub address: Ipv4Addr,
    /// Whether it is the primary address of the interface.
    pub primary: bool,
    /// Elastic IP associated with it.
    pub elastic_ip: Option<Ipv4Addr>,
    /// The role.
    pub role: Role,
    /// The LIF that has it.
    pub lif: Option<&'a IpInterface>,
}

impl AddressUse<'_> {
    /// Returns a description for messages, such as `10.0.1.14 (LIF nas_1 of storage VM svm_cvo)`.
    pub fn describe(&self) -> String {
        match self.lif {
            Some(lif) => format!("{} ({})", self.address, describe_lif(lif)),
            None if self.primary => format!("{} (primary)", self.address),
            None => format!("{} (unused)", self.address),
        }
    }
}

/// Returns a description for messages, such as `LIF nas_1 of storage VM svm_cvo`.
pub fn describe_lif(lif: &IpInterface) -> String {
    match (&lif.scope, &lif.svm.name) {
        (Some(Scope::Cluster), _) => format!("LIF {} of the cluster", lif.name),
        (_, Some(svm)) => format!("LIF {} of storage VM {svm}", lif.name),
        (_, None) => format!("LIF {} (ONTAP does not tell whose)", lif.name),
    }
}

/// Returns the use of every address of the interface, in EC2's order.
pub fn uses<'a>(
    interface: &NetworkInterface,
    lifs: &'a [IpInterface],
    nodes: &[Node],
) -> Vec<AddressUse<'a>> {
    let uses = interface.addresses.iter().map(|held| {
        let lif = lif_with(lifs, held.address);
        AddressUse {
            address: held.address,
            primary: held.primary,
            elastic_ip: held.elastic_ip,
            role: lif.map_or(Role::Unused, |lif| role(lif, nodes)),
            lif,
        }
    });
    uses.collect()
}

/// Returns the LIF that has the address, in any scope and state.
pub fn lif_with(lifs: &[IpInterface], address: Ipv4Addr) -> Option<&IpInterface> {
    lifs.iter().find(|lif| lif.ipv4() == Some(address))
}

/// Returns why it cannot be told of any address that no LIF has it: the LIFs of the cluster could not be
/// read, or the address of a LIF. `None` if it can be told.
pub fn unseen(lifs: &[IpInterface]) -> Option<String> {
    if !lifs.iter().any(|lif| lif.scope == Some(Scope::Cluster)) {
        return Some(
            "The ONTAP account does not see the LIFs of the cluster, so it cannot be told whether one of \
             them uses it. Use an account that sees them."
                .to_owned(),
        );
    }
    let hidden = lifs.iter().find(|lif| lif.ip.address.is_none())?;
    Some(format!(
        "ONTAP does not tell the address of {}, so it cannot be told whether that LIF uses it. Look at it \
         (\"network interface show\"), and repeat this when its address shows.",
        describe_lif(hidden)
    ))
}

/// Returns whether the LIF never leaves a node whose record shows no management address, as that of a node
/// that is taken over may.
fn manages_silent_node(lif: &IpInterface, nodes: &[Node]) -> bool {
    let home = nodes.iter().find(|node| Some(&node.name) == lif.location.home_node.name.as_ref());
    lif.stays_on_node() && home.is_some_and(|node| node.management_interfaces.is_empty())
}

fn role(lif: &IpInterface, nodes: &[Node]) -> Role {
    let serves = |service: &str| lif.services.iter().any(|served| served == service);
    if lif.scope == Some(Scope::Cluster) {
        let manages_node = |address| nodes.iter().any(|node| node.management_ipv4().contains(&address));
        return if serves("intercluster_core") {
            Role::Intercluster
        } else if lif.ipv4().is_some_and(manages_node) || manages_silent_node(lif, nodes) {
            Role::NodeManagement
        } else if serves("management_https") {
            Role::ClusterManagement
        } else {
            Role::Other
        };
    }
    if serves("data_nfs") || serves("data_cifs") {
        Role::Nas
    } else if serves("data_iscsi") {
        Role::Iscsi
    } else if serves("management_https") || serves("management_ssh") {
        Role::SvmManagement
    } else {
        Role::Other
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn lif(name: &str, scope: &str, ip: Value) -> IpInterface {
        let record = json!({"uuid": name, "name": name, "scope": scope, "svm": {"name": "s"}, "ip": ip});
        serde_json::from_value(record).unwrap()
    }

    #[test]
    fn an_address_is_certainly_unused_only_if_every_lif_tells_its_own() {
        let cluster = lif("mgmt", "cluster", json!({"address": "10.0.1.10"}));
        let cases = [
            (vec![], Some("does not see")),
            (vec![lif("nas", "svm", json!({"address": "10.0.1.11"}))], Some("does not see")),
            (vec![cluster.clone()], None),
            (vec![cluster.clone(), lif("nas", "svm", json!({"address": "-"}))], None),
            (vec![cluster.clone(), lif("nas", "svm", json!({"address": "fe80::1%e0a"}))], None),
            (vec![cluster, lif("nas", "svm", json!({}))], Some("the address of LIF nas of storage VM s")),
        ];
        for (lifs, expected) in cases {
            let why = unseen(&lifs);
            match expected {
                Some(part) => assert!(why.clone().is_some_and(|why| why.contains(part)), "{part}: {why:?}"),
                None => assert_eq!(why, None),
            }
        }
    }

    #[test]
    fn the_management_lif_of_a_node_that_does_not_show_it_is_known_by_its_staying_there() {
        let of = |failover: &str, shown: Value| {
            let mut lif = lif("mgmt", "cluster", json!({"address": "10.0.1.10"}));
            lif.services = vec!["management_https".to_owned()];
            lif.location.failover = Some(ontap_core::Failover::from(failover));
            lif.location.home_node.name = Some("n1".to_owned());
            let node = json!({"uuid": "u", "name": "n1", "management_interfaces": shown});
            role(&lif, &[serde_json::from_value(node).unwrap()])
        };
        let other = || json!([{"ip": {"address": "10.0.1.9"}}]);
        assert_eq!(of("home_node_only", json!([])), Role::NodeManagement);
        assert_eq!(of("broadcast_domain_only", json!([])), Role::ClusterManagement);
        assert_eq!(of("home_node_only", other()), Role::ClusterManagement);
        assert_eq!(of("default", json!([{"ip": {"address": "10.0.1.10"}}])), Role::NodeManagement);
    }
}
