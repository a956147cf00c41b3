//! A create that may have taken effect returns no error, and some objects must never be replaced.

use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Harness, Stored, UNKNOWN};

use crate::provider::{corner, summaries};

const PLEDGE: &str = "corner_pledge";

async fn create(harness: &Harness, mode: &str) -> Answered {
    let plan = harness.plan(PLEDGE, None, json!({"name": "a", "mode": mode})).await;
    assert_eq!((&plan.planned()["complete"], summaries(&plan.diagnostics)), (&json!(UNKNOWN), vec![]));
    harness.apply(&plan).await
}

#[tokio::test]
async fn a_successful_create_is_complete() {
    let (harness, _) = corner().await;
    let made = create(&harness, "").await;
    assert!(made.diagnostics.is_empty() && made.json()["complete"] == true, "{:?}", made.diagnostics);
    assert!(harness.plan(PLEDGE, Some(&made.stored), json!({"name": "a", "mode": ""})).await.is_empty());
}

#[tokio::test]
async fn a_create_that_certainly_did_nothing_stores_nothing() {
    for mode in ["refused", "withdrawn"] {
        let (harness, _) = corner().await;
        let made = create(&harness, mode).await;
        assert!(made.diagnostics.has_errors() && !made.stored.exists(), "{mode}");
    }
}

#[tokio::test]
async fn a_create_that_may_have_taken_effect_is_stored_as_planned_with_one_warning() {
    let cases = [
        ("lost", Json::Null, "whether it was made is not known"),
        ("panic", Json::Null, "whether it was made is not known"),
        ("half", json!("id-1"), "it is made, and not all is done"),
        ("other_name", json!("id-1"), "corner_pledge is made, and not all of it is as planned"),
    ];
    for (mode, id, warning) in cases {
        let (harness, _) = corner().await;
        let made = create(&harness, mode).await;
        assert!(!made.diagnostics.has_errors(), "{mode}: {:?}", made.diagnostics);
        assert_eq!(summaries(&made.diagnostics), [warning], "{mode}");
        let stored = made.json();
        assert_eq!(stored, json!({"id": id, "name": "a", "mode": mode, "complete": false}), "{mode}");
    }
}

#[tokio::test]
async fn an_object_that_the_resource_calls_incomplete_stays_incomplete() {
    let (harness, _) = corner().await;
    let made = create(&harness, "later").await;
    assert!(made.diagnostics.is_empty() && made.json()["complete"] == false, "{:?}", made.diagnostics);
}

#[tokio::test]
async fn an_incomplete_object_is_completed_in_place_even_without_an_id() {
    for mode in ["lost", "half", "later"] {
        let (harness, _) = corner().await;
        let left = create(&harness, mode).await.stored;
        let read = harness.read(&left).await.stored;
        assert_eq!(read.json()["complete"], false, "{mode}: a refresh does not complete it");
        let config = json!({"name": "a", "mode": mode});
        let plan = harness.plan(PLEDGE, Some(&read), config.clone()).await;
        assert_eq!((&plan.planned()["complete"], plan.replace.is_empty()), (&json!(true), true), "{mode}");
        let whole = harness.apply(&plan).await;
        assert_eq!(
            (&whole.json()["id"], &whole.json()["complete"]),
            (&json!("id-1"), &json!(true)),
            "{mode}"
        );
        assert!(harness.plan(PLEDGE, Some(&whole.stored), config).await.is_empty(), "{mode}");
    }
}

#[tokio::test]
async fn an_older_or_imported_object_is_complete() {
    let (harness, _) = corner().await;
    let imported = harness.import(PLEDGE, "id-1").await;
    assert_eq!(imported.json()["complete"], true);
    create(&harness, "").await;
    let older = harness.upgrade(PLEDGE, 0, json!({"id": "id-1", "name": "a", "mode": null})).await.stored;
    assert_eq!(harness.read(&older).await.json()["complete"], true);
}

async fn upgraded(harness: &Harness, stored: &Stored) -> Stored {
    harness.upgrade(PLEDGE, 0, stored.json()).await.stored
}

#[tokio::test]
async fn a_create_under_the_name_of_a_stored_object_is_a_replacement() {
    let (harness, _) = corner().await;
    let made = create(&harness, "").await.stored;
    upgraded(&harness, &made).await;
    let plan = harness.plan(PLEDGE, None, json!({"name": "a"})).await;
    assert_eq!(summaries(&plan.diagnostics), ["name: It is never replaced"]);
    let other = harness.plan(PLEDGE, None, json!({"name": "b"})).await;
    assert_eq!(summaries(&other.diagnostics), [""; 0], "another name is another object");
}

#[tokio::test]
async fn the_destroy_of_an_object_under_whose_name_a_create_is_planned_is_a_replacement() {
    let (harness, _) = corner().await;
    let made = create(&harness, "").await.stored;
    let plan = harness.plan(PLEDGE, None, json!({"name": "a"})).await;
    assert_eq!(summaries(&plan.diagnostics), [""; 0], "no stored object is known yet");
    assert_eq!(summaries(&harness.plan_destroy(&made).await.diagnostics), ["name: It is never replaced"]);
}

#[tokio::test]
async fn an_object_that_is_gone_or_renamed_does_not_block_its_name() {
    let (harness, world) = corner().await;
    let made = create(&harness, "").await.stored;
    upgraded(&harness, &made).await;
    let renamed = harness.plan(PLEDGE, Some(&made), json!({"name": "b"})).await;
    assert_eq!(summaries(&renamed.diagnostics), [""; 0]);
    let free = harness.plan(PLEDGE, None, json!({"name": "a"})).await;
    assert_eq!(summaries(&free.diagnostics), [""; 0], "its name is given up in this run");
    upgraded(&harness, &made).await;
    world.inner().things.clear();
    assert!(!harness.read(&made).await.stored.exists());
    let again = harness.plan(PLEDGE, None, json!({"name": "a"})).await;
    assert_eq!(summaries(&again.diagnostics), [""; 0], "it is created again");
}

#[tokio::test]
async fn an_object_renamed_outside_of_terraform_blocks_only_its_new_name() {
    let (harness, world) = corner().await;
    let made = create(&harness, "").await.stored;
    upgraded(&harness, &made).await;
    world.inner().things.insert("id-1".to_owned(), "b".to_owned());
    assert_eq!(harness.read(&made).await.json()["name"], "b");
    let free = harness.plan(PLEDGE, None, json!({"name": "a"})).await;
    assert_eq!(summaries(&free.diagnostics), [""; 0]);
    let taken = harness.plan(PLEDGE, None, json!({"name": "b"})).await;
    assert_eq!(summaries(&taken.diagnostics), ["name: It is never replaced"]);
}
