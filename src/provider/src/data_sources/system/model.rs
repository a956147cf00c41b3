//! Schema and manual of `data.cvo_system`.

use std::collections::BTreeMap;

use tfplugin::{Attr, Model};

/// The Cloud Volumes ONTAP system as both halves see it: cluster, nodes, and for the network interface behind
/// port e0a of each node the address limit, every address with what uses it, and how many are left.
///
/// This replaces looking up the limit of the instance type, counting addresses in the EC2 console, and
/// comparing them with `network interface show`.
///
/// The system is shown as a whole or not at all: if ONTAP or EC2 does not tell where a node is, that is an
/// error. A node that is taken over and shows no more than its name is found by its LIFs.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct SystemData {
    /// UUID of the cluster.
    #[attr(computed)]
    pub id: Attr<String>,
    /// Name of the cluster.
    #[attr(computed)]
    pub cluster_name: Attr<String>,
    /// UUID of the cluster.
    #[attr(computed)]
    pub cluster_uuid: Attr<String>,
    /// ONTAP version, such as `9.15.1`.
    #[attr(computed)]
    pub ontap_version: Attr<String>,
    /// `single_node`, `ha_single_az` or `ha_multi_az`.
    #[attr(computed)]
    pub topology: Attr<String>,
    /// Name of the storage VM that the system was deployed with: the one with the oldest root volume.
    #[attr(computed)]
    pub default_svm_name: Attr<String>,
    /// UUID of that storage VM.
    #[attr(computed)]
    pub default_svm_id: Attr<String>,
    /// The nodes by name.
    #[attr(computed)]
    pub nodes: Attr<BTreeMap<String, NodeData>>,
    /// The data aggregates, by name.
    #[attr(computed)]
    pub aggregates: Attr<BTreeMap<String, AggregateData>>,
    /// The network interface behind port e0a, by node name.
    #[attr(computed)]
    pub interfaces: Attr<BTreeMap<String, InterfaceData>>,
    /// Of an HA pair in one availability zone: whether each node, by name, has room for the addresses of both
    /// when its partner fails. Null for other systems: only there private addresses move.
    #[attr(computed)]
    pub takeover_fit: Attr<BTreeMap<String, TakeoverFitData>>,
    /// Addresses at which nobody reaches a LIF, because they are on the interface of the HA partner although
    /// their LIFs are at home and no takeover is in progress. Each is warned of, too.
    #[attr(computed)]
    pub stray_addresses: Attr<Vec<String>>,
}

/// What port e0a of one node has to hold when that node alone is left.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct TakeoverFitData {
    /// Whether a takeover by this node can succeed.
    #[attr(computed)]
    pub fits: Attr<bool>,
    /// The node's own fixed addresses (node management, intercluster, iSCSI, unused) and the migratable ones
    /// of both nodes. An address counts for the node that its LIF is at home on.
    #[attr(computed)]
    pub needed: Attr<i64>,
    /// Addresses that the node's instance type allows on the interface.
    #[attr(computed)]
    pub limit: Attr<i64>,
    /// How many more addresses the takeover bears.
    #[attr(computed)]
    pub left: Attr<i64>,
}

/// One node.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct NodeData {
    /// UUID of the node.
    #[attr(computed)]
    pub uuid: Attr<String>,
    /// Serial number; null while the node is taken over and its record does not show it.
    #[attr(computed)]
    pub serial_number: Attr<String>,
    /// System id; null as the serial number is.
    #[attr(computed)]
    pub system_id: Attr<String>,
    /// EC2 instance that the node runs on.
    #[attr(computed)]
    pub instance_id: Attr<String>,
    /// Type of the instance, such as `m5.2xlarge`.
    #[attr(computed)]
    pub instance_type: Attr<String>,
    /// Availability zone of the instance.
    #[attr(computed)]
    pub availability_zone: Attr<String>,
    /// Subnet of the interface behind port e0a.
    #[attr(computed)]
    pub subnet_id: Attr<String>,
    /// IPv4 range of that subnet.
    #[attr(computed)]
    pub subnet_cidr: Attr<String>,
    /// Router of that subnet: AWS puts it on the second address of the range. The `gateway` of a `cvo_route`.
    #[attr(computed)]
    pub subnet_gateway: Attr<String>,
    /// Network interface behind port e0a.
    #[attr(computed)]
    pub network_interface_id: Attr<String>,
}

/// One data aggregate.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct AggregateData {
    /// UUID of the aggregate.
    #[attr(computed)]
    pub uuid: Attr<String>,
    /// Node that the aggregate is on.
    #[attr(computed)]
    pub node: Attr<String>,
    /// `online`, for example.
    #[attr(computed)]
    pub state: Attr<String>,
    /// Free space in bytes.
    #[attr(computed)]
    pub available: Attr<i64>,
    /// Size in bytes.
    #[attr(computed)]
    pub size: Attr<i64>,
}

/// The network interface behind port e0a of one node.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct InterfaceData {
    /// Id of the network interface.
    #[attr(computed)]
    pub network_interface_id: Attr<String>,
    /// Private IPv4 addresses that the instance type allows on one interface, the primary one included.
    #[attr(computed)]
    pub address_limit: Attr<i64>,
    /// Where the limit comes from: `ec2`, or `table` where the permission to ask EC2 is missing.
    #[attr(computed)]
    pub address_limit_source: Attr<String>,
    /// Addresses in use of the limit; a delegated prefix counts as one.
    #[attr(computed)]
    pub used: Attr<i64>,
    /// Addresses that may still be assigned. In an HA pair in one availability zone, without breaking a
    /// takeover in either direction (`takeover_fit`); during a takeover it is the same as before.
    #[attr(computed)]
    pub left: Attr<i64>,
    /// Every address, in EC2's order.
    #[attr(computed)]
    pub addresses: Attr<Vec<AddressData>>,
    /// Secondary addresses that are assigned but on no LIF and tied to no Elastic IP: `cvo_secondary_ip` can
    /// take them over with `reuse_unused`. Null where the account does not see the LIFs of the cluster.
    #[attr(computed)]
    pub unused: Attr<Vec<String>>,
}

/// One address of an interface.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct AddressData {
    /// The address.
    #[attr(computed)]
    pub address: Attr<String>,
    /// Whether it is the interface's primary address.
    #[attr(computed)]
    pub primary: Attr<bool>,
    /// `node_management`, `cluster_management`, `intercluster`, `nas`, `iscsi`, `svm_management`, `other`, or
    /// `unused` when no LIF has it.
    #[attr(computed)]
    pub role: Attr<String>,
    /// Name of the LIF that has it.
    #[attr(computed)]
    pub lif_name: Attr<String>,
    /// Storage VM of that LIF; null for LIFs of the cluster.
    #[attr(computed)]
    pub svm_name: Attr<String>,
    /// Node that the LIF is at home on, and so the one that the address counts for; it stays in a takeover.
    #[attr(computed)]
    pub home_node: Attr<String>,
    /// Whether its LIF may leave its node. In an HA pair in one availability zone a takeover then moves the
    /// address, and each node needs room for it.
    #[attr(computed)]
    pub migrates: Attr<bool>,
    /// Elastic IP tied to the address.
    #[attr(computed)]
    pub elastic_ip: Attr<String>,
}
