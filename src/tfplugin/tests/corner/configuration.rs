//! Validation, and a provider whose configuration is missing or unknown.

use serde_json::json;
use tfplugin::testing::{Harness, UNKNOWN};

use crate::provider::{World, corner, server, summaries};

const THING: &str = "corner_thing";

#[tokio::test]
async fn configurations_are_checked_without_a_configured_provider() {
    let harness = Harness::new(server(&World::default()));
    assert_eq!(summaries(&harness.validate(THING, json!({ "name": "bad" })).await), ["name: Bad name"]);
    assert!(harness.validate(THING, json!({ "name": UNKNOWN })).await.is_empty());
    assert_eq!(
        summaries(&harness.validate_provider(json!({ "endpoint": "" })).await),
        ["endpoint: No endpoint"]
    );
}

#[tokio::test]
async fn an_invalid_timeout_is_an_error_at_the_attribute() {
    let (harness, _) = corner().await;
    let config = json!({ "name": "a", "timeouts": { "create": "soon" } });
    let summaries = summaries(&harness.validate(THING, config).await);
    assert!(summaries[0].starts_with("timeouts.create: "), "{summaries:?}");
}

#[tokio::test]
async fn a_panic_while_validating_is_an_error() {
    let (harness, _) = corner().await;
    let summaries =
        summaries(&harness.validate(THING, json!({ "name": "a", "mode": "panic_in_validate" })).await);
    assert_eq!(summaries, ["The provider panicked"]);
}

#[tokio::test]
async fn a_type_that_the_provider_does_not_have_is_an_error() {
    let (harness, _) = corner().await;
    let summaries = summaries(&harness.validate("corner_ghost", json!({})).await);
    assert_eq!(summaries, ["There is no corner_ghost"]);
}

#[tokio::test]
async fn before_it_is_configured_a_provider_does_nothing() {
    let harness = Harness::new(server(&World::default()));
    let summaries = summaries(&harness.data("corner_count", json!({})).await.diagnostics);
    assert_eq!(summaries, ["Provider corner is not configured"]);
}

#[tokio::test]
async fn while_its_configuration_is_unknown_a_provider_only_plans() {
    let (configured, world) = corner().await;
    let stored = configured.apply(&configured.plan(THING, None, json!({ "name": "a" })).await).await.stored;
    world.calls();
    let harness = Harness::new(server(&world));
    assert_eq!(
        summaries(&harness.configure(json!({ "endpoint": UNKNOWN })).await),
        ["endpoint: Not known yet"]
    );
    let read = harness.read(&stored).await;
    assert!(read.diagnostics.is_empty());
    assert_eq!(read.stored, stored);
    let plan = harness.plan(THING, Some(&stored), json!({ "name": "b" })).await;
    assert!(plan.diagnostics.is_empty());
    assert!(harness.plan_destroy(&stored).await.diagnostics.is_empty());
    assert_eq!(world.calls(), [""; 0], "a call was made");
    for summaries in [
        summaries(&harness.apply(&plan).await.diagnostics),
        summaries(&harness.import(THING, "id-1").await.diagnostics),
        summaries(&harness.data("corner_count", json!({})).await.diagnostics),
    ] {
        assert!(
            summaries[0].ends_with("the configuration of provider corner is not known yet"),
            "{summaries:?}"
        );
    }
}
