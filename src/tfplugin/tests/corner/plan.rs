//! Plans: when facts are looked up, what replaces, what is refused.

use serde_json::json;
use tfplugin::testing::{Harness, Stored, UNKNOWN};

use crate::provider::{World, corner, summaries};

const THING: &str = "corner_thing";

async fn stored(config: serde_json::Value) -> (Harness, World, Stored) {
    let (harness, world) = corner().await;
    let plan = harness.plan(THING, None, config).await;
    let stored = harness.apply(&plan).await.stored;
    world.calls();
    (harness, world, stored)
}

#[tokio::test]
async fn a_create_plans_computed_values_as_unknown() {
    let (harness, world) = corner().await;
    let plan = harness.plan(THING, None, json!({ "name": "a", "kind": "x" })).await;
    assert_eq!((&plan.planned()["id"], &plan.planned()["revision"]), (&json!(UNKNOWN), &json!(UNKNOWN)));
    assert!(plan.replace.is_empty(), "a create replaces nothing");
    assert_eq!(world.calls(), ["facts"]);
}

#[tokio::test]
async fn an_untouched_thing_costs_no_call() {
    let (harness, world, stored) = stored(json!({ "name": "a" })).await;
    let plan = harness.plan(THING, Some(&stored), json!({ "name": "a" })).await;
    assert!(plan.is_empty());
    assert_eq!(world.calls(), [""; 0]);
    assert_eq!(plan.private, stored.private);
}

#[tokio::test]
async fn a_rule_that_reverts_the_only_change_leaves_no_change() {
    let (harness, _, stored) = stored(json!({ "name": "a" })).await;
    assert!(harness.plan(THING, Some(&stored), json!({ "name": "A" })).await.is_empty());
}

#[tokio::test]
async fn an_update_keeps_stable_values_and_marks_the_others() {
    let (harness, _, stored) = stored(json!({ "name": "a" })).await;
    let plan = harness.plan(THING, Some(&stored), json!({ "name": "b" })).await;
    assert_eq!((&plan.planned()["id"], &plan.planned()["revision"]), (&json!("id-1"), &json!(UNKNOWN)));
    assert!(plan.replace.is_empty());
}

#[tokio::test]
async fn a_change_of_a_replacing_attribute_replaces() {
    let (harness, _, stored) = stored(json!({ "name": "a", "kind": "x" })).await;
    let plan = harness.plan(THING, Some(&stored), json!({ "name": "a", "kind": "y" })).await;
    assert_eq!(plan.replace, ["kind".into()]);
}

#[tokio::test]
async fn a_refusal_names_the_attribute() {
    let (harness, world, _) = stored(json!({ "name": "a" })).await;
    (2..=3).for_each(|n| drop(world.inner().things.insert(format!("id-{n}"), String::new())));
    let plan = harness.plan(THING, None, json!({ "name": "b" })).await;
    assert_eq!(summaries(&plan.diagnostics), ["name: Too many things"]);
}

#[tokio::test]
async fn a_destroy_can_be_refused_before_anything_is_changed() {
    let (harness, world, protected) = stored(json!({ "name": "a", "mode": "protected" })).await;
    let plan = harness.plan_destroy(&protected).await;
    assert_eq!(summaries(&plan.diagnostics), ["mode: It is protected"]);
    assert_eq!(world.calls(), ["plan_destroy"]);
}

#[tokio::test]
async fn unknown_configuration_is_planned_as_unknown() {
    let (harness, _) = corner().await;
    let plan = harness.plan(THING, None, json!({ "name": UNKNOWN, "parts": UNKNOWN })).await;
    assert_eq!((&plan.planned()["name"], &plan.planned()["parts"]), (&json!(UNKNOWN), &json!(UNKNOWN)));
    assert!(plan.diagnostics.is_empty());
}

#[tokio::test]
async fn write_only_values_are_in_no_plan() {
    let (harness, _) = corner().await;
    let plan = harness.plan(THING, None, json!({ "name": "a", "secret": "hush" })).await;
    assert_eq!(plan.planned()["secret"], serde_json::Value::Null);
    assert!(plan.diagnostics.is_empty());
}
