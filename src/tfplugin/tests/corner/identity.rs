//! What tells an object from all others: every answer has it, and it stays.

use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Harness, Stored, UNKNOWN};

use crate::provider::{World, corner, summaries};

const FLAT: &str = "corner_flat";
const ANOTHER: &str = "corner_flat is another object than the one in the state";

fn of(house: &str, number: &str, tenant: &str) -> Json {
    json!({ "house": house, "number": number, "tenant": (!tenant.is_empty()).then_some(tenant) })
}

async fn create(harness: &Harness, config: Json) -> Answered {
    let plan = harness.plan(FLAT, None, config).await;
    assert_eq!(plan.planned_identity(), Json::Null, "what does not exist has no identity");
    harness.apply(&plan).await
}

async fn made(config: Json) -> (Harness, World, Stored) {
    let (harness, world) = corner().await;
    let made = create(&harness, config).await;
    assert_eq!(summaries(&made.diagnostics), [""; 0]);
    (harness, world, made.stored)
}

#[tokio::test]
async fn an_object_has_an_identity_from_its_create_on() {
    let (harness, _, flat) = made(json!({ "number": "1", "tenant": "Ada" })).await;
    assert_eq!(flat.identity(), of("north", "1", "Ada"));
    let read = harness.read(&flat).await;
    assert_eq!(read.stored, flat);
    let untouched = harness.plan(FLAT, Some(&flat), json!({ "number": "1", "tenant": "Ada" })).await;
    assert!(untouched.is_empty());
    assert_eq!(untouched.planned_identity(), flat.identity());
    assert_eq!(harness.plan_destroy(&flat).await.planned_identity(), flat.identity());
}

#[tokio::test]
async fn a_resource_without_identity_never_sends_one() {
    let (harness, _) = corner().await;
    let plan = harness.plan("corner_thing", None, json!({ "name": "a" })).await;
    let thing = harness.apply(&plan).await.stored;
    assert_eq!(thing.identity(), Json::Null);
    assert_eq!(harness.read(&thing).await.stored.identity(), Json::Null);
}

#[tokio::test]
async fn an_object_from_before_gets_its_identity_with_the_next_read_or_plan() {
    let (harness, _) = corner().await;
    let nothing = harness.upgrade_identity(FLAT, 1, "").await;
    assert_eq!(summaries(&nothing.diagnostics), [""; 0]);
    assert_eq!(nothing.stored.identity(), json!({ "house": null, "number": null, "tenant": null }));
    for former in [tfplugin::Value::Null, nothing.stored.identity] {
        let (harness, _, flat) = made(json!({ "number": "1" })).await;
        let before = flat.with_identity(former);
        assert_eq!(harness.read(&before).await.stored.identity(), of("north", "1", ""));
        let plan = harness.plan(FLAT, Some(&before), json!({ "number": "1", "tenant": "Bo" })).await;
        assert_eq!(plan.planned_identity(), of("north", "1", "Bo"));
        assert_eq!(harness.apply(&plan).await.stored.identity(), of("north", "1", "Bo"));
    }
}

#[tokio::test]
async fn a_stored_identity_is_read_and_one_of_a_newer_version_is_an_error() {
    let (harness, _) = corner().await;
    let same = harness.upgrade_identity(FLAT, 0, r#"{ "house": "north", "number": "1", "gone": 3 }"#).await;
    assert_eq!(same.stored.identity(), of("north", "1", ""));
    let newer = harness.upgrade_identity(FLAT, 1, r#"{ "house": "north" }"#).await;
    let summary = "The stored identity of corner_flat comes from a newer version of the provider";
    assert_eq!(summaries(&newer.diagnostics), [summary]);
}

#[tokio::test]
async fn a_read_that_finds_another_object_is_an_error_and_changes_nothing() {
    let (harness, world, flat) = made(json!({ "number": "1" })).await;
    world.inner().house = Some("south");
    world.inner().things.insert("1".to_owned(), "Eve".to_owned());
    let read = harness.read(&flat).await;
    assert_eq!(summaries(&read.diagnostics), [ANOTHER]);
    let detail = &read.diagnostics.iter().next().unwrap().detail;
    for said in
        [r#"house = "north""#, r#"house = "south""#, "keeps the object", "terraform state rm", "import"]
    {
        assert!(detail.contains(said), "{detail}");
    }
    assert_eq!(read.stored, flat);
}

#[tokio::test]
async fn another_spelling_is_the_same_identity_and_the_stored_one_is_kept() {
    let (harness, world, flat) = made(json!({ "number": "1" })).await;
    world.inner().house = Some("NORTH");
    let read = harness.read(&flat).await;
    assert_eq!(summaries(&read.diagnostics), [""; 0]);
    assert_eq!(read.stored.identity(), flat.identity());
}

#[tokio::test]
async fn what_is_mutable_may_change() {
    let (harness, world, flat) = made(json!({ "number": "1", "tenant": "Ada" })).await;
    for tenant in ["Bo", ""] {
        world.inner().things.insert("1".to_owned(), tenant.to_owned());
        assert_eq!(harness.read(&flat).await.stored.identity(), of("north", "1", tenant));
    }
}

#[tokio::test]
async fn a_new_value_that_is_not_known_yet_is_said_by_the_apply() {
    let (harness, _, flat) = made(json!({ "number": "1", "tenant": "Ada" })).await;
    let mut plan = harness.plan(FLAT, Some(&flat), json!({ "number": "1", "tenant": UNKNOWN })).await;
    assert_eq!(plan.planned_identity(), flat.identity());
    let known = harness.plan(FLAT, Some(&flat), json!({ "number": "1", "tenant": "Bo" })).await;
    (plan.planned, plan.config) = (known.planned, known.config);
    let applied = harness.apply(&plan).await;
    assert_eq!(summaries(&applied.diagnostics), [""; 0]);
    assert_eq!(applied.stored.identity(), of("north", "1", "Bo"));
}

#[tokio::test]
async fn a_plan_that_makes_an_object_another_one_is_refused() {
    let (harness, _, flat) = made(json!({ "number": "1" })).await;
    let plan = harness.plan(FLAT, Some(&flat), json!({ "number": "2" })).await;
    assert_eq!(summaries(&plan.diagnostics), [ANOTHER]);
    assert_eq!(plan.planned_identity(), flat.identity());
    let replaced = harness.plan(FLAT, Some(&flat), json!({ "number": "2", "floor": "3" })).await;
    assert_eq!(summaries(&replaced.diagnostics), [""; 0]);
    assert_eq!(replaced.planned_identity(), of("north", "2", ""));
}

#[tokio::test]
async fn a_terraform_without_identities_works_as_before() {
    let (harness, _, flat) = made(json!({ "number": "1" })).await;
    let flat = flat.with_identity(tfplugin::Value::Null);
    let mut plan = harness.plan(FLAT, Some(&flat), json!({ "number": "2" })).await;
    assert_eq!(summaries(&plan.diagnostics), [""; 0]);
    plan.identity = tfplugin::Value::Null;
    let applied = harness.apply(&plan).await;
    assert_eq!((summaries(&applied.diagnostics), applied.json()["number"].clone()), (vec![], json!("2")));
    let unknown = json!({ "number": "1", "tenant": UNKNOWN });
    assert_eq!(harness.plan(FLAT, Some(&flat), unknown).await.planned_identity(), of("north", "1", ""));
    assert_eq!(summaries(&harness.plan_destroy(&flat).await.diagnostics), [""; 0]);
}

#[tokio::test]
async fn an_object_that_its_identity_does_not_name_is_not_destroyed() {
    let (harness, _, flat) = made(json!({ "number": "1" })).await;
    let other = harness.apply(&harness.plan(FLAT, None, json!({ "number": "2" })).await).await.stored;
    let plan = harness.plan_destroy(&flat.with_identity(other.identity)).await;
    assert_eq!(summaries(&plan.diagnostics), [ANOTHER]);
    assert!(plan.diagnostics.iter().all(|error| error.detail.contains("Nothing is destroyed.")));
}

#[tokio::test]
async fn a_change_that_ends_in_another_object_is_an_error_with_the_stored_identity() {
    let (harness, world, flat) = made(json!({ "number": "1" })).await;
    let plan = harness.plan(FLAT, Some(&flat), json!({ "number": "1", "tenant": "Bo" })).await;
    world.inner().house = Some("south");
    let applied = harness.apply(&plan).await;
    assert_eq!(summaries(&applied.diagnostics), [ANOTHER]);
    assert_eq!(applied.json()["tenant"], "Bo");
    assert_eq!(applied.stored.identity(), of("north", "1", "Bo"));
}

#[tokio::test]
async fn the_identity_survives_what_fails_and_what_is_skipped() {
    let (harness, _, flat) = made(json!({ "number": "1", "tenant": "Ada", "mode": "stays" })).await;
    let config = json!({ "number": "1", "tenant": "Bo", "mode": "fail" });
    let failed = harness.apply(&harness.plan(FLAT, Some(&flat), config).await).await;
    assert!(failed.diagnostics.has_errors());
    assert_eq!(failed.stored.identity(), of("north", "1", "Bo"));
    let stays = harness.apply(&harness.plan_destroy(&flat).await).await;
    assert_eq!(summaries(&stays.diagnostics), ["It stays"]);
    assert_eq!(stays.stored, flat);
    let unconfigured = Harness::new(crate::provider::server(&World::default()));
    unconfigured.configure(json!({ "endpoint": UNKNOWN })).await;
    assert_eq!(unconfigured.read(&flat).await.stored, flat);
    let plan = unconfigured.plan_destroy(&flat).await;
    assert_eq!(plan.planned_identity(), flat.identity());
}

#[tokio::test]
async fn the_identity_survives_a_read_that_fails_or_panics() {
    let (harness, _, flat) = made(json!({ "number": "1", "mode": "unreadable" })).await;
    let read = harness.read(&flat).await;
    assert_eq!(summaries(&read.diagnostics), ["It cannot be read"]);
    assert_eq!(read.stored, flat);
    let mut panics = flat;
    panics.state = tfplugin::Value::object([("number", "1".into()), ("mode", "panic".into())]);
    let read = harness.read(&panics).await;
    assert_eq!(summaries(&read.diagnostics), [""; 0]);
    assert_eq!(read.stored.identity(), panics.identity());
}

#[tokio::test]
async fn an_object_that_is_gone_has_no_identity() {
    let (harness, world, flat) = made(json!({ "number": "1" })).await;
    world.inner().things.clear();
    assert_eq!(harness.read(&flat).await.stored.identity(), Json::Null);
}

#[tokio::test]
async fn a_failed_create_has_the_identity_of_what_exists() {
    let (harness, _) = corner().await;
    let failed = create(&harness, json!({ "number": "1", "mode": "fail" })).await;
    assert_eq!(summaries(&failed.diagnostics), ["It failed"]);
    assert_eq!(failed.stored.identity(), of("north", "1", ""));
}

#[tokio::test]
async fn a_create_without_identity_is_an_error_and_the_object_is_stored() {
    let (harness, _) = corner().await;
    let made = create(&harness, json!({ "number": "1", "mode": "homeless" })).await;
    assert_eq!(summaries(&made.diagnostics), ["corner_flat has no identity after its create"]);
    assert_eq!((made.json()["number"].clone(), made.stored.identity()), (json!("1"), Json::Null));
}

#[tokio::test]
async fn an_incomplete_create_needs_no_identity_and_the_next_read_finds_it() {
    let (harness, world) = corner().await;
    let pledge = |mode: &str| json!({ "name": "a", "mode": mode });
    for (mode, identity) in [("lost", Json::Null), ("half", json!({ "id": "id-1" }))] {
        let made = harness.apply(&harness.plan("corner_pledge", None, pledge(mode)).await).await;
        assert!(!made.diagnostics.has_errors());
        assert_eq!((made.json()["complete"].clone(), made.stored.identity()), (json!(false), identity));
        world.inner().things.clear();
    }
    let hurried = harness.apply(&harness.plan("corner_pledge", None, pledge("hurry")).await).await;
    assert!(!hurried.diagnostics.has_errors(), "a create that took effect is not tainted");
    assert_eq!(hurried.json()["complete"], false);
    let complete = harness.plan("corner_pledge", Some(&hurried.stored), pledge("calm")).await;
    assert_eq!(harness.apply(&complete).await.stored.identity(), json!({ "id": "id-1" }));
}
