//! Create, update and delete, and the state that is stored when they fail.

use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Harness, Stored};

use crate::provider::{World, corner, summaries};

const THING: &str = "corner_thing";

async fn create(harness: &Harness, config: Json) -> Answered {
    let plan = harness.plan(THING, None, config).await;
    assert_eq!(summaries(&plan.diagnostics), [""; 0]);
    harness.apply(&plan).await
}

async fn update(harness: &Harness, stored: &Stored, config: Json) -> Answered {
    let plan = harness.plan(THING, Some(stored), config).await;
    assert_eq!(summaries(&plan.diagnostics), [""; 0]);
    harness.apply(&plan).await
}

async fn delete(harness: &Harness, stored: &Stored) -> Answered {
    harness.apply(&harness.plan_destroy(stored).await).await
}

async fn made(config: Json) -> (Harness, World, Stored) {
    let (harness, world) = corner().await;
    let made = create(&harness, config).await;
    assert!(!made.diagnostics.has_errors(), "{:?}", made.diagnostics);
    world.calls();
    (harness, world, made.stored)
}

#[tokio::test]
async fn a_created_thing_is_stored_and_warnings_are_shown() {
    let (harness, _) = corner().await;
    let made = create(&harness, json!({ "name": "a" })).await;
    assert_eq!(summaries(&made.diagnostics), ["It is young"]);
    let thing = made.json();
    assert_eq!(
        (&thing["id"], &thing["name"], &thing["revision"]),
        (&json!("id-1"), &json!("a"), &json!("of a"))
    );
}

#[tokio::test]
async fn a_failed_create_stores_the_checkpoint() {
    let (harness, _) = corner().await;
    let made = create(&harness, json!({ "name": "a", "mode": "fail" })).await;
    assert_eq!(summaries(&made.diagnostics), ["mode: It failed", "It is young"]);
    assert_eq!(made.json()["id"], "id-1");
    assert_eq!(made.json()["revision"], Json::Null, "an unknown value must be stored as null");
    assert!(String::from_utf8(made.stored.private).unwrap().contains("created"));
}

#[tokio::test]
async fn a_panic_in_a_create_loses_nothing() {
    let (harness, _) = corner().await;
    let made = create(&harness, json!({ "name": "a", "mode": "panic" })).await;
    assert_eq!(summaries(&made.diagnostics), ["The provider panicked", "It is young"]);
    assert!(made.diagnostics.iter().next().unwrap().detail.contains("no way to a"));
    assert_eq!(made.json()["id"], "id-1");
}

#[tokio::test(start_paused = true)]
async fn a_create_that_times_out_stores_the_checkpoint() {
    for (mode, first) in [("wait", "It was stopped"), ("hang", "corner_thing: time is up")] {
        let (harness, _) = corner().await;
        let config = json!({ "name": "a", "mode": mode, "timeouts": { "create": "1500ms" } });
        let begun = tokio::time::Instant::now();
        let made = create(&harness, config).await;
        assert!(begun.elapsed().as_secs() < 10);
        assert_eq!(summaries(&made.diagnostics)[0], first);
        assert!(summaries(&made.diagnostics).contains(&"corner_thing: time is up".to_owned()));
        assert!(made.diagnostics.iter().any(|diagnostic| diagnostic.detail.contains("1s 500ms")));
        assert_eq!(made.json()["id"], "id-1");
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_configured_timeout_the_resources_default_applies() {
    let (harness, _) = corner().await;
    let begun = tokio::time::Instant::now();
    create(&harness, json!({ "name": "a", "mode": "wait" })).await;
    assert_eq!(begun.elapsed().as_secs(), 30);
}

#[tokio::test]
async fn the_error_about_an_unplanned_result_names_the_attribute() {
    let (harness, _) = corner().await;
    let made = create(&harness, json!({ "name": "a", "mode": "other_name" })).await;
    assert_eq!(
        summaries(&made.diagnostics)[0],
        "name: corner_thing: name is not what was planned after create"
    );
    assert_eq!(made.json()["name"], "another", "the actual value must be stored");
}

#[tokio::test]
async fn the_error_about_an_unknown_result_names_the_attribute() {
    let (harness, _) = corner().await;
    let made = create(&harness, json!({ "name": "a", "mode": "unknown" })).await;
    assert_eq!(
        summaries(&made.diagnostics)[..1],
        ["revision: corner_thing: revision is unknown after create"]
    );
    assert_eq!(made.json()["revision"], Json::Null);
    assert_eq!(made.json()["id"], "id-1");
}

#[tokio::test]
async fn a_failed_update_stores_the_actual_state() {
    let (harness, world, stored) = made(json!({ "name": "a" })).await;
    let failed = update(&harness, &stored, json!({ "name": "b", "mode": "fail" })).await;
    assert_eq!(summaries(&failed.diagnostics), ["mode: It failed"]);
    assert_eq!(world.calls(), ["facts", "update", "read"]);
    assert_eq!(failed.json()["name"], "b", "the name was changed before the failure");
    assert_eq!(failed.json()["mode"], Json::Null, "the mode was not changed before the failure");
    assert!(String::from_utf8(failed.stored.private).unwrap().contains("created"));
}

#[tokio::test]
async fn a_failed_update_of_an_unreadable_thing_keeps_the_stored_state() {
    let (harness, _, stored) = made(json!({ "name": "a", "mode": "unreadable" })).await;
    let failed = update(&harness, &stored, json!({ "name": "b", "mode": "fail" })).await;
    let summaries = summaries(&failed.diagnostics);
    assert_eq!(summaries, ["mode: It failed", "corner_thing could not be read after the failed update"]);
    assert_eq!(failed.stored.state, stored.state);
}

#[tokio::test]
async fn a_deleted_thing_is_not_stored() {
    let (harness, world, stored) = made(json!({ "name": "a" })).await;
    let deleted = delete(&harness, &stored).await;
    assert!(deleted.diagnostics.is_empty() && !deleted.stored.exists() && deleted.stored.private.is_empty());
    assert_eq!(world.calls(), ["plan_destroy", "delete"]);
}

#[tokio::test]
async fn a_thing_that_could_not_be_deleted_is_kept() {
    for mode in ["fail", "panic"] {
        let (harness, _, stored) = made(json!({ "name": "a" })).await;
        let changed = update(&harness, &stored, json!({ "name": "a", "mode": mode })).await.stored;
        let kept = Stored { state: set(&changed, mode), ..changed };
        let deleted = delete(&harness, &kept).await;
        assert!(deleted.diagnostics.has_errors());
        assert_eq!(deleted.stored.state, kept.state);
        assert!(!deleted.stored.private.is_empty());
    }
}

#[tokio::test]
async fn an_error_before_any_write_says_that_nothing_was_changed() {
    let (harness, _, stored) = made(json!({ "name": "a" })).await;
    let details = |diagnostics: &tfplugin::Diagnostics| {
        diagnostics.iter().map(|one| one.detail.clone()).collect::<Vec<_>>()
    };
    let changed = update(&harness, &stored, json!({ "name": "a", "mode": "fail" })).await;
    assert_eq!(details(&changed.diagnostics), ["As it was told."], "its name was written");
    let kept = Stored { state: set(&changed.stored, "fail"), ..changed.stored };
    let deleted = delete(&harness, &kept).await;
    assert_eq!(details(&deleted.diagnostics), ["As it was told. Nothing was changed."]);
    let protected = Stored { state: set(&kept, "protected"), ..kept };
    let refused = harness.plan_destroy(&protected).await;
    assert_eq!(details(&refused.diagnostics), ["Unprotect it."], "a plan changes nothing anyway");
}

/// A stored thing with another mode, because things with a failing mode cannot be stored by an update.
fn set(stored: &Stored, mode: &str) -> tfplugin::Value {
    let tfplugin::Value::Map(mut thing) = stored.state.clone() else { panic!("there is no thing") };
    thing.insert("mode".to_owned(), mode.into());
    tfplugin::Value::Map(thing)
}

#[tokio::test]
async fn write_only_values_reach_the_create_and_no_state() {
    let (harness, _) = corner().await;
    let made = create(&harness, json!({ "name": "a", "mode": "secret", "secret": "hush" })).await;
    assert_eq!(summaries(&made.diagnostics), ["It is young"]);
    assert_eq!(made.json()["secret"], Json::Null);
}

#[tokio::test]
async fn private_data_of_the_plan_reaches_the_create() {
    let (_, _, stored) = made(json!({ "name": "a" })).await;
    let private: Json = serde_json::from_slice(&stored.private).unwrap();
    assert_eq!(private, json!({ "created": "a", "looked": true, "planned": true }));
}

#[tokio::test]
async fn nested_computed_values_are_filled_in() {
    let (harness, _, stored) =
        made(json!({ "name": "a", "parts": [{ "name": "x" }, { "name": "y" }] })).await;
    assert_eq!(stored.json()["parts"][1], json!({ "name": "y", "number": 2 }));
    let config = json!({ "name": "a", "parts": [{ "name": "x" }, { "name": "y" }] });
    assert!(harness.plan(THING, Some(&stored), config).await.is_empty());
}

#[tokio::test]
async fn a_stored_state_with_an_unknown_value_is_refused() {
    let (harness, _, stored) = made(json!({ "name": "a" })).await;
    let tfplugin::Value::Map(mut thing) = stored.state.clone() else { panic!("there is no thing") };
    thing.insert("revision".to_owned(), tfplugin::Value::Unknown);
    let broken = Stored { state: tfplugin::Value::Map(thing), ..stored };
    assert_eq!(summaries(&harness.read(&broken).await.diagnostics), ["revision: Unknown value in a state"]);
    assert_eq!(
        summaries(&harness.plan_destroy(&broken).await.diagnostics),
        ["revision: Unknown value in a state"]
    );
}
