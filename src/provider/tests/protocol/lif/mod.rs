//! `cvo_lif` through the protocol, on a simulated single-node system.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

mod change;
mod refused;
mod trouble;

use crate::support::{System, text_of};
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Stored, UNKNOWN};

const E0A: &str = "eni-0c0a51de00000e0a1";
const INTERFACES: &str = "/api/network/ip/interfaces";

/// Makes the storage VM `svm_2`.
async fn storage_vm(system: &System) -> Stored {
    system.create("cvo_storage_vm", svm_config("svm_2")).await
}

fn svm_config(name: &str) -> Json {
    json!({"name": name, "aggregates": ["aggr1"], "root_volume_name": "root_svm_2", "deletion_protection": false})
}

/// Assigns one more address to e0a.
async fn address(system: &System, address: &str) {
    system.create("cvo_secondary_ip", json!({"network_interface_id": E0A, "private_ip": address})).await;
}

/// Returns a NAS LIF on 10.20.1.50.
fn nas() -> Json {
    json!({"name": "ip_nas_2", "svm_name": "svm_2", "address": "10.20.1.50", "home_node": "cvo-node"})
}

fn nas_with(changes: Json) -> Json {
    let mut config = nas();
    config.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    config
}

/// Starts a system with `svm_2`, the address 10.20.1.50 and the NAS LIF on it.
async fn system_with_nas() -> (System, Stored) {
    let system = System::start().await;
    storage_vm(&system).await;
    address(&system, "10.20.1.50").await;
    let lif = system.create("cvo_lif", nas()).await;
    (system, lif)
}

/// Returns everything that a refusal must leave unchanged.
async fn picture(system: &System) -> Json {
    let shown = system.state().await;
    let world = system.simulator.world();
    let world = world.lock();
    json!([shown, world.cluster.interfaces, world.cluster.routes, world.ec2.account()])
}

/// Returns ONTAP's record of a LIF.
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
    assert!(!plan.diagnostics.has_errors(), "plan: {}", text_of(&plan.diagnostics));
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
        "require_private_lifs": false, "allow_during_takeover": false, "awaits_route": false,
            "complete": true,
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
async fn a_lif_is_imported_by_name_and_by_uuid() {
    let (system, lif) = system_with_nas().await;
    let uuid = lif.json()["id"].as_str().unwrap().to_owned();
    for id in ["svm_2/ip_nas_2", uuid.as_str()] {
        let imported = system.provider.import("cvo_lif", id).await;
        assert!(imported.diagnostics.is_empty(), "{}", text_of(&imported.diagnostics));
        let read = system.provider.read(&imported.stored).await;
        assert_eq!(read.json(), lif.json());
        assert!(system.provider.plan("cvo_lif", Some(&read.stored), nas()).await.is_empty(), "{id}");
    }
}

#[tokio::test]
async fn an_import_that_names_no_lif_lists_the_existing_ones() {
    let (system, _) = system_with_nas().await;
    let lif = "svm_2/ip_nas_2";
    let ids = [
        ("ip_nas_2", lif),
        ("svm_2/nas", lif),
        ("svm_9/ip_nas_2", "These storage VMs have: svm_2, svm_cvo."),
        ("8c8f3b5e-0000-0000-0000-000000000000", lif),
        ("cluster_mgmt", lif),
    ];
    for (id, listed) in ids {
        let refused = system.provider.import("cvo_lif", id).await;
        assert!(refused.diagnostics.has_errors(), "{id}");
        let message = text_of(&refused.diagnostics);
        assert!(message.contains(listed), "{id}: {message}");
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
    assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
    for attempt in ["first", "already gone"] {
        let gone = system.provider.apply(&plan).await;
        assert!(
            gone.diagnostics.is_empty() && !gone.stored.exists(),
            "{attempt}: {}",
            text_of(&gone.diagnostics)
        );
        assert_eq!(picture(&system).await, before, "{attempt}");
    }
}

#[tokio::test]
async fn a_lif_that_was_removed_outside_of_terraform_is_made_again() {
    let (system, lif) = system_with_nas().await;
    system.simulator.world().lock().cluster.interfaces.retain(|lif| lif.name != "ip_nas_2");
    let read = system.provider.read(&lif).await;
    assert!(read.diagnostics.is_empty() && !read.stored.exists());
    system.create("cvo_lif", nas()).await;
}

#[tokio::test]
async fn an_iscsi_lif_of_the_default_storage_vm_is_not_destroyed() {
    let system = System::start().await;
    let before = picture(&system).await;
    let imported = system.provider.import("cvo_lif", "svm_cvo/ip_iscsi_1").await;
    let lif = system.provider.read(&imported.stored).await.stored;
    let plan = system.provider.plan_destroy(&lif).await;
    assert!(text_of(&plan.diagnostics).contains("terraform state rm"), "{}", text_of(&plan.diagnostics));
    assert!(plan.diagnostics.has_errors());
    let refused = system.provider.apply(&plan).await;
    assert!(refused.diagnostics.has_errors() && refused.stored.exists());
    assert_eq!(picture(&system).await, before);
    let nas = system.provider.import("cvo_lif", "svm_cvo/ip_nas_1").await;
    assert!(
        system.provider.plan_destroy(&nas.stored).await.diagnostics.is_empty(),
        "a NAS LIF may be destroyed"
    );
}
