//! Queries: what they find, and how they end.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value as Json, json};
use tfplugin::testing::{Asked, Harness, Listing, UNKNOWN};

use crate::provider::{World, corner, server, summaries};

const FLAT: &str = "corner_flat";
const OLD: &str = "The house is old";

async fn house(numbers: &[&str]) -> (Harness, World) {
    let (harness, world) = corner().await;
    for number in numbers {
        world.inner().things.insert((*number).to_owned(), "Ada".to_owned());
    }
    (harness, world)
}

fn pages_read(world: &World) -> usize {
    world.calls().iter().filter(|call| **call == "page").count()
}

async fn until_called(world: &World, what: &str) {
    let called = async {
        while !world.inner().calls.contains(&what) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), called).await.unwrap();
}

async fn listed(harness: &Harness, config: Json) -> Listing {
    harness.list(FLAT, config, Asked::default()).await
}

#[tokio::test]
async fn everything_is_found_by_name_and_identity() {
    let (harness, world) = house(&["1", "12", "13", "2", "3"]).await;
    let all = listed(&harness, json!({})).await;
    assert_eq!(all.names(), ["flat 1", "flat 12", "flat 13", "flat 2", "flat 3"]);
    assert_eq!(summaries(&all.diagnostics), ["Flat 13", OLD]);
    assert_eq!(all.found[0].stored.identity(), json!({ "house": "north", "number": "1", "tenant": null }));
    assert!(all.found.iter().all(|found| !found.stored.exists()), "no object was asked for");
    assert_eq!(pages_read(&world), 3);
    let some = listed(&harness, json!({ "prefix": "1" })).await;
    assert_eq!(some.names(), ["flat 1", "flat 12", "flat 13"]);
    assert_eq!(listed(&harness, json!({ "prefix": "7" })).await.names(), [""; 0]);
}

#[tokio::test]
async fn an_object_that_is_included_is_what_an_import_returns() {
    let (harness, _) = house(&["1"]).await;
    let asked = Asked { include_resource: true, ..Asked::default() };
    let found = harness.list(FLAT, json!({}), asked).await.found.remove(0);
    let imported = harness.import_by_identity(FLAT, found.stored.identity()).await;
    assert_eq!(found.stored.state, imported.stored.state);
    let config = harness.generate(&found.stored).await.unwrap();
    assert!(harness.plan(FLAT, Some(&imported.stored), config).await.is_empty());
}

#[tokio::test]
async fn no_page_is_read_beyond_the_limit() {
    let (harness, world) = house(&["1", "2", "3", "4", "5", "6"]).await;
    for (limit, pages) in [(1, 1), (2, 1), (3, 2), (6, 3), (100, 3)] {
        let listing = harness.list(FLAT, json!({}), Asked { limit, ..Asked::default() }).await;
        assert_eq!(listing.found.len(), usize::try_from(limit).unwrap().min(6));
        assert_eq!(pages_read(&world), pages, "{limit}");
    }
    let all = Asked { limit: 4, ..Asked::default() };
    let to_the_end = harness.list_until(FLAT, json!({}), all, |_| false).await;
    assert_eq!((to_the_end.found.len(), summaries(&to_the_end.diagnostics)), (4, vec![]));
}

#[tokio::test]
async fn a_query_ends_when_its_reader_goes() {
    let numbers: Vec<String> = (0..100).map(|number| format!("{number:02}")).collect();
    let (harness, world) = house(&numbers.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let some =
        harness.list_until(FLAT, json!({}), Asked::default(), |listing| listing.found.len() == 3).await;
    assert_eq!(some.found.len(), 3);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(pages_read(&world) <= 3, "it read on for nobody");
}

#[tokio::test]
async fn a_query_ends_over_a_connection_too_when_its_reader_goes() {
    let world = World::default();
    let numbers = (0..1000).map(|number| (format!("{number:03}"), String::new()));
    world.inner().things = numbers.collect();
    let harness = Harness::over_tls(server(&world)).await.unwrap();
    harness.configure(json!({})).await;
    let asked = Asked { limit: 1000, ..Asked::default() };
    harness.list_until(FLAT, json!({}), asked, |listing| listing.found.len() == 3).await;
    let mut pages = 0;
    loop {
        tokio::time::sleep(Duration::from_millis(50)).await;
        match pages_read(&world) {
            0 => break,
            more => pages += more,
        }
    }
    assert!(pages < 500, "it read everything, for nobody");
}

#[tokio::test]
async fn what_a_query_has_begun_elsewhere_is_told_when_its_reader_goes() {
    let (harness, world) = house(&["1", "2", "3"]).await;
    let config = json!({ "mode": "shared" });
    let listing =
        harness.list_until(FLAT, config, Asked::default(), |listing| listing.found.len() == 1).await;
    assert_eq!(listing.names(), ["flat 1"]);
    until_called(&world, "told").await;
}

#[tokio::test]
async fn an_error_ends_the_query_and_what_was_found_stands() {
    let (harness, _) = house(&["1", "2", "3"]).await;
    for (mode, expected) in [("fail", "The second page is lost"), ("panic", "The provider panicked")] {
        let listing = listed(&harness, json!({ "mode": mode })).await;
        assert_eq!(listing.names(), ["flat 1", "flat 2"]);
        assert_eq!(summaries(&listing.diagnostics), [expected]);
    }
}

#[tokio::test]
async fn an_interrupted_query_says_that_it_is_not_complete() {
    for (mode, expected) in [
        ("wait", "Not every corner_flat is listed: the query was interrupted"),
        ("hang", "corner_flat: interrupted"),
    ] {
        let (harness, world) = house(&["1", "2", "3"]).await;
        let harness = Arc::new(harness);
        let listing = tokio::spawn({
            let harness = Arc::clone(&harness);
            async move { listed(&harness, json!({ "mode": mode })).await }
        });
        until_called(&world, "second").await;
        harness.stop().await;
        let listing = listing.await.unwrap();
        assert_eq!(
            (listing.names(), summaries(&listing.diagnostics)),
            (vec!["flat 1", "flat 2"], vec![expected.to_owned()])
        );
    }
}

#[tokio::test]
async fn a_configuration_is_validated_offline() {
    let harness = Harness::new(server(&World::default()));
    let validated = async |config| summaries(&harness.validate_list(FLAT, config).await);
    assert_eq!(validated(json!({ "prefix": "1*" })).await, ["prefix: Not a prefix"]);
    assert_eq!(validated(json!({ "prefix": UNKNOWN })).await, [""; 0]);
}

#[tokio::test]
async fn a_query_that_cannot_begin_is_an_error_of_the_query() {
    let harness = Harness::new(server(&World::default()));
    assert_eq!(
        summaries(&listed(&harness, json!({})).await.diagnostics),
        ["Provider corner is not configured"]
    );
    harness.configure(json!({ "endpoint": UNKNOWN })).await;
    let listing = listed(&harness, json!({})).await;
    let summary = "Cannot list corner_flat: the configuration of provider corner is not known yet";
    assert_eq!(summaries(&listing.diagnostics), [summary]);
}
