//! The preset `ha-multi-az`: each node in its own zone, the mediator in a third.

use std::net::Ipv4Addr;

use super::Address::{self, Floating, Private};
use super::{Lif, Pair, of_cluster, of_node, of_svm};

const fn floating(host: u8) -> Address {
    Floating(Ipv4Addr::new(192, 168, 40, host))
}

/// NetApp's network requirements for AWS: e0a of each node has three addresses. Four addresses float: one for
/// the cluster, two for files and one for the storage VM.
const LIFS: &[Lif] = &[
    of_node("cvo-node1_mgmt1", 0, Private(11)),
    of_cluster("intercluster_1", 0, Private(12), "default-intercluster"),
    of_svm("ip_iscsi_1", 0, Private(13), "default-data-iscsi"),
    of_node("cvo-node2_mgmt1", 1, Private(11)),
    of_cluster("intercluster_2", 1, Private(12), "default-intercluster"),
    of_svm("ip_iscsi_2", 1, Private(13), "default-data-iscsi"),
    of_cluster("cluster_mgmt", 0, floating(11), "default-management"),
    of_svm("ip_nas_1", 0, floating(12), "default-data-files"),
    of_svm("ip_nas_2", 1, floating(13), "default-data-files"),
    of_svm("ip_svm_mgmt_1", 0, floating(14), "default-management"),
];

pub const MULTI_AZ: Pair = Pair {
    digit: 3,
    network: 40,
    subnets: &[(1, 'a'), (2, 'b'), (3, 'c')],
    node_subnets: [1, 2],
    mediator_subnet: 3,
    floats: true,
    lifs: LIFS,
};
