//! What a floating address is compared with, and what it demands, is checked also when that alone changes: in
//! the plan what a plan can know, else before it is stored.

use cvo_simulator::{Options, Preset};
use serde_json::{Value as Json, json};

use crate::support::{Estate, System, text_of};

const TYPE: &str = "cvo_lif";
const TABLE: &str = "rtb-0c0a51de000000031";

fn floating(more: Json) -> Json {
    let mut lif = json!({"name": "nas", "svm_name": "svm_2", "address": "192.168.40.70", "home_node": "cvo-node1",
        "additional_cidrs": []});
    lif.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    lif
}

async fn system(config: Json) -> System {
    let options = Options { preset: Preset::HaMultiAz, ..Options::default() };
    let system = System::with(options, config).await;
    system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await;
    system
}

#[tokio::test]
async fn ranges_and_route_tables_are_compared_in_the_plan_that_changes_them() {
    let system = system(json!({})).await;
    let made = system.create(TYPE, floating(json!({}))).await;
    let before = system.state().await;
    for (change, path, says) in [
        (json!({"additional_cidrs": ["192.168.40.0/24"]}), "[address]", "lies in 192.168.40.0/24"),
        (json!({"route_table_ids": ["rtb-0c0a51de0000000ff"]}), "[route_table_ids]", "route tables"),
    ] {
        let plan = system.provider.plan(TYPE, Some(&made), floating(change.clone())).await;
        let said = text_of(&plan.diagnostics);
        assert!(
            plan.diagnostics.has_errors() && said.contains(path) && said.contains(says),
            "{change}: {said}"
        );
    }
    system.requests().await;
    system.ec2_calls();
    let changed = floating(json!({"additional_cidrs": ["10.99.0.0/16"], "route_table_ids": [TABLE]}));
    let changed = system.update(&made, changed).await;
    assert_eq!(changed.json()["awaits_route"], json!(false));
    assert!(system.ec2_calls().contains(&"DescribeRouteTables"), "the tables are looked at");
    let sent = system.requests().await;
    assert!(sent.iter().all(|request| request.contains(" GET ")), "nothing is written: {sent:?}");
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn a_route_table_without_the_route_is_waited_for() {
    let system = system(json!({})).await;
    let made = system.create(TYPE, floating(json!({}))).await;
    {
        let world = system.simulator.world();
        let mut world = world.lock();
        let tables = &mut world.ec2.account_mut().route_tables;
        let table = tables.iter_mut().find(|table| table.id == TABLE).unwrap();
        table.routes.retain(|route| route.destination.to_string() != "192.168.40.70/32");
    }
    let changed = floating(json!({"route_table_ids": [TABLE], "timeouts": {"update": "2s"}}));
    let plan = system.provider.plan(TYPE, Some(&made), changed).await;
    assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
    let waited = system.provider.apply(&plan).await;
    let said = text_of(&waited.diagnostics);
    assert!(said.contains("No route leads to 192.168.40.70") && said.contains(TABLE), "{said}");
    assert_eq!(waited.json()["awaits_route"], json!(true));
}

#[tokio::test]
async fn private_lifs_are_looked_for_when_they_become_required() {
    let system = system(json!({})).await;
    let estate = Estate::of(&system, Preset::HaMultiAz).await;
    let made = system.create(TYPE, floating(json!({}))).await;
    let demanding = floating(json!({"require_private_lifs": true}));
    let plan = system.provider.plan(TYPE, Some(&made), demanding.clone()).await;
    assert!(plan.diagnostics.is_empty(), "the same run may make them: {}", text_of(&plan.diagnostics));
    let refused = system.provider.apply(&plan).await;
    let said = text_of(&refused.diagnostics);
    assert!(said.starts_with("[require_private_lifs]"), "{said}");
    assert_eq!(refused.json()["require_private_lifs"], json!(false), "it is not stored");
    for (node, host) in [(0, 60), (1, 61)] {
        system.create("cvo_secondary_ip", estate.secondary(node, host)).await;
        system.create(TYPE, estate.iscsi(node, "svm_2", host)).await;
    }
    let stored = system.update(&made, demanding).await;
    assert_eq!(stored.json()["require_private_lifs"], json!(true));
}

#[tokio::test]
async fn ranges_in_the_provider_block_count_for_every_lif_and_silence_the_warning() {
    let said_of = async |config: Json, address: &str| {
        let system = system(config).await;
        let lif = floating(json!({"additional_cidrs": null, "address": address}));
        text_of(&system.provider.plan(TYPE, None, lif).await.diagnostics)
    };
    let ranges = json!({"additional_cidrs": ["192.168.41.0/24"]});
    assert_eq!(said_of(ranges.clone(), "192.168.40.70").await, "");
    assert_eq!(said_of(json!({"additional_cidrs": []}), "192.168.40.70").await, "");
    let refused = said_of(ranges, "192.168.41.70").await;
    assert!(refused.contains("lies in 192.168.41.0/24") && refused.contains("provider block"), "{refused}");
    let warned = said_of(json!({}), "192.168.40.70").await;
    assert!(warned.contains("Only visible VPCs") && warned.contains("provider block"), "{warned}");
}
