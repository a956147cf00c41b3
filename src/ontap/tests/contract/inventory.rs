//! The inventory of the system.

use ontap::{AggregateState, NodeState, PortState, Version};

use crate::system::systems;

#[tokio::test]
async fn the_cluster_has_a_name_a_uuid_and_a_release() {
    for system in systems() {
        let cluster = system.client.cluster().await.unwrap();
        assert!(!cluster.name.is_empty() && cluster.uuid.len() == 36, "{cluster:?}");
        assert!(cluster.version >= Version::new(9, 10, 1), "{cluster:?}");
        assert_eq!(system.client.version().await.unwrap(), cluster.version);
    }
}

#[tokio::test]
async fn each_node_is_up_and_has_a_management_address() {
    for system in systems() {
        let nodes = system.client.list::<ontap::Node>(&[]).await.unwrap();
        assert!(!nodes.is_empty());
        for node in nodes {
            assert_eq!(node.state, Some(NodeState::Up), "{node:?}");
            assert!(node.serial_number.is_some() && node.system_id.is_some(), "{node:?}");
            assert!(node.management_interfaces.iter().any(|lif| lif.ip.address.is_some()), "{node:?}");
        }
    }
}

#[tokio::test]
async fn each_node_has_the_port_e0a_in_a_broadcast_domain() {
    for system in systems() {
        let ports = system.client.list::<ontap::Port>(&[]).await.unwrap();
        for node in system.client.list::<ontap::Node>(&[]).await.unwrap() {
            let is_e0a =
                |port: &&ontap::Port| port.name == "e0a" && port.node.uuid.as_ref() == Some(&node.uuid);
            let e0a = ports.iter().find(is_e0a).unwrap();
            assert_eq!((e0a.state.as_ref(), e0a.enabled), (Some(&PortState::Up), Some(true)));
            assert!(
                e0a.broadcast_domain.name.is_some() && e0a.broadcast_domain.ipspace.name.is_some(),
                "{e0a:?}"
            );
        }
    }
}

#[tokio::test]
async fn each_data_aggregate_is_online_and_has_room() {
    for system in systems() {
        let aggregates = system.client.list::<ontap::Aggregate>(&[]).await.unwrap();
        assert!(!aggregates.is_empty());
        for aggregate in aggregates {
            assert_eq!(aggregate.state, Some(AggregateState::Online), "{aggregate:?}");
            assert!(aggregate.node.name.is_some(), "{aggregate:?}");
            assert!(
                aggregate.space.block_storage.available.is_some_and(|bytes| bytes > 1 << 30),
                "{aggregate:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_clusters_own_lifs_are_listed_too() {
    for system in systems() {
        let all = system.client.list::<ontap::IpInterface>(&[]).await.unwrap();
        let clusters = system.client.list::<ontap::IpInterface>(&[("scope", "cluster")]).await.unwrap();
        assert!(!clusters.is_empty() && clusters.len() < all.len());
        for lif in clusters {
            assert!(lif.svm.name.is_none() && lif.ip.net().is_some(), "{lif:?}");
        }
    }
}
