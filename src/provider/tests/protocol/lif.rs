//! `cvo_lif` through the protocol, on a simulated single-node system.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use std::time::Duration;

use crate::support::{System, told};
use cvo_simulator::world::ec2::AssignRequest;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Stored, UNKNOWN};

const E0A: &str = "eni-0c0a51de00000e0a1";
const INTERFACES: &str = "/api/network/ip/interfaces";

/// A storage VM `svm_2`.
async fn storage_vm(system: &System) -> Stored {
    system.create("cvo_storage_vm", svm_config("svm_2")).await
}

fn svm_config(name: &str) -> Json {
    json!({"name": name, "aggregates": ["aggr1"], "root_volume_name": "root_svm_2", "deletion_protection": false})
}

/// One more address on e0a.
async fn address(system: &System, address: &str) {
    system.create("cvo_secondary_ip", json!({"network_interface_id": E0A, "private_ip": address})).await;
}

/// The seed's NAS LIF.
fn nas() -> Json {
    json!({"name": "ip_nas_2", "svm_name": "svm_2", "address": "10.20.1.50", "home_node": "cvo-node"})
}

fn nas_with(changes: Json) -> Json {
    let mut config = nas();
    config.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    config
}

/// A system with `svm_2`, the address 10.20.1.50 and the NAS LIF on it.
async fn system_with_nas() -> (System, Stored) {
    let system = System::start().await;
    storage_vm(&system).await;
    address(&system, "10.20.1.50").await;
    let lif = system.create("cvo_lif", nas()).await;
    (system, lif)
}

/// Everything that a refusal must leave as it is.
async fn picture(system: &System) -> Json {
    let shown = system.state().await;
    let world = system.simulator.world();
    let world = world.lock();
    json!([shown, world.cluster.interfaces, world.cluster.routes, world.ec2.account()])
}

/// What ONTAP says of a LIF.
async fn in_ontap(system: &System, uuid: &str) -> Json {
    let ready = system.simulator.ready();
    let ca = reqwest::Certificate::from_pem(&std::fs::read(&ready.ca_file).unwrap()).unwrap();
    let client = reqwest::Client::builder().tls_certs_only([ca]).build().unwrap();
    let url = format!("{}{INTERFACES}/{uuid}", ready.ontap);
    let request = client.get(url).basic_auth(&ready.username, Some(&ready.password));
    request.send().await.unwrap().json().await.unwrap()
}

async fn apply(system: &System, stored: Option<&Stored>, config: Json) -> Answered {
    let plan = system.provider.plan("cvo_lif", stored, config).await;
    assert!(!plan.diagnostics.has_errors(), "plan: {}", told(&plan.diagnostics));
    system.provider.apply(&plan).await
}

#[tokio::test]
async fn a_lif_is_made_read_back_and_then_unchanged() {
    let (system, lif) = system_with_nas().await;
    let expected = json!({
        "id": lif.json()["id"], "svm_id": lif.json()["svm_id"], "failover": lif.json()["failover"],
        "name": "ip_nas_2", "svm_name": "svm_2", "address": "10.20.1.50", "netmask": "24",
        "home_node": "cvo-node", "home_port": "e0a", "service_policy": "default-data-files",
        "auto_revert": true, "enabled": true, "timeouts": null, "additional_cidrs": null, "route_table_ids": null,
        "require_private_lifs": false, "allow_during_takeover": false,
    });
    assert_eq!(lif.json(), expected);
    let read = system.provider.read(&lif).await;
    assert_eq!(read.json(), expected);
    let plan = system.provider.plan("cvo_lif", Some(&read.stored), nas()).await;
    assert!(plan.is_empty() && plan.diagnostics.is_empty(), "{}", plan.planned());
}

#[tokio::test]
async fn an_untouched_lif_costs_no_call_in_the_plan() {
    let (system, lif) = system_with_nas().await;
    system.requests().await;
    system.provider.plan("cvo_lif", Some(&lif), nas()).await;
    assert_eq!(system.requests().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_lif_for_blocks_does_not_return_home_and_keeps_the_spelling_of_its_mask() {
    let system = System::start().await;
    storage_vm(&system).await;
    address(&system, "10.20.1.50").await;
    let config = nas_with(json!({"service_policy": "default-data-blocks", "netmask": "255.255.255.0"}));
    let lif = system.create("cvo_lif", config.clone()).await;
    assert_eq!(lif.json()["auto_revert"], false);
    assert_eq!(lif.json()["failover"], "home_port_only");
    assert_eq!(lif.json()["netmask"], "255.255.255.0");
    let read = system.provider.read(&lif).await;
    assert!(system.provider.plan("cvo_lif", Some(&read.stored), config).await.is_empty());
}

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
async fn a_new_policy_brings_its_own_way_of_failing_over() {
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
async fn a_new_address_is_put_on_the_same_lif_with_a_warning() {
    let (system, lif) = system_with_nas().await;
    address(&system, "10.20.1.51").await;
    let plan = system.provider.plan("cvo_lif", Some(&lif), nas_with(json!({"address": "10.20.1.51"}))).await;
    assert!(
        told(&plan.diagnostics).starts_with("[address] The address of LIF ip_nas_2"),
        "{}",
        told(&plan.diagnostics)
    );
    assert!(!plan.diagnostics.has_errors() && plan.replace.is_empty());
    let changed = system.provider.apply(&plan).await;
    assert!(changed.diagnostics.is_empty(), "{}", told(&changed.diagnostics));
    assert_eq!(changed.json()["id"], lif.json()["id"]);
    assert_eq!(changed.json()["address"], "10.20.1.51");
}

#[tokio::test]
async fn renaming_the_storage_vm_is_no_change_of_its_lif() {
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
        told(&early.diagnostics).contains("[svm_name]"),
        "before the rename: {}",
        told(&early.diagnostics)
    );
    assert_eq!(early.json()["enabled"], true, "nothing was changed");
    system.update(&svm, svm_config("svm_3")).await;
    let changed = system.provider.apply(&plan).await;
    assert!(changed.diagnostics.is_empty(), "{}", told(&changed.diagnostics));
    assert_eq!((&changed.json()["svm_name"], &changed.json()["enabled"]), (&json!("svm_3"), &json!(false)));
}

#[tokio::test]
async fn the_name_of_another_storage_vm_is_refused() {
    let (system, lif) = system_with_nas().await;
    let plan = system.provider.plan("cvo_lif", Some(&lif), nas_with(json!({"svm_name": "svm_cvo"}))).await;
    assert!(told(&plan.diagnostics).contains("[svm_name]"), "{}", told(&plan.diagnostics));
    assert!(plan.diagnostics.has_errors());
}

#[tokio::test]
async fn a_lif_is_imported_by_name_and_by_uuid() {
    let (system, lif) = system_with_nas().await;
    let uuid = lif.json()["id"].as_str().unwrap().to_owned();
    for id in ["svm_2/ip_nas_2", uuid.as_str()] {
        let imported = system.provider.import("cvo_lif", id).await;
        assert!(imported.diagnostics.is_empty(), "{}", told(&imported.diagnostics));
        let read = system.provider.read(&imported.stored).await;
        assert_eq!(read.json(), lif.json());
        assert!(system.provider.plan("cvo_lif", Some(&read.stored), nas()).await.is_empty(), "{id}");
    }
}

#[tokio::test]
async fn an_import_that_names_no_lif_lists_those_that_exist() {
    let (system, _) = system_with_nas().await;
    for id in ["ip_nas_2", "svm_9/ip_nas_2", "8c8f3b5e-0000-0000-0000-000000000000", "cluster_mgmt"] {
        let refused = system.provider.import("cvo_lif", id).await;
        assert!(refused.diagnostics.has_errors(), "{id}");
        assert!(
            told(&refused.diagnostics).contains("svm_2/ip_nas_2"),
            "{id}: {}",
            told(&refused.diagnostics)
        );
    }
}

#[tokio::test]
async fn a_destroy_leaves_everything_as_it_was() {
    let system = System::start().await;
    storage_vm(&system).await;
    address(&system, "10.20.1.50").await;
    let before = picture(&system).await;
    let lif = system.create("cvo_lif", nas()).await;
    let plan = system.provider.plan_destroy(&lif).await;
    assert!(plan.diagnostics.is_empty(), "{}", told(&plan.diagnostics));
    for attempt in ["first", "already gone"] {
        let gone = system.provider.apply(&plan).await;
        assert!(
            gone.diagnostics.is_empty() && !gone.stored.exists(),
            "{attempt}: {}",
            told(&gone.diagnostics)
        );
        assert_eq!(picture(&system).await, before, "{attempt}");
    }
}

#[tokio::test]
async fn a_lif_that_was_removed_outside_is_gone_and_made_again() {
    let (system, lif) = system_with_nas().await;
    system.simulator.world().lock().cluster.interfaces.retain(|lif| lif.name != "ip_nas_2");
    let read = system.provider.read(&lif).await;
    assert!(read.diagnostics.is_empty() && !read.stored.exists());
    system.create("cvo_lif", nas()).await;
}

#[tokio::test]
async fn what_nothing_else_can_make_right_is_refused_in_the_plan() {
    let system = System::start().await;
    storage_vm(&system).await;
    let before = picture(&system).await;
    let cases = [
        (json!({"home_node": "cvo-node9"}), "[home_node]", "cvo-node"),
        (json!({"home_port": "e0z"}), "[home_port]", "e0a"),
        (json!({"address": "10.20.2.50"}), "[address]", "10.20.1.0/24"),
        (json!({"address": "10.20.1.2"}), "[address]", "reserved"),
        (json!({"address": "10.20.1.255"}), "[address]", "reserved"),
        (json!({"address": "10.20.1.11"}), "[address]", "primary"),
        (json!({"address": "nonsense"}), "[address]", "IPv4"),
        (json!({"netmask": "255.255.0.0"}), "[netmask]", "24"),
        (json!({"netmask": "255.0.255.0"}), "[netmask]", "not an IPv4 netmask"),
        (json!({"failover": "sideways"}), "[failover]", "home_port_only"),
        (json!({"name": "a/b"}), "[name]", "'/'"),
    ];
    for (change, path, why) in cases {
        let config = nas_with(change.clone());
        let mut diagnostics = system.provider.validate("cvo_lif", config.clone()).await;
        if !diagnostics.has_errors() {
            diagnostics = system.provider.plan("cvo_lif", None, config).await.diagnostics;
        }
        let told = told(&diagnostics);
        assert!(diagnostics.has_errors() && told.contains(path) && told.contains(why), "{change}: {told}");
    }
    assert_eq!(picture(&system).await, before);
}

#[tokio::test]
async fn what_another_resource_could_have_made_right_is_refused_at_apply() {
    let (system, _) = system_with_nas().await;
    address(&system, "10.20.1.60").await;
    let before = picture(&system).await;
    let cases = [
        (json!({"svm_name": "svm_9"}), "[svm_name]", "svm_9"),
        (json!({"address": "10.20.1.14"}), "[address]", "LIF ip_nas_1 of storage VM svm_cvo"),
        (json!({"address": "10.20.1.12"}), "[address]", "LIF cluster_mgmt of the cluster"),
        (json!({"address": "10.20.1.99"}), "[address]", "cvo_secondary_ip"),
        (json!({"address": "10.20.1.201"}), "[address]", "eni-0f0e1a00000000021"),
        (json!({"address": "10.20.1.60", "name": "ip_nas_2"}), "[name]", "svm_2/ip_nas_2"),
        (
            json!({"address": "10.20.1.60", "service_policy": "nonsense"}),
            "[service_policy]",
            "default-data-blocks",
        ),
    ];
    for (change, path, why) in cases {
        let mut config = nas_with(json!({"name": "another"}));
        config.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let refused = apply(&system, None, config).await;
        let told = told(&refused.diagnostics);
        assert!(told.contains(path) && told.contains(why), "{change}: {told}");
        assert!(!refused.stored.exists(), "{change}: nothing is stored");
    }
    assert_eq!(picture(&system).await, before);
}

#[tokio::test]
async fn a_change_is_checked_like_a_create() {
    let (system, lif) = system_with_nas().await;
    let before = picture(&system).await;
    for (change, path) in [
        (json!({"address": "10.20.1.14"}), "[address]"),
        (json!({"address": "10.20.1.99"}), "[address]"),
        (json!({"service_policy": "nonsense"}), "[service_policy]"),
    ] {
        let refused = apply(&system, Some(&lif), nas_with(change.clone())).await;
        assert!(told(&refused.diagnostics).contains(path), "{change}: {}", told(&refused.diagnostics));
        assert_eq!(refused.json(), lif.json(), "{change}");
    }
    assert_eq!(picture(&system).await, before);
}

#[tokio::test]
async fn an_address_that_is_known_only_at_apply_is_checked_there() {
    let system = System::start().await;
    storage_vm(&system).await;
    let plan = system.provider.plan("cvo_lif", None, nas_with(json!({"address": UNKNOWN}))).await;
    assert!(plan.diagnostics.is_empty(), "{}", told(&plan.diagnostics));
    assert_eq!(plan.planned()["address"], UNKNOWN);
    assert_eq!(plan.planned()["netmask"], "24");
}

#[tokio::test]
async fn an_iscsi_lif_of_the_default_storage_vm_is_not_destroyed() {
    let system = System::start().await;
    let before = picture(&system).await;
    let imported = system.provider.import("cvo_lif", "svm_cvo/ip_iscsi_1").await;
    let lif = system.provider.read(&imported.stored).await.stored;
    let plan = system.provider.plan_destroy(&lif).await;
    assert!(told(&plan.diagnostics).contains("terraform state rm"), "{}", told(&plan.diagnostics));
    assert!(plan.diagnostics.has_errors());
    let refused = system.provider.apply(&plan).await;
    assert!(refused.diagnostics.has_errors() && refused.stored.exists());
    assert_eq!(picture(&system).await, before);
    let nas = system.provider.import("cvo_lif", "svm_cvo/ip_nas_1").await;
    assert!(system.provider.plan_destroy(&nas.stored).await.diagnostics.is_empty(), "a NAS LIF may go");
}

#[tokio::test]
async fn a_lost_answer_makes_no_second_lif() {
    let system = System::start().await;
    storage_vm(&system).await;
    address(&system, "10.20.1.50").await;
    system
        .fault(json!({"method": "POST", "path": INTERFACES, "effect": {"kind": "cut", "after": true}}))
        .await;
    let lif = system.create("cvo_lif", nas()).await;
    assert!(system.provider.plan("cvo_lif", Some(&lif), nas()).await.is_empty());
}

#[tokio::test]
async fn a_create_whose_outcome_is_unknown_is_stored_and_found_again() {
    let system = System::start().await;
    storage_vm(&system).await;
    address(&system, "10.20.1.50").await;
    let plan = system.provider.plan("cvo_lif", None, nas()).await;
    let effect =
        json!({"kind": "body", "status": 500, "content_type": "text/html", "text": "<html>", "after": true});
    system.fault(json!({"method": "POST", "path": INTERFACES, "count": 0, "effect": effect})).await;
    let lost = json!({"kind": "error", "status": 500, "code": "262145", "message": "application code threw"});
    system.fault(json!({"method": "GET", "path": INTERFACES, "nth": 2, "count": 0, "effect": lost})).await;
    let failed = system.provider.apply(&plan).await;
    assert!(failed.diagnostics.has_errors());
    assert_eq!((&failed.json()["id"], &failed.json()["name"]), (&Json::Null, &json!("ip_nas_2")));
    system.no_faults().await;
    let read = system.provider.read(&failed.stored).await;
    assert!(read.diagnostics.is_empty() && read.json()["id"].is_string(), "{}", read.json());
    let gone = system.provider.apply(&system.provider.plan_destroy(&failed.stored).await).await;
    assert!(gone.diagnostics.is_empty(), "unread, it is found too: {}", told(&gone.diagnostics));
    assert!(!system.provider.read(&read.stored).await.stored.exists());
}

#[tokio::test]
async fn what_a_failed_create_left_on_the_default_storage_vm_may_go() {
    let system = System::start().await;
    address(&system, "10.20.1.50").await;
    let config = nas_with(json!({"svm_name": "svm_cvo", "service_policy": "default-data-iscsi"}));
    let plan = system.provider.plan("cvo_lif", None, config).await;
    let effect =
        json!({"kind": "error", "status": 500, "code": "262145", "message": "application code threw"});
    system
        .fault(json!({"method": "GET", "path": format!("{INTERFACES}/*"), "count": 0, "effect": effect}))
        .await;
    let failed = system.provider.apply(&plan).await;
    assert!(failed.diagnostics.has_errors() && failed.stored.exists());
    system.no_faults().await;
    let read = system.provider.read(&failed.stored).await;
    let gone = system.provider.apply(&system.provider.plan_destroy(&read.stored).await).await;
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists(), "{}", told(&gone.diagnostics));
}

#[tokio::test]
async fn an_address_that_reads_do_not_show_yet_is_looked_for_again() {
    let system = System::start().await;
    storage_vm(&system).await;
    {
        let world = system.simulator.world();
        let mut world = world.lock();
        world.ec2.set_read_delay(Duration::from_secs(1));
        let now = world.clock.now();
        let private_ip_addresses = vec!["10.20.1.50".to_owned()];
        let request = AssignRequest {
            network_interface_id: E0A.to_owned(),
            private_ip_addresses,
            ..AssignRequest::default()
        };
        world.ec2.assign_private_ip_addresses(now, &request).unwrap();
    }
    system.create("cvo_lif", nas()).await;
}

#[tokio::test]
async fn other_timeouts_call_no_api() {
    let (system, lif) = system_with_nas().await;
    let plan =
        system.provider.plan("cvo_lif", Some(&lif), nas_with(json!({"timeouts": {"create": "3m"}}))).await;
    assert!(!plan.is_empty());
    system.requests().await;
    let changed = system.provider.apply(&plan).await;
    assert!(changed.diagnostics.is_empty(), "{}", told(&changed.diagnostics));
    assert_eq!(changed.json()["timeouts"]["create"], "3m");
    assert_eq!(system.requests().await, Vec::<String>::new());
}
