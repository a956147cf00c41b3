//! Imports, by id and by identity.

use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Harness, UNKNOWN};

use crate::provider::{World, corner, summaries};

const FLAT: &str = "corner_flat";

async fn house() -> (Harness, World) {
    let (harness, world) = corner().await;
    for (number, tenant) in [("1", "Ada"), ("?1", "Ada"), ("2", "")] {
        world.inner().things.insert(number.to_owned(), tenant.to_owned());
    }
    (harness, world)
}

fn outcome(imported: &Answered) -> (Vec<String>, bool) {
    (summaries(&imported.diagnostics), imported.stored.exists())
}

#[tokio::test]
async fn an_import_by_id_says_the_identity_and_the_read_after_it_agrees() {
    let (harness, _) = house().await;
    let imported = harness.import(FLAT, "1").await;
    assert_eq!(outcome(&imported), (vec![], true));
    assert_eq!(imported.stored.identity(), json!({ "house": "north", "number": "1", "tenant": "Ada" }));
    let read = harness.read(&imported.stored).await;
    assert_eq!((outcome(&read), &read.stored), ((vec![], true), &imported.stored));
}

#[tokio::test]
async fn an_import_by_identity_finds_the_object_and_says_its_identity_as_the_object_has_it() {
    let (harness, _) = house().await;
    for given in [
        json!({ "house": "north", "number": "1" }),
        json!({ "house": "NORTH", "number": "1", "tenant": "Ada" }),
        json!({ "house": "north", "number": "1", "tenant": "who left" }),
    ] {
        let imported = harness.import_by_identity(FLAT, given).await;
        assert_eq!(outcome(&imported), (vec![], true));
        assert_eq!(imported.stored.identity(), json!({ "house": "north", "number": "1", "tenant": "Ada" }));
        assert_eq!(harness.read(&imported.stored).await.stored, imported.stored);
    }
}

#[tokio::test]
async fn an_import_by_identity_that_finds_another_object_is_refused() {
    let (harness, world) = house().await;
    let other = "Another corner_flat than the one to import";
    let imported = harness.import_by_identity(FLAT, json!({ "house": "north", "number": "?1" })).await;
    assert_eq!(outcome(&imported), (vec![other.to_owned()], false));
    world.inner().house = Some("south");
    let imported = harness.import_by_identity(FLAT, json!({ "house": "north", "number": "1" })).await;
    assert_eq!(outcome(&imported), (vec![other.to_owned()], false));
    let detail = &imported.diagnostics.iter().next().unwrap().detail;
    assert!(detail.contains(r#"house = "north""#) && detail.contains(r#"house = "south""#), "{detail}");
}

#[tokio::test]
async fn an_import_names_one_object_in_one_way() {
    let (harness, _) = house().await;
    let whole = json!({ "house": "north", "number": "1" });
    for (type_name, id, identity, expected) in [
        (FLAT, "1", whole, "corner_flat is imported by id or by identity, not by both"),
        (FLAT, "", json!({ "tenant": "Ada" }), "An identity without house and number"),
        (FLAT, "", json!({ "house": "no rth", "number": "1" }), "Invalid house of an identity"),
        (
            FLAT,
            "",
            json!({ "house": "north", "number": UNKNOWN }),
            "An identity of corner_flat is not known yet",
        ),
        ("corner_thing", "", json!({}), "corner_thing is imported by id"),
        ("corner_pledge", "", json!({ "id": "1" }), "A pledge is not imported by identity"),
    ] {
        let imported = harness.import_by(type_name, id, identity).await;
        assert_eq!(outcome(&imported), (vec![expected.to_owned()], false));
    }
    let neither = harness.import(FLAT, "").await;
    assert_eq!(outcome(&neither), (vec!["corner_flat is imported by id or by identity".to_owned()], false));
    assert_eq!(neither.stored.identity(), Json::Null);
}
