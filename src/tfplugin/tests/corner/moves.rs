//! Objects of other providers that become objects of this one.

use serde_json::{Value as Json, json};
use tfplugin::MovedFrom;
use tfplugin::testing::Harness;

use crate::provider::{World, corner, server, summaries};

const FLAT: &str = "corner_flat";

fn apartment(state: Json) -> MovedFrom {
    MovedFrom {
        provider_address: "registry.terraform.io/old/town".to_owned(),
        type_name: "town_apartment".to_owned(),
        schema_version: 1,
        state,
        private: b"not JSON".to_vec(),
        identity: None,
    }
}

#[tokio::test]
async fn an_object_is_moved_before_the_provider_is_configured_and_read_afterwards() {
    let world = World::default();
    let unconfigured = Harness::new(server(&world));
    let moved = unconfigured.moved(FLAT, &apartment(json!({ "door": "1", "colour": "red" }))).await;
    assert_eq!(summaries(&moved.diagnostics), [""; 0]);
    assert_eq!(moved.json()["number"], "1");
    assert_eq!(moved.json()["code"], Json::Null, "what is never stored is not moved either");
    assert_eq!((moved.stored.private.len(), moved.stored.identity()), (0, Json::Null));
    let (harness, world) = corner().await;
    world.inner().things.insert("1".to_owned(), "Ada".to_owned());
    let read = harness.read(&moved.stored).await;
    assert_eq!(read.stored.identity(), json!({ "house": "north", "number": "1", "tenant": "Ada" }));
}

#[tokio::test]
async fn another_source_is_an_error_that_names_the_other_way() {
    let (harness, _) = corner().await;
    let other_provider = MovedFrom {
        provider_address: "registry.terraform.io/new/town".to_owned(),
        ..apartment(json!({ "door": "1" }))
    };
    let other_type = MovedFrom { type_name: "town_house".to_owned(), ..apartment(json!({ "door": "1" })) };
    for (target, source) in
        [(FLAT, &other_provider), (FLAT, &other_type), ("corner_thing", &apartment(json!({})))]
    {
        let refused = harness.moved(target, source).await;
        let error = refused.diagnostics.iter().next().unwrap();
        assert_eq!(error.summary, format!("A {} cannot be moved to {target}", source.type_name));
        for said in
            [&source.provider_address, "Nothing was moved.", "removed {", "destroy = false", "import {"]
        {
            assert!(error.detail.contains(said), "{}", error.detail);
        }
        assert!(!refused.stored.exists());
    }
}

#[tokio::test]
async fn a_state_that_is_not_enough_is_an_error_and_moves_nothing() {
    let (harness, _) = corner().await;
    for (state, expected) in [
        (json!({ "door": "" }), "It has no door"),
        (json!({ "door": "12" }), "keys: corner_flat: keys is unknown after the move"),
        (json!({ "door": "13" }), "The provider panicked"),
        (json!("a text"), "A town_apartment cannot be moved to corner_flat: its state cannot be read"),
    ] {
        let refused = harness.moved(FLAT, &apartment(state)).await;
        assert_eq!(summaries(&refused.diagnostics), [expected]);
        assert!(!refused.stored.exists());
    }
}
