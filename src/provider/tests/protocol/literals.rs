//! Objects whose configurations name each other by literals, so that Terraform knows no order, are destroyed in
//! one run.

use std::time::Duration;

use cvo_simulator::Preset;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

use crate::support::{Estate, System, text_of};

/// Destroys an object some time after the others, and returns the messages.
async fn destroy(system: &System, stored: &Stored, after: Duration) -> String {
    let plan = system.provider.plan_destroy(stored).await;
    assert!(!plan.diagnostics.has_errors(), "{}", text_of(&plan.diagnostics));
    tokio::time::sleep(after).await;
    let gone = system.provider.apply(&plan).await;
    assert_eq!(gone.stored.exists(), gone.diagnostics.has_errors());
    text_of(&gone.diagnostics)
}

/// Makes a storage VM with a route, addresses and LIFs.
async fn estate(system: &System, preset: Preset) -> Vec<Stored> {
    let estate = Estate::of(system, preset).await;
    let mut all = vec![system.create("cvo_storage_vm", Estate::storage_vm("svm_2")).await];
    all.push(system.create("cvo_route", estate.route("svm_2")).await);
    let roaming = estate.roaming("svm_2", "default-data-files", 70);
    let mut lifs = vec![estate.iscsi(0, "svm_2", 60), estate.iscsi(1, "svm_2", 61), roaming];
    let private: &[(usize, u8)] =
        if estate.floats() { &[(0, 60), (1, 61)] } else { &[(0, 60), (1, 61), (0, 70)] };
    for (node, host) in private {
        all.push(system.create("cvo_secondary_ip", estate.secondary(*node, *host)).await);
    }
    for lif in &mut lifs {
        lif["timeouts"] = Json::Null;
        all.push(system.create("cvo_lif", lif.clone()).await);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_of_a_storage_vm_goes_at_once_in_any_order() {
    for (preset, reversed) in [(Preset::SingleNode, false), (Preset::HaMultiAz, true)] {
        let system = System::of(preset).await;
        let before = system.state().await;
        let mut all = estate(&system, preset).await;
        if reversed {
            all.reverse();
        }
        // Deleting a LIF takes ONTAP a moment.
        system
            .fault(json!({"method": "DELETE", "path": "/api/network/ip/interfaces/*", "count": 0,
                "effect": {"kind": "delay", "milliseconds": 1200}}))
            .await;
        system.run_again().await;
        let messages = join_all(all.iter().map(|stored| destroy(&system, stored, Duration::ZERO))).await;
        assert!(messages.iter().all(String::is_empty), "{messages:?}");
        assert_eq!(system.state().await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_that_begins_a_little_later_is_waited_for() {
    let system = System::start().await;
    let before = system.state().await;
    let all = estate(&system, Preset::SingleNode).await;
    system.run_again().await;
    let late = |stored: &Stored| {
        let is_lif = stored.type_name == "cvo_lif";
        if is_lif { Duration::from_millis(200) } else { Duration::ZERO }
    };
    let messages = join_all(all.iter().map(|stored| destroy(&system, stored, late(stored)))).await;
    assert!(messages.iter().all(String::is_empty), "{messages:?}");
    assert_eq!(system.state().await, before);
}
