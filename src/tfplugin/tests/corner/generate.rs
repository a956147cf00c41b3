//! Configurations that are written for objects that exist.

use serde_json::{Value as Json, json};
use tfplugin::testing::{Harness, Stored};

use crate::provider::{World, corner, server, summaries};

const FLAT: &str = "corner_flat";

/// The configuration without what is null.
fn said(config: &Json) -> Json {
    let items = config.as_object().unwrap().iter().filter(|(_, value)| !value.is_null());
    items.map(|(name, value)| (name.clone(), value.clone())).collect()
}

async fn made(harness: &Harness, config: Json) -> Stored {
    let made = harness.apply(&harness.plan(FLAT, None, config).await).await;
    assert_eq!(summaries(&made.diagnostics), [""; 0]);
    made.stored
}

#[tokio::test]
async fn an_imported_object_is_written_in_few_words_and_planned_as_it_is() {
    let (harness, world) = corner().await;
    world.inner().things.insert("1".to_owned(), "Ada".to_owned());
    let flat = harness.import(FLAT, "1").await.stored;
    let config = harness.generate(&flat).await.unwrap();
    assert_eq!(said(&config), json!({ "number": "1", "tenant": "Ada" }));
    assert!(harness.plan(FLAT, Some(&flat), config).await.is_empty());
}

#[tokio::test]
async fn what_differs_from_the_defaults_is_written_and_planned_as_it_is() {
    let (harness, _) = corner().await;
    let parts = json!([{ "name": "a" }, { "name": "b" }]);
    let config = json!({ "number": "1", "rent": 7, "sign": "Bo", "rooms": ["x"], "parts": parts, "code": "0",
        "mode": "too much" });
    let flat = made(&harness, config).await;
    assert_eq!(flat.json()["parts"][0]["key"], 1);
    let config = harness.generate(&flat).await.unwrap();
    let parts = json!([{ "name": "a", "key": null }, { "name": "b", "key": null }]);
    let expected = json!({ "number": "1", "rent": 7, "sign": "Bo", "rooms": ["x"], "parts": parts,
        "mode": "too much" });
    assert_eq!(said(&config), expected);
    assert!(harness.plan(FLAT, Some(&flat), config).await.is_empty());
}

#[tokio::test]
async fn a_configuration_is_written_without_a_configured_provider() {
    let (configured, _) = corner().await;
    let flat = made(&configured, json!({ "number": "1" })).await;
    let config = Harness::new(server(&World::default())).generate(&flat).await.unwrap();
    assert_eq!(said(&config), json!({ "number": "1" }));
}

#[tokio::test]
async fn there_is_no_configuration_of_nothing_and_a_panic_is_an_error() {
    let (harness, _) = corner().await;
    let mut flat = made(&harness, json!({ "number": "1" })).await;
    flat.state = tfplugin::Value::object([("number", "1".into()), ("mode", "panic".into())]);
    let panicked = harness.generate(&flat).await.unwrap_err();
    assert_eq!(summaries(&panicked), ["The provider panicked"]);
    flat.state = tfplugin::Value::Null;
    let nothing = harness.generate(&flat).await.unwrap_err();
    assert_eq!(summaries(&nothing), ["There is no corner_flat to write a configuration for"]);
}
