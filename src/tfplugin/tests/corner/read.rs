//! Refresh, import, stored state of other versions, and data sources.

use serde_json::json;
use tfplugin::testing::Stored;

use crate::provider::{corner, summaries};

const THING: &str = "corner_thing";

async fn stored(harness: &tfplugin::testing::Harness, config: serde_json::Value) -> Stored {
    harness.apply(&harness.plan(THING, None, config).await).await.stored
}

#[tokio::test]
async fn a_read_shows_changes_and_keeps_private_data() {
    let (harness, world) = corner().await;
    let thing = stored(&harness, json!({ "name": "a" })).await;
    world.inner().things.insert("id-1".to_owned(), "renamed".to_owned());
    let read = harness.read(&thing).await;
    assert_eq!(read.json()["name"], "renamed");
    assert_eq!(read.stored.private, thing.private);
}

#[tokio::test]
async fn a_thing_that_is_gone_is_null_and_an_unreadable_one_is_kept() {
    let (harness, world) = corner().await;
    let thing = stored(&harness, json!({ "name": "a" })).await;
    let unreadable = stored(&harness, json!({ "name": "b", "mode": "unreadable" })).await;
    world.inner().things.clear();
    let gone = harness.read(&thing).await;
    assert!(!gone.stored.exists() && gone.diagnostics.is_empty());
    let kept = harness.read(&unreadable).await;
    assert_eq!(summaries(&kept.diagnostics), ["It cannot be read"]);
    assert_eq!(kept.stored, unreadable);
}

#[tokio::test]
async fn an_import_returns_the_whole_state() {
    let (harness, world) = corner().await;
    world.inner().things.insert("id-7".to_owned(), "seven".to_owned());
    let imported = harness.import(THING, "id-7").await;
    assert!(imported.diagnostics.is_empty(), "{:?}", imported.diagnostics);
    assert_eq!(imported.json()["name"], "seven");
    assert_eq!(imported.stored.private, br#"{"imported":true}"#);
    let plan = harness.plan(THING, Some(&imported.stored), json!({ "name": "seven" })).await;
    assert!(plan.is_empty());
}

#[tokio::test]
async fn an_import_of_an_unknown_id_is_an_error() {
    let (harness, _) = corner().await;
    assert_eq!(summaries(&harness.import(THING, "id-9").await.diagnostics), ["There is no thing id-9"]);
    assert_eq!(summaries(&harness.import(THING, "").await.diagnostics), ["corner_thing is imported by id"]);
}

#[tokio::test]
async fn state_of_the_same_version_is_read_unchanged() {
    let (harness, _) = corner().await;
    let state = harness.upgrade(THING, 2, json!({ "id": "id-1", "name": "a", "forgotten": 3 })).await;
    assert!(state.diagnostics.is_empty());
    assert_eq!((&state.json()["id"], &state.json()["kind"]), (&json!("id-1"), &json!(null)));
}

#[tokio::test]
async fn state_of_an_older_version_is_upgraded_or_an_error() {
    let (harness, _) = corner().await;
    let state = harness.upgrade(THING, 1, json!({ "id": "id-1", "title": "a" })).await;
    assert_eq!(state.json()["name"], "upgraded a");
    let refused = harness.upgrade(THING, 0, json!({ "id": "id-1" })).await;
    assert_eq!(summaries(&refused.diagnostics), ["Too old"]);
}

#[tokio::test]
async fn state_of_a_newer_version_is_an_error_that_names_it() {
    let (harness, _) = corner().await;
    let newer = harness.upgrade(THING, 3, json!({ "id": "id-1" })).await;
    let diagnostic = newer.diagnostics.iter().next().unwrap();
    assert!(
        diagnostic.summary.contains("newer version") && diagnostic.detail.contains("version 3"),
        "{diagnostic:?}"
    );
    assert!(!newer.stored.exists());
}

#[tokio::test]
async fn stored_state_of_the_wrong_type_is_an_error_with_its_path() {
    let (harness, _) = corner().await;
    let wrong = harness.upgrade(THING, 2, json!({ "parts": [{ "name": "x", "number": "many" }] })).await;
    assert_eq!(summaries(&wrong.diagnostics), ["parts[0].number: Value that cannot be read or written"]);
}

#[tokio::test]
async fn a_data_source_is_read() {
    let (harness, world) = corner().await;
    world.inner().things.insert("id-1".to_owned(), String::new());
    let found = harness.data("corner_count", json!({ "prefix": "id" })).await;
    assert_eq!(found.json(), json!({ "prefix": "id", "count": 1 }));
    let found = harness.data("corner_count", json!({})).await;
    assert_eq!(found.json(), json!({ "prefix": "", "count": 1 }), "a default is what is read with");
    let warned = harness.validate_data("corner_count", json!({ "prefix": "" })).await;
    assert_eq!(summaries(&warned), ["prefix: The prefix matches everything"]);
}
