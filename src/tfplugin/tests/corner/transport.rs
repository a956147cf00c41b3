//! The real connection: handshake, mutual TLS, large messages, concurrent calls.

use serde_json::json;
use tfplugin::testing::Harness;

use crate::provider::{World, server};

const THING: &str = "corner_thing";

async fn connected() -> Harness {
    let harness = Harness::over_tls(server(&World::default())).await.unwrap();
    assert!(harness.configure(json!({})).await.is_empty());
    harness
}

#[tokio::test]
async fn a_thing_is_managed_over_mutual_tls() {
    let harness = connected().await;
    let made = harness.apply(&harness.plan(THING, None, json!({ "name": "a" })).await).await;
    assert_eq!(made.json()["id"], "id-1");
    assert!(harness.read(&made.stored).await.stored.exists());
    let gone = harness.apply(&harness.plan_destroy(&made.stored).await).await;
    assert!(!gone.stored.exists() && gone.diagnostics.is_empty());
}

#[tokio::test]
async fn messages_may_be_much_larger_than_four_mebibytes() {
    let harness = connected().await;
    let blob = "x".repeat(6 * 1024 * 1024);
    let plan = harness.plan(THING, None, json!({ "name": "a", "blob": blob })).await;
    assert!(plan.diagnostics.is_empty(), "{:.200?}", plan.diagnostics);
    let made = harness.apply(&plan).await;
    assert_eq!(made.json()["blob"].as_str().map(str::len), Some(blob.len()));
}

#[tokio::test]
async fn ten_calls_run_concurrently() {
    let harness = connected().await;
    let names: Vec<String> = (0..10).map(|n| format!("n{n}")).collect();
    let plan = async |name: &String| harness.plan(THING, None, json!({ "name": name })).await.planned();
    let plans = futures::future::join_all(names.iter().map(plan)).await;
    assert!(plans.iter().zip(&names).all(|(plan, name)| plan["name"] == **name));
}
