//! Several endpoints: all of them must lead to the same cluster.

use crate::support::{System, configuration, text_of};
use cvo_simulator::inventory::Preset;
use serde_json::{Value as Json, json};

const TYPE: &str = "cvo_storage_vm";

fn svm(comment: &str) -> Json {
    json!({"name": "svm_2", "aggregates": ["aggr1"], "comment": comment})
}

/// Starts a pair that is reached through the management address of either node.
async fn system() -> System {
    let system = System::of(Preset::HaSingleAz).await;
    let nodes = &system.simulator.ready().nodes;
    let endpoints = json!({"endpoint": nodes["cvo-node1"], "fallback_endpoints": [nodes["cvo-node2"]]});
    let diagnostics = system.provider.configure(configuration(&system.simulator, endpoints)).await;
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    system
}

#[tokio::test]
async fn a_write_goes_to_the_next_endpoint_when_the_first_fails() {
    let system = system().await;
    let stored = system.create(TYPE, svm("one")).await;
    system.takeover("cvo-node1").await;
    let changed = system.update(&stored, svm("two")).await;
    assert_eq!(changed.json()["comment"], "two");
}

#[tokio::test]
async fn an_endpoint_of_another_cluster_gets_no_write_and_both_are_named() {
    let system = system().await;
    let stored = system.create(TYPE, svm("one")).await;
    let plan = system.provider.plan(TYPE, Some(&stored), svm("two")).await;
    system.takeover("cvo-node1").await;
    // From here on another cluster answers, as far as a client can see.
    let uuids = {
        let world = system.simulator.world();
        let mut world = world.lock();
        let other = world.cluster.uuids.make();
        [std::mem::replace(&mut world.cluster.uuid, other), other]
    };
    system.requests().await;
    let refused = system.provider.apply(&plan).await;
    let said = text_of(&refused.diagnostics);
    assert!(refused.diagnostics.has_errors() && said.contains("fallback_endpoints"), "{said}");
    for uuid in uuids {
        assert!(said.contains(&uuid.to_string()), "{uuid}: {said}");
    }
    let requests = system.requests().await;
    assert!(requests.iter().all(|request| request == "ontap GET /api/cluster"), "{requests:?}");
    assert_eq!(refused.json(), stored.json());
}
