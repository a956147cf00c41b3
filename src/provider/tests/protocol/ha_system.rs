//! `data.cvo_system` and `data.cvo_storage_vm` on HA pairs.

use crate::support::{System, text_of};
use cvo_simulator::Preset;
use cvo_simulator::world::answers::FailedNode;
use serde_json::{Value as Json, json};

async fn read(system: &System) -> Json {
    system.run_again().await;
    system.provider.data("cvo_system", json!({})).await.json()
}

/// Returns what a failover must not change: which node is where, and how many addresses can still be
/// assigned; without what only the record of the failed node can tell, if that shows its name and state
/// only.
fn lasting(state: &Json, shown: FailedNode) -> Json {
    let mut nodes = state["nodes"].clone();
    if shown == FailedNode::NameAndState {
        for node in nodes.as_object_mut().unwrap().values_mut() {
            for only_told_by_node in ["serial_number", "system_id"] {
                node[only_told_by_node] = Json::Null;
            }
        }
    }
    let interfaces = state["interfaces"].as_object().unwrap();
    let kept = |one: &Json| json!([one["network_interface_id"], one["address_limit"], one["left"]]);
    let interfaces: Vec<_> = interfaces.iter().map(|(node, one)| json!([node, kept(one)])).collect();
    json!([state["topology"], nodes, interfaces, state["takeover_fit"]])
}

#[tokio::test]
async fn a_failover_of_either_node_changes_no_lasting_value() {
    for (preset, topology) in [(Preset::HaSingleAz, "ha_single_az"), (Preset::HaMultiAz, "ha_multi_az")] {
        let system = System::of(preset).await;
        let before = read(&system).await;
        assert_eq!(before["topology"], json!(topology));
        assert_eq!(before["takeover_fit"].is_null(), topology == "ha_multi_az");
        for shown in [FailedNode::Everything, FailedNode::NoPartner, FailedNode::NameAndState] {
            system.simulator.world().lock().answers.failed_node = shown;
            for node in ["cvo-node1", "cvo-node2"] {
                system.takeover(node).await;
                let during = read(&system).await;
                assert_eq!(lasting(&during, shown), lasting(&before, shown), "{topology}, {node}, {shown:?}");
                system.giveback(node).await;
                let after = read(&system).await;
                let (after, before) =
                    (lasting(&after, FailedNode::Everything), lasting(&before, FailedNode::Everything));
                assert_eq!(after, before, "{topology}, after the giveback of {node}, {shown:?}");
            }
        }
    }
}

#[tokio::test]
async fn with_one_half_of_a_node_unknown_the_system_is_an_error_and_not_shown_in_part() {
    for preset in [Preset::HaSingleAz, Preset::HaMultiAz] {
        let system = System::of(preset).await;
        system.simulator.world().lock().answers.failed_node = FailedNode::NameAndState;
        system.takeover("cvo-node2").await;
        // Without a LIF that never leaves the node, nothing tells where it is in AWS.
        for lif in &mut system.simulator.world().lock().cluster.interfaces {
            lif.failover = "broadcast_domain_only".to_owned();
        }
        system.run_again().await;
        let read = system.provider.data("cvo_system", json!({})).await;
        let said = text_of(&read.diagnostics);
        assert!(read.diagnostics.has_errors(), "{preset:?}: {said}");
        for part in ["cvo-node2 was not found", "not known to ONTAP", "network_interface_ids"] {
            assert!(said.contains(part), "{preset:?}, {part}: {said}");
        }
    }
}

#[tokio::test]
async fn the_fit_of_a_takeover_is_counted_in_both_directions() {
    let system = System::of(Preset::HaSingleAz).await;
    let state = read(&system).await;
    let fit = json!({"fits": true, "needed": 5, "limit": 15, "left": 10});
    assert_eq!(state["takeover_fit"], json!({"cvo-node1": fit, "cvo-node2": fit}));
    assert_eq!(state["interfaces"]["cvo-node1"]["left"], json!(10));
    assert_eq!(
        state["interfaces"]["cvo-node2"]["left"],
        json!(10),
        "not the 12 addresses that the interface alone has room for"
    );
}

/// Those that migrate need room on either node.
#[tokio::test]
async fn each_address_shows_whether_a_takeover_moves_it() {
    let system = System::of(Preset::HaSingleAz).await;
    let state = read(&system).await;
    let of = |node: &str| state["interfaces"][node]["addresses"].as_array().unwrap().clone();
    let moving =
        |node| of(node).into_iter().filter(|held| held["migrates"] == true).map(|held| held["role"].clone());
    assert_eq!(moving("cvo-node1").collect::<Vec<_>>(), ["cluster_management", "nas"]);
    assert_eq!(moving("cvo-node2").count(), 0);
    assert!(of("cvo-node2").iter().all(|held| held["migrates"] == false));
}

#[tokio::test]
async fn nodes_without_a_private_lif_are_named() {
    let system = System::of(Preset::HaMultiAz).await;
    system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await;
    let lacking = async |name: &str| {
        let read = system.provider.data("cvo_storage_vm", json!({"name": name})).await;
        read.json()["nodes_without_private_lif"].clone()
    };
    assert_eq!(lacking("svm_2").await, json!(["cvo-node1", "cvo-node2"]));
    assert_eq!(lacking("svm_cvo").await, json!([]), "the deployment made its iSCSI LIFs");
    system.takeover("cvo-node1").await;
    assert_eq!(lacking("svm_cvo").await, json!([]), "a failed node still has its LIF");
}
