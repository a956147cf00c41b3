//! HA pairs, and what their nodes report about a takeover. Simulated only: no node of a real system is failed
//! for a test.

use cvo_simulator::{Options, Preset};
use ontap::{Node, NodeFailover};

use crate::ip_interface::lif;
use crate::system::{PAGE_SIZES, System, simulated};

fn pairs(preset: Preset) -> impl Iterator<Item = System> {
    PAGE_SIZES
        .into_iter()
        .map(move |page_size| simulated(Options { preset, page_size, ..Options::default() }))
}

/// Names of the nodes, each with its failover state.
async fn failovers(system: &System) -> Vec<(String, Option<NodeFailover>)> {
    let nodes = system.client.list::<Node>(&[]).await.unwrap();
    nodes.iter().map(|node| (node.name.clone(), node.failover(&nodes))).collect()
}

#[tokio::test]
async fn each_node_of_a_pair_names_the_other() {
    for preset in [Preset::HaSingleAz, Preset::HaMultiAz] {
        for pair in pairs(preset) {
            let nodes = pair.client.list::<Node>(&[]).await.unwrap();
            let [one, two] = &nodes[..] else { panic!("two nodes, not {nodes:?}") };
            assert_eq!((one.partner(&nodes), two.partner(&nodes)), (Some(two), Some(one)));
            assert!(!nodes.iter().any(Node::has_taken_over), "{nodes:?}");
        }
    }
}

#[tokio::test]
async fn a_takeover_is_seen_at_the_failed_node_until_the_giveback() {
    for system in pairs(Preset::HaSingleAz) {
        let healthy = failovers(&system).await;
        assert!(healthy.iter().all(|(_, failover)| failover.is_none()), "{healthy:?}");
        let world = system.simulator.as_ref().unwrap().world();
        for failed in 0..2 {
            let name = healthy[failed].0.clone();
            world.lock().take_over(&name).unwrap();
            let during = failovers(&system).await;
            assert_eq!(during[failed], (name.clone(), Some(NodeFailover::TakenOver)));
            assert_eq!(during[1 - failed], healthy[1 - failed]);
            world.lock().give_back(&name).unwrap();
            assert_eq!(failovers(&system).await, healthy);
        }
    }
}

#[tokio::test]
async fn a_route_that_the_cloud_refuses_is_recognized() {
    for system in pairs(Preset::HaMultiAz) {
        let svm = system.svm().await;
        let wanted = lif(&system, &svm, 10).await;
        let world = system.simulator.as_ref().unwrap().world();
        world.lock().mediator.as_mut().unwrap().permitted = false;
        let refused = system.client.create::<ontap::IpInterface>(&wanted).await.unwrap_err();
        assert!(refused.is_route_table_failure(), "{refused}");
        assert_eq!(
            system
                .client
                .find::<ontap::IpInterface>(&[
                    ("svm.name", &svm.name),
                    ("name", wanted.name.as_deref().unwrap())
                ])
                .await
                .unwrap(),
            None
        );
        world.lock().mediator.as_mut().unwrap().permitted = true;
        system.client.create::<ontap::IpInterface>(&wanted).await.unwrap();
    }
}
