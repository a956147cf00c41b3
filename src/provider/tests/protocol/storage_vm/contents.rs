//! What is in a storage VM when it is destroyed: looked at in the plan, or when its turn comes.

use std::time::Duration;

use super::*;
use tfplugin::testing::Stored;

/// Returns the configuration of a storage VM that may be destroyed.
fn config(more: Json) -> Json {
    with(with(svm_2(), json!({"deletion_protection": false})), more)
}

/// Puts a volume into a storage VM, or into its recovery queue.
fn put_volume(system: &System, svm: &Stored, name: &str, is_deleted: bool) {
    let world = system.simulator.world();
    let mut world = world.lock();
    let uuid = svm.json()["id"].as_str().unwrap().parse().unwrap();
    let mut volume = world.cluster.root_volume(uuid).unwrap().clone();
    // Any uuid that no other volume has.
    let number = world.cluster.volumes.len();
    volume.uuid = format!("0c0a51de-0000-4000-9000-{number:012}").parse().unwrap();
    volume.name = name.to_owned();
    volume.is_root = false;
    volume.deleted = is_deleted.then_some(volume.create_time);
    world.cluster.volumes.push(volume);
}

/// Returns the names of the volumes that are in a recovery queue.
fn queued(system: &System) -> Vec<String> {
    let world = system.simulator.world();
    let world = world.lock();
    world.cluster.recovery_queue().map(|volume| volume.name.clone()).collect()
}

/// Moves a volume into the recovery queue, as its deletion does.
fn delete_volume(system: &System, name: &str) {
    let world = system.simulator.world();
    let mut world = world.lock();
    let found = world.cluster.volumes.iter_mut().find(|volume| volume.name == name).unwrap();
    found.name = format!("{name}_1025");
    found.deleted = Some(found.create_time);
}

async fn plan_destroy(system: &System, stored: &Stored) -> String {
    text_of(&system.provider.plan_destroy(stored).await.diagnostics)
}

#[tokio::test]
async fn the_plan_names_what_is_in_the_way_and_both_ways_out() {
    let system = System::start().await;
    let made = system.create(TYPE, config(json!({}))).await;
    put_volume(&system, &made, "v1", false);
    put_volume(&system, &made, "v2_1025", true);
    let before = system.state().await;
    let said = plan_destroy(&system, &made).await;
    for part in [
        "- 1 data volume: v1\n",
        "- 1 volume in the recovery queue: v2_1025 (deleted ",
        "kept for 12 hours)",
        "contents_check = \"apply\"",
        "recovery_queue = \"purge\"",
        "volume recovery-queue purge -vserver svm_2 -volume v2_1025",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn what_goes_in_the_same_run_is_waited_for_and_its_volumes_are_purged_by_name() {
    let system = System::start().await;
    let other =
        system.create(TYPE, with(svm_2(), json!({"name": "svm_3", "root_volume_name": "root_3"}))).await;
    put_volume(&system, &other, "kept_1025", true);
    let made = system.create(TYPE, config(json!({}))).await;
    for name in ["v1", "v2"] {
        put_volume(&system, &made, name, false);
    }
    let changed = config(json!({"contents_check": "apply", "recovery_queue": "purge"}));
    system.requests().await;
    let made = system.update(&made, changed).await;
    assert_eq!(system.requests().await, Vec::<String>::new(), "only Terraform knows the two");
    let plan = system.provider.plan_destroy(&made).await;
    assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
    let volumes_go = async {
        for name in ["v1", "v2"] {
            tokio::time::sleep(Duration::from_millis(700)).await;
            delete_volume(&system, name);
        }
    };
    let (gone, ()) = tokio::join!(system.provider.apply(&plan), volumes_go);
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists(), "{}", text_of(&gone.diagnostics));
    let purges = system.requests().await.into_iter().filter(|sent| sent.contains("recovery-queue/purge"));
    assert_eq!(purges.count(), 2, "one command for each volume");
    assert_eq!(queued(&system), ["kept_1025"], "that of another storage VM");
}

#[tokio::test]
async fn what_stays_is_refused_when_the_turn_has_come() {
    let system = System::start().await;
    let more = json!({"contents_check": "apply", "recovery_queue": "purge", "timeouts": {"delete": "2s"}});
    let made = system.create(TYPE, config(more)).await;
    put_volume(&system, &made, "v1", false);
    put_volume(&system, &made, "v2_1025", true);
    let before = system.state().await;
    let plan = system.provider.plan_destroy(&made).await;
    let said = text_of(&plan.diagnostics);
    assert!(!plan.diagnostics.has_errors(), "{said}");
    assert!(said.contains("will be gone for good") && said.contains("v2_1025"), "the plan warns: {said}");
    let refused = system.provider.apply(&plan).await;
    let said = text_of(&refused.diagnostics);
    assert!(refused.diagnostics.has_errors() && said.contains("1 data volume: v1"), "{said}");
    assert_eq!(system.state().await, before, "nothing is purged before the rest is gone");
}

#[tokio::test]
async fn volumes_that_were_deleted_before_are_refused_in_the_plan_unless_they_may_be_purged() {
    let system = System::start().await;
    let made = system.create(TYPE, config(json!({"contents_check": "apply"}))).await;
    put_volume(&system, &made, "v2_1025", true);
    let said = plan_destroy(&system, &made).await;
    assert!(said.contains("1 volume in the recovery queue") && said.contains("\"purge\""), "{said}");
    assert_eq!(queued(&system), ["v2_1025"]);
}

#[tokio::test]
async fn a_lif_that_stays_is_refused_with_the_way_to_an_order() {
    let system = System::start().await;
    let made = system.create(TYPE, config(json!({}))).await;
    let e0a = "eni-0c0a51de00000e0a1";
    system.create("cvo_secondary_ip", json!({"network_interface_id": e0a, "private_ip": "10.20.1.50"})).await;
    let lif = json!({"name": "nas", "svm_name": "svm_2", "address": "10.20.1.50", "home_node": "cvo-node"});
    system.create("cvo_lif", lif).await;
    let plan = system.provider.plan_destroy(&made).await;
    assert!(plan.diagnostics.is_empty(), "the LIF may go in the same run");
    let refused = system.provider.apply(&plan).await;
    let said = text_of(&refused.diagnostics);
    assert!(said.contains("1 LIF: nas") && said.contains("managed here too"), "{said}");
    assert!(refused.stored.exists());
}

#[tokio::test]
async fn the_refusal_of_a_protected_one_says_what_else_may_be_meant() {
    let system = System::start().await;
    let made = system.create(TYPE, svm_2()).await;
    let said = plan_destroy(&system, &made).await;
    assert!(said.contains("moved block") && said.contains("for_each"), "{said}");
}
