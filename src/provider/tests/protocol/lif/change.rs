//! Changes of a LIF in place.

use cvo_simulator::world::service_policy::ServicePolicy;
use tfplugin::testing::UNKNOWN;

use super::*;

#[tokio::test]
async fn each_attribute_changes_in_place() {
    let (system, mut lif) = system_with_nas().await;
    let id = lif.json()["id"].clone();
    let cases = [
        (json!({"name": "renamed"}), "/name", json!("renamed")),
        (json!({"auto_revert": false}), "/location/auto_revert", json!(false)),
        (json!({"failover": "home_port_only"}), "/location/failover", json!("home_port_only")),
        (json!({"enabled": false}), "/enabled", json!(false)),
        (
            json!({"service_policy": "default-management"}),
            "/service_policy/name",
            json!("default-management"),
        ),
    ];
    let mut config = nas();
    for (change, pointer, expected) in cases {
        config.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        lif = system.update(&lif, config.clone()).await;
        assert_eq!(lif.json()["id"], id, "{change}");
        assert_eq!(
            in_ontap(&system, id.as_str().unwrap()).await.pointer(pointer),
            Some(&expected),
            "{change}"
        );
        let read = system.provider.read(&lif).await;
        assert!(
            system.provider.plan("cvo_lif", Some(&read.stored), config.clone()).await.is_empty(),
            "{change}"
        );
    }
}

#[tokio::test]
async fn a_new_policy_brings_its_own_failover() {
    let (system, mut lif) = system_with_nas().await;
    for (policy, auto_revert, failover) in
        [("default-data-blocks", false, "home_port_only"), ("default-data-files", true, "default")]
    {
        let config = nas_with(json!({"service_policy": policy}));
        lif = system.update(&lif, config.clone()).await;
        assert_eq!(
            (&lif.json()["auto_revert"], &lif.json()["failover"]),
            (&json!(auto_revert), &json!(failover))
        );
        let read = system.provider.read(&lif).await;
        assert!(system.provider.plan("cvo_lif", Some(&read.stored), config).await.is_empty(), "{policy}");
    }
}

#[tokio::test]
async fn whether_a_lif_returns_home_depends_on_the_services_of_its_policy() {
    let (system, lif) = system_with_nas().await;
    make_policy(&system, "my-blocks");
    let elsewhere = nas_with(json!({"svm_name": "svm_9"}));
    let early = system.provider.plan("cvo_lif", None, elsewhere).await;
    assert_eq!(early.planned()["auto_revert"], UNKNOWN, "its policies are not there yet");
    let config = nas_with(json!({"service_policy": "my-blocks", "failover": "home_port_only"}));
    let blocks = system.provider.plan("cvo_lif", Some(&lif), config.clone()).await;
    assert_eq!(blocks.planned()["auto_revert"], false, "{}", text_of(&blocks.diagnostics));
    let lif = system.update(&lif, config.clone()).await;
    let unread = system.provider.plan("cvo_lif", Some(&lif), config.clone()).await;
    assert!(unread.is_empty(), "{}", unread.planned());
    let read = system.provider.read(&lif).await;
    assert!(system.provider.plan("cvo_lif", Some(&read.stored), config).await.is_empty());
}

/// Adds a policy with the services of `default-data-blocks`.
fn make_policy(system: &System, name: &str) {
    let world = system.simulator.world();
    let mut world = world.lock();
    let svm = world.cluster.svms.iter().find(|svm| svm.name == "svm_2").unwrap().uuid;
    let is_blocks = |policy: &&ServicePolicy| policy.svm == Some(svm) && policy.name == "default-data-blocks";
    let blocks = world.cluster.policies.iter().find(is_blocks).unwrap().clone();
    let uuid = world.cluster.uuids.make();
    world.cluster.policies.push(ServicePolicy { uuid, name: name.to_owned(), built_in: false, ..blocks });
}

#[tokio::test]
async fn a_new_address_is_put_on_the_same_lif_with_a_warning() {
    let (system, lif) = system_with_nas().await;
    address(&system, "10.20.1.51").await;
    let plan = system.provider.plan("cvo_lif", Some(&lif), nas_with(json!({"address": "10.20.1.51"}))).await;
    assert!(
        text_of(&plan.diagnostics).starts_with("[address] The address of LIF ip_nas_2"),
        "{}",
        text_of(&plan.diagnostics)
    );
    assert!(!plan.diagnostics.has_errors() && plan.replace.is_empty());
    let changed = system.provider.apply(&plan).await;
    assert!(changed.diagnostics.is_empty(), "{}", text_of(&changed.diagnostics));
    assert_eq!(changed.json()["id"], lif.json()["id"]);
    assert_eq!(changed.json()["address"], "10.20.1.51");
}

#[tokio::test]
async fn renaming_the_storage_vm_does_not_change_its_lif() {
    let system = System::start().await;
    let svm = storage_vm(&system).await;
    address(&system, "10.20.1.50").await;
    let lif = system.create("cvo_lif", nas()).await;
    let renamed = nas_with(json!({"svm_name": "svm_3"}));
    let before = system.provider.plan("cvo_lif", Some(&lif), renamed.clone()).await;
    assert!(before.is_empty(), "{}", before.planned());
    system.update(&svm, svm_config("svm_3")).await;
    let read = system.provider.read(&lif).await;
    assert_eq!(read.json()["svm_name"], "svm_3");
    assert!(system.provider.plan("cvo_lif", Some(&read.stored), renamed).await.is_empty());
}

#[tokio::test]
async fn a_lif_changes_together_with_the_name_of_its_storage_vm() {
    let system = System::start().await;
    let svm = storage_vm(&system).await;
    address(&system, "10.20.1.50").await;
    let lif = system.create("cvo_lif", nas()).await;
    let both = nas_with(json!({"svm_name": "svm_3", "enabled": false}));
    let plan = system.provider.plan("cvo_lif", Some(&lif), both).await;
    assert_eq!(plan.planned()["svm_name"], "svm_3");
    let early = system.provider.apply(&plan).await;
    assert!(
        text_of(&early.diagnostics).contains("[svm_name]"),
        "before the rename: {}",
        text_of(&early.diagnostics)
    );
    assert_eq!(early.json()["enabled"], true, "nothing was changed");
    system.update(&svm, svm_config("svm_3")).await;
    let changed = system.provider.apply(&plan).await;
    assert!(changed.diagnostics.is_empty(), "{}", text_of(&changed.diagnostics));
    assert_eq!((&changed.json()["svm_name"], &changed.json()["enabled"]), (&json!("svm_3"), &json!(false)));
}

#[tokio::test]
async fn the_name_of_another_storage_vm_is_refused() {
    let (system, lif) = system_with_nas().await;
    let plan = system.provider.plan("cvo_lif", Some(&lif), nas_with(json!({"svm_name": "svm_cvo"}))).await;
    assert!(text_of(&plan.diagnostics).contains("[svm_name]"), "{}", text_of(&plan.diagnostics));
    assert!(plan.diagnostics.has_errors());
}

#[tokio::test]
async fn a_change_is_checked_like_a_create() {
    let (system, lif) = system_with_nas().await;
    let before = picture(&system).await;
    for (change, path) in [
        (json!({"address": "10.20.1.14"}), "[address]"),
        (json!({"address": "10.20.1.99"}), "[address]"),
        (json!({"service_policy": "nonsense", "auto_revert": true}), "[service_policy]"),
    ] {
        let refused = apply(&system, Some(&lif), nas_with(change.clone())).await;
        assert!(text_of(&refused.diagnostics).contains(path), "{change}: {}", text_of(&refused.diagnostics));
        assert_eq!(refused.json(), lif.json(), "{change}");
    }
    assert_eq!(picture(&system).await, before);
}

#[tokio::test]
async fn other_timeouts_call_no_api() {
    let (system, lif) = system_with_nas().await;
    let plan =
        system.provider.plan("cvo_lif", Some(&lif), nas_with(json!({"timeouts": {"create": "3m"}}))).await;
    assert!(!plan.is_empty());
    system.requests().await;
    let changed = system.provider.apply(&plan).await;
    assert!(changed.diagnostics.is_empty(), "{}", text_of(&changed.diagnostics));
    assert_eq!(changed.json()["timeouts"]["create"], "3m");
    assert_eq!(system.requests().await, Vec::<String>::new());
}
