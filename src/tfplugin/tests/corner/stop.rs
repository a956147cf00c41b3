//! The effect of an interrupt on running operations.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tfplugin::testing::Harness;

use crate::provider::{World, server, summaries};

async fn interrupted(mode: &'static str) -> (Vec<String>, serde_json::Value, Arc<Harness>) {
    let world = World::default();
    let harness = Arc::new(Harness::new(server(&world)));
    harness.configure(json!({})).await;
    let plan = harness.plan("corner_thing", None, json!({ "name": "a", "mode": mode })).await;
    let running = tokio::spawn({
        let harness = Arc::clone(&harness);
        async move { harness.apply(&plan).await }
    });
    while world.inner().things.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(harness.stop().await.is_empty());
    let made = running.await.unwrap();
    (summaries(&made.diagnostics), made.json(), harness)
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_heeds_the_stop_stores_what_exists() {
    let (summaries, thing, _) = interrupted("wait").await;
    assert_eq!(summaries, ["It was stopped", "It is young"]);
    assert_eq!(thing["id"], "id-1");
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_ignores_the_stop_is_abandoned_after_a_while() {
    let (summaries, thing, _) = interrupted("hang").await;
    assert_eq!(summaries, ["corner_thing: interrupted", "It is young"]);
    assert_eq!(thing["id"], "id-1");
}

#[tokio::test(start_paused = true)]
async fn calls_after_the_stop_work_as_before() {
    let (_, _, harness) = interrupted("wait").await;
    let plan = harness.plan("corner_thing", None, json!({ "name": "b" })).await;
    assert!(!harness.apply(&plan).await.diagnostics.has_errors());
}
