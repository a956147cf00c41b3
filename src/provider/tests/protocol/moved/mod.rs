//! Objects that a `moved` block takes over from NetApp's provider: the plan after the refresh is empty.

use cvo_simulator::Preset;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::MovedFrom;
use tfplugin::testing::{Answered, Stored};

use crate::support::{Estate, System, text_of};

const NETAPPS: &str = "registry.terraform.io/netapp/netapp-ontap";

/// The names that NetApp's provider has for a type, in both versions.
fn sources(type_name: &str) -> [&'static str; 2] {
    match type_name {
        "cvo_storage_vm" => ["netapp-ontap_svm", "netapp-ontap_svm_resource"],
        "cvo_lif" => ["netapp-ontap_network_ip_interface", "netapp-ontap_networking_ip_interface_resource"],
        _ => ["netapp-ontap_network_ip_route", "netapp-ontap_networking_ip_route_resource"],
    }
}

fn source(provider: &str, type_name: &str, state: Json) -> MovedFrom {
    MovedFrom {
        provider_address: provider.to_owned(),
        type_name: type_name.to_owned(),
        schema_version: 0,
        state,
        private: b"what its provider stored".to_vec(),
        identity: None,
    }
}

/// Returns what NetApp's provider stores of an object.
fn theirs(stored: &Stored) -> Json {
    let own = stored.json();
    match stored.type_name.as_str() {
        "cvo_storage_vm" => json!({"cx_profile_name": "c1", "id": own["id"], "name": own["name"],
            "aggregates": own["aggregates"].as_array().unwrap().iter().map(|name| json!({"name": name}))
                .collect::<Vec<_>>(),
            "comment": null, "ipspace": null, "language": null, "snapshot_policy": null, "subtype": null,
            "max_volumes": "unlimited", "added_later": [{"deep": true}]}),
        "cvo_lif" => json!({"cx_profile_name": "c1", "id": own["id"], "name": own["name"],
            "svm_name": own["svm_name"], "ip": {"address": own["address"], "netmask": 24},
            "location": {"home_node": own["home_node"], "home_port": own["home_port"]}}),
        _ => json!({"cx_profile_name": "c1", "id": own["id"], "svm_name": own["svm_name"],
            "destination": {"address": "0.0.0.0", "netmask": "0"}, "gateway": own["gateway"],
            "metric": own["metric"]}),
    }
}

/// Makes a storage VM with a route and a LIF, and returns each with a configuration that is written by hand.
async fn estate(preset: Preset) -> (System, Vec<(Stored, Json)>) {
    let system = System::of(preset).await;
    let estate = Estate::of(&system, preset).await;
    let mut made = Vec::new();
    for (type_name, config) in [
        ("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})),
        ("cvo_secondary_ip", estate.secondary(0, 60)),
        ("cvo_lif", estate.iscsi(0, "svm_2", 60)),
        ("cvo_route", estate.route("svm_2")),
    ] {
        let stored = system.create(type_name, config.clone()).await;
        made.push((stored, config));
    }
    made.retain(|(stored, _)| stored.type_name != "cvo_secondary_ip");
    system.run_again().await;
    (system, made)
}

async fn moved(system: &System, type_name: &str, source: &MovedFrom) -> Answered {
    system.provider.moved(type_name, source).await
}

#[tokio::test]
async fn a_moved_object_is_read_and_planned_without_a_change() {
    join_all(Preset::ALL.iter().map(|preset| is_taken_over(*preset))).await;
}

async fn is_taken_over(preset: Preset) {
    let (system, objects) = estate(preset).await;
    let before = system.state().await;
    for (stored, config) in objects {
        for name in sources(&stored.type_name) {
            let what = format!("{name} on {preset:?}");
            let taken = moved(&system, &stored.type_name, &source(NETAPPS, name, theirs(&stored))).await;
            assert!(taken.diagnostics.is_empty(), "{what}: {}", text_of(&taken.diagnostics));
            assert_eq!(taken.stored.identity(), Json::Null, "{what}: its cluster is not known");
            let read = system.provider.read(&taken.stored).await;
            assert!(read.diagnostics.is_empty(), "{what}: {}", text_of(&read.diagnostics));
            assert_eq!(read.stored.identity(), stored.identity(), "{what}");
            let plan = system.provider.plan(&stored.type_name, Some(&read.stored), config.clone()).await;
            assert!(
                plan.is_empty() && plan.diagnostics.is_empty(),
                "{what}: {} {}",
                plan.planned(),
                text_of(&plan.diagnostics)
            );
        }
    }
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn what_the_configuration_says_otherwise_is_a_change_in_place() {
    let (system, objects) = estate(Preset::SingleNode).await;
    let changes = [
        json!({"comment": "ours", "snapshot_policy": "none"}),
        json!({"name": "renamed"}),
        json!({"gateway": "10.20.1.4"}),
    ];
    for ((stored, mut config), change) in objects.into_iter().zip(changes) {
        let name = sources(&stored.type_name)[0];
        let taken = moved(&system, &stored.type_name, &source(NETAPPS, name, theirs(&stored))).await;
        let read = system.provider.read(&taken.stored).await;
        config.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let changed = system.update(&read.stored, config).await;
        for (attribute, value) in change.as_object().unwrap() {
            assert_eq!(changed.json()[attribute], *value, "{name}");
        }
    }
}

#[tokio::test]
async fn a_moved_object_that_this_cluster_lacks_is_not_gone() {
    let (system, objects) = estate(Preset::SingleNode).await;
    for (stored, config) in objects {
        let name = sources(&stored.type_name)[0];
        let mut state = theirs(&stored);
        state["id"] = json!("0000aaaa-0000-11ee-8000-00000000aaaa");
        let taken = moved(&system, &stored.type_name, &source(NETAPPS, name, state)).await.stored;
        let before = system.state().await;
        system.run_again().await;
        let read = system.provider.read(&taken).await;
        assert_eq!(read.stored, taken, "{name}: nothing of the state changes");
        let destroy = system.provider.plan_destroy(&taken).await;
        let destroyed = system.provider.apply(&destroy).await;
        assert!(destroyed.stored.exists(), "{name}");
        for said in [text_of(&read.diagnostics), text_of(&destroyed.diagnostics)] {
            // A storage VM is protected before that.
            let is_protected = said.contains("deletion_protection");
            assert!(is_protected || said.contains("is not on this cluster"), "{name}: {said}");
            assert!(is_protected || said.contains("CVO_ENDPOINT"), "{name}: {said}");
        }
        assert!(text_of(&read.diagnostics).contains("CVO_ENDPOINT"), "{name}");
        let plan = system.provider.plan(&stored.type_name, Some(&read.stored), config).await;
        let applied = system.provider.apply(&plan).await;
        assert_eq!(applied.json()["id"], taken.json()["id"], "{name}: nothing is made anew");
        assert_eq!(system.state().await, before, "{name}");
    }
}

#[tokio::test]
async fn a_source_that_is_not_known_is_refused_with_the_other_way() {
    let system = System::start().await;
    let state = json!({"id": "0000aaaa-0000-11ee-8000-00000000aaaa", "name": "svm_2"});
    for (target, provider, type_name) in [
        ("cvo_storage_vm", "registry.terraform.io/hashicorp/aws", "netapp-ontap_svm"),
        ("cvo_storage_vm", NETAPPS, "netapp-ontap_volume"),
        ("cvo_lif", NETAPPS, "netapp-ontap_svm"),
        ("cvo_route", "registry.terraform.io/netapp/netapp-cloudmanager", "netapp-cloudmanager_cvo_aws"),
        ("cvo_secondary_ip", "registry.terraform.io/hashicorp/aws", "aws_network_interface"),
        ("cvo_service_policy_move", NETAPPS, "netapp-ontap_network_ip_service_policy"),
        ("cvo_linux_kvm_drivers", "terraform.io/builtin/terraform", "terraform_data"),
    ] {
        let refused = moved(&system, target, &source(provider, type_name, state.clone())).await;
        let said = text_of(&refused.diagnostics);
        assert!(refused.diagnostics.has_errors() && !refused.stored.exists(), "{target}: {said}");
        for part in [provider, type_name, "import {", "removed {", "destroy = false"] {
            assert!(said.contains(part), "{target}: {part}: {said}");
        }
    }
}

#[tokio::test]
async fn a_state_without_what_finds_the_object_is_refused() {
    let system = System::start().await;
    for (target, state, attribute) in [
        ("cvo_storage_vm", json!({"name": "svm_2"}), "id"),
        ("cvo_storage_vm", json!({"id": "svm_2", "name": "svm_2"}), "id"),
        ("cvo_lif", json!({"id": "0000aaaa-0000-11ee-8000-00000000aaaa", "name": "nas"}), "svm_name"),
        ("cvo_route", json!({"id": "0000aaaa-0000-11ee-8000-00000000aaaa"}), "gateway"),
    ] {
        let refused = moved(&system, target, &source(NETAPPS, sources(target)[0], state)).await;
        let said = text_of(&refused.diagnostics);
        assert!(refused.diagnostics.has_errors() && !refused.stored.exists(), "{target}: {said}");
        assert!(said.contains(&format!("[{attribute}]")), "{target}: {said}");
    }
}
