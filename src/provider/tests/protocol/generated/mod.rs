//! What Terraform writes into a file for an object that it imports: it plans no change, and says no more than a
//! person would.

use cvo_simulator::Preset;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

use crate::support::{Estate, System, text_of};

/// An object, and what is written of it beyond its name and place.
type Made = (&'static str, Json, &'static [&'static str]);

/// What every configuration of a type says.
fn always(type_name: &str) -> &'static [&'static str] {
    match type_name {
        "cvo_storage_vm" => &["name"],
        "cvo_lif" => &["address", "home_node", "name", "svm_name"],
        "cvo_route" => &["gateway", "svm_name"],
        "cvo_secondary_ip" => &["network_interface_id", "private_ip"],
        _ => &["svm_name"],
    }
}

/// Returns objects of all kinds, in the order in which they can be made.
fn objects(estate: &Estate) -> Vec<Made> {
    let [svm, named] = ["svm_2", "svm_3"].map(|name| json!({"name": name, "aggregates": ["aggr1"]}));
    let mut all = vec![
        ("cvo_storage_vm", svm, &["aggregates"][..]),
        (
            "cvo_storage_vm",
            with(
                &named,
                json!({"comment": "a \"quoted\" ${comment}", "root_volume_name": "own",
                "root_volume_security_style": "ntfs", "snapshot_policy": "none", "aggregates": ["aggr1", "aggr2"],
                "root_volume_aggregate": "aggr2"}),
            ),
            &[
                "aggregates",
                "comment",
                "root_volume_aggregate",
                "root_volume_name",
                "root_volume_security_style",
                "snapshot_policy",
            ],
        ),
        ("cvo_storage_vm", json!({"name": "svm_dr", "subtype": "dp_destination"}), &["subtype"]),
    ];
    all.extend(addresses(estate));
    all.extend(lifs(estate));
    all.extend([
        ("cvo_route", estate.route("svm_2"), &[][..]),
        (
            "cvo_route",
            with(&estate.route("svm_2"), json!({"destination": "10.9.0.0/16", "metric": 30})),
            &["destination", "metric"],
        ),
    ]);
    all.extend(moves());
    all
}

fn addresses(estate: &Estate) -> Vec<Made> {
    [60, 61, 62, 63].map(|host| ("cvo_secondary_ip", estate.secondary(0, host), &[][..])).to_vec()
}

fn lifs(estate: &Estate) -> Vec<Made> {
    let mut files = estate.roaming("svm_2", "default-data-files", 60);
    files.as_object_mut().unwrap().remove("additional_cidrs");
    let mut management = estate.roaming("svm_2", "default-management", 61);
    management.as_object_mut().unwrap().remove("additional_cidrs");
    let off = with(
        &files,
        json!({"name": "off", "enabled": false, "auto_revert": false,
        "address": if estate.floats() { json!("192.168.40.62") } else { json!(estate.private(0, 62)) }}),
    );
    vec![
        ("cvo_lif", estate.iscsi(0, "svm_2", 63), &["service_policy"]),
        ("cvo_lif", files, &[]),
        ("cvo_lif", management, &["service_policy"]),
        ("cvo_lif", off, &["auto_revert", "enabled"]),
    ]
}

fn moves() -> Vec<Made> {
    let of = |svm: &str| json!({"svm_name": svm, "on_missing_carrier": "warn"});
    vec![
        ("cvo_service_policy_move", of("svm_2"), &[]),
        (
            "cvo_service_policy_move",
            with(
                &of("svm_3"),
                json!({"services": ["management-dns-client"],
                "to_policies": ["default-data-iscsi"]}),
            ),
            &["services", "to_policies"],
        ),
    ]
}

fn with(config: &Json, attributes: Json) -> Json {
    let mut config = config.clone();
    config.as_object_mut().unwrap().extend(attributes.as_object().unwrap().clone());
    config
}

#[tokio::test]
async fn what_is_written_for_an_import_plans_no_change_on_every_kind_of_system() {
    join_all(Preset::ALL.iter().map(|preset| is_written(*preset))).await;
}

async fn is_written(preset: Preset) {
    let system = System::of(preset).await;
    if preset == Preset::HaMultiAz {
        system.command("mediator", json!({"route_delay_ms": 0})).await;
    }
    let estate = Estate::of(&system, preset).await;
    let mut made = Vec::new();
    for (type_name, config, beyond) in objects(&estate) {
        let plan = system.provider.plan(type_name, None, config.clone()).await;
        assert!(!plan.diagnostics.has_errors(), "{preset:?} {config}: {}", text_of(&plan.diagnostics));
        let stored = system.provider.apply(&plan).await;
        assert!(!stored.diagnostics.has_errors(), "{preset:?} {config}: {}", text_of(&stored.diagnostics));
        made.push((stored.stored, beyond));
    }
    system.run_again().await;
    let before = system.state().await;
    for (stored, beyond) in &made {
        is_written_alike(&system, stored, beyond, &format!("{preset:?}")).await;
    }
    assert_eq!(system.state().await, before);
}

/// Asserts that what is written for the import of an object plans no change, and says nothing more than it must.
async fn is_written_alike(system: &System, stored: &Stored, beyond: &[&str], preset: &str) {
    let type_name = stored.type_name.as_str();
    let imported = system.provider.import_by_identity(type_name, stored.identity()).await;
    let what = format!("{preset} {type_name} {}", stored.json());
    assert!(imported.diagnostics.is_empty(), "{what}: {}", text_of(&imported.diagnostics));
    let read = system.provider.read(&imported.stored).await;
    assert!(read.diagnostics.is_empty(), "{what}: {}", text_of(&read.diagnostics));
    let config = system.provider.generate(&read.stored).await.unwrap();
    let refused = system.provider.validate(type_name, config.clone()).await;
    assert!(refused.is_empty(), "{what} {config}: {}", text_of(&refused));
    let plan = system.provider.plan(type_name, Some(&read.stored), config.clone()).await;
    assert!(
        plan.is_empty() && plan.diagnostics.is_empty(),
        "{what}\n{config}\n{}\n{}",
        plan.planned(),
        text_of(&plan.diagnostics)
    );
    let written = config.as_object().unwrap().iter().filter(|(_, value)| !value.is_null());
    let mut names: Vec<_> = written.map(|(name, _)| name.as_str()).collect();
    names.retain(|name| !always(type_name).contains(name));
    assert_eq!(names, beyond, "{what}");
}
