//! The preset `ha-single-az`: both nodes in one subnet.

use super::Address::Private;
use super::{Lif, Pair, of_cluster, of_node, of_svm};

/// NetApp's network requirements for AWS: e0a of node 1 has five addresses, e0a of node 2 three. Which of
/// them is the primary one is assumed (`primary-addresses`).
const LIFS: &[Lif] = &[
    of_node("cvo-node1_mgmt1", 0, Private(11)),
    of_cluster("cluster_mgmt", 0, Private(12), "default-management"),
    of_cluster("intercluster_1", 0, Private(13), "default-intercluster"),
    of_svm("ip_nas_1", 0, Private(14), "default-data-files"),
    of_svm("ip_iscsi_1", 0, Private(15), "default-data-iscsi"),
    of_node("cvo-node2_mgmt1", 1, Private(21)),
    of_cluster("intercluster_2", 1, Private(22), "default-intercluster"),
    of_svm("ip_iscsi_2", 1, Private(23), "default-data-iscsi"),
];

pub const SINGLE_AZ: Pair = Pair {
    digit: 2,
    network: 30,
    subnets: &[(1, 'a'), (2, 'b')],
    node_subnets: [1, 1],
    mediator_subnet: 1,
    floats: false,
    lifs: LIFS,
};
