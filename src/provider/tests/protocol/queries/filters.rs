//! What is asked for in the block `config`.

use cvo_simulator::Preset;
use cvo_simulator::world::version::OntapVersion;
use cvo_simulator::{Options, World};
use serde_json::{Value as Json, json};
use tfplugin::testing::Asked;

use super::{KINDS, made, names};
use crate::support::{System, text_of};

#[tokio::test(flavor = "multi_thread")]
async fn storage_vms_are_found_by_name_or_pattern() {
    let (system, _) = made(Preset::HaSingleAz).await;
    for (pattern, found) in [
        (json!(null), &["svm_2"][..]),
        (json!("svm_?"), &["svm_2"]),
        (json!("svm*"), &["svm_2"]),
        (json!("svm_cvo"), &["svm_cvo"]),
        (json!("other"), &[]),
    ] {
        let listed = names(&system, "cvo_storage_vm", json!({"name": pattern})).await;
        assert_eq!(listed, found, "{pattern}");
        let lifs = names(&system, "cvo_lif", json!({"svm_name": pattern})).await;
        assert!(lifs.iter().all(|lif| found.iter().any(|svm| lif.starts_with(svm))), "{pattern}: {lifs:?}");
        assert_eq!(lifs.is_empty(), found.is_empty(), "{pattern}: {lifs:?}");
    }
    let all = names(&system, "cvo_storage_vm", json!({"include_system": true})).await;
    assert_eq!(all, ["svm_2", "svm_cvo"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn lifs_of_storage_vms_and_no_others_are_listed_by_node_and_policy() {
    let (system, _) = made(Preset::HaSingleAz).await;
    let of = async |config: Json| names(&system, "cvo_lif", config).await;
    let first = of(json!({"node": "cvo-node1"})).await;
    assert_eq!(first, ["svm_2/iscsi_60 (10.30.1.60)", "svm_2/lif_62 (10.30.1.62)"]);
    assert_eq!(of(json!({"service_policy": "default-data-files"})).await, first[1..]);
    assert_eq!(of(json!({"node": "cvo-node2", "service_policy": "default-data-files"})).await, [""; 0]);
    let all = of(json!({"include_system": true})).await;
    assert!(all.len() > 3 && all.iter().all(|lif| lif.starts_with("svm_")), "{all:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_listed_with_what_uses_them_or_those_that_nothing_uses() {
    let (system, _) = made(Preset::HaSingleAz).await;
    let of = async |config: Json| names(&system, "cvo_secondary_ip", config).await;
    let unused = "10.30.1.99 (unused on eni-";
    let found = of(json!({"unused": true})).await;
    assert!(found.len() == 1 && found[0].starts_with(unused), "{found:?}");
    let used = of(json!({"svm_name": "svm_2"})).await;
    assert_eq!(used.len(), 3, "{used:?}");
    assert!(used.contains(&"10.30.1.60 (LIF iscsi_60 of storage VM svm_2)".to_owned()), "{used:?}");
    let second = of(json!({"node": "cvo-node2"})).await;
    assert_eq!(second, ["10.30.1.61 (LIF iscsi_61 of storage VM svm_2)"]);
    let all = of(json!({"include_system": true})).await;
    assert!(all.iter().any(|name| name.contains("of the cluster")), "{all:?}");
}

#[tokio::test]
async fn a_query_that_means_nothing_is_refused_offline() {
    let system = System::start().await;
    for type_name in KINDS {
        let attribute = if type_name == "cvo_storage_vm" { "name" } else { "svm_name" };
        let wrong = system.provider.validate_list(type_name, json!({attribute: ""})).await;
        assert!(text_of(&wrong).contains("Leave the attribute out for all"), "{type_name}: {wrong:?}");
        assert!(system.provider.validate_list(type_name, json!({attribute: "*"})).await.is_empty());
    }
}

#[tokio::test]
async fn a_move_that_was_made_in_part_is_listed_with_the_services_that_moved() {
    let (system, _) = made(Preset::HaSingleAz).await;
    change(&system, |world| {
        let cluster = &mut world.cluster;
        let svm = cluster.svm_named("svm_2").map(|svm| svm.uuid);
        let files = cluster.policies.iter().find(|one| one.svm == svm && one.name == "default-data-files");
        let files = files.unwrap().uuid;
        cluster.add_service(files, "management_ad_client", &[]).unwrap();
    });
    let listing = system
        .provider
        .list("cvo_service_policy_move", json!({}), Asked { include_resource: true, limit: 9 })
        .await;
    assert_eq!(listing.names(), ["svm_2: 4 services out of default-data-files"]);
    let services = listing.found[0].stored.json()["services"].clone();
    assert!(!services.to_string().contains("management-ad-client"), "{services}");
    let found = &listing.found[0].stored;
    let imported = system.provider.import_by_identity("cvo_service_policy_move", found.identity()).await;
    assert_eq!(imported.stored.json(), found.json());
}

#[tokio::test]
async fn where_a_release_has_nothing_to_move_no_move_is_listed() {
    let options = Options { ontap_version: OntapVersion::V9_10_1, ..Options::default() };
    let system = System::with(options, json!({})).await;
    assert_eq!(names(&system, "cvo_service_policy_move", json!({"include_system": true})).await, [""; 0]);
}

fn change(system: &System, change: impl FnOnce(&mut World)) {
    change(&mut system.simulator.world().lock());
}
