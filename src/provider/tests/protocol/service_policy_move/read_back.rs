//! Reads that fail after a write: they are repeated until the create's time is up, and then the create is not
//! complete.

use futures::future::join_all;
use serde_json::{Value as Json, json};

use super::contents::{contents, with_moved};
use super::{ADD, FIVE, POLICIES, TYPE, apply, config, pair, settled, with};
use crate::support::{System, text_of};

/// Returns answers to a read that say nothing, and may come from something between provider and cluster.
fn silent() -> [Json; 4] {
    let body =
        |kind: &str, text: &str| json!({"kind": "body", "status": 200, "content_type": kind, "text": text});
    [
        json!({"kind": "cut"}),
        json!({"kind": "error", "status": 500, "code": "262145", "message": "internal"}),
        body("text/html", "<html>Sign in</html>"),
        body("application/json", r#"{"records": [{"uuid": "u"#),
    ]
}

async fn unreadable(system: &System, nth: u64, count: u64, effect: Json) {
    system
        .fault(json!({"method": "GET", "path": POLICIES, "nth": nth, "count": count, "effect": effect}))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_after_the_writes_is_repeated() {
    let run = async |effect: Json| {
        let system = pair().await;
        let before = contents(&system);
        unreadable(&system, 2, 2, effect.clone()).await;
        let made = system.create(TYPE, config()).await;
        assert_eq!(made.json()["complete"], true, "{effect}");
        assert_eq!(contents(&system), with_moved(&before, &FIVE), "{effect}");
    };
    join_all(silent().map(run)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_after_the_writes_that_never_succeeds_leaves_the_create_incomplete() {
    let config = with(json!({"timeouts": {"create": "4s"}}));
    let run = async |effect: Json| {
        let system = pair().await;
        let before = contents(&system);
        unreadable(&system, 2, 0, effect.clone()).await;
        let made = apply(&system, None, config.clone()).await;
        let said = text_of(&made.diagnostics);
        assert!(!made.diagnostics.has_errors() && made.json()["complete"] == false, "{effect}: {said}");
        assert!(
            said.starts_with("[] It is not known what the service policies of storage VM svm_cvo are"),
            "{said}"
        );
        assert!(said.contains("accepted all changes"), "{said}");
        assert_eq!(contents(&system), with_moved(&before, &FIVE), "{effect}");
        system.no_faults().await;
        let again = apply(&system, Some(&made.stored), config.clone()).await;
        assert!(again.diagnostics.is_empty(), "{effect}: {}", text_of(&again.diagnostics));
        settled(&system, &again.stored, config.clone()).await;
    };
    let refused = json!({"kind": "error", "status": 403, "code": "6", "message": "not authorized"});
    join_all(silent().into_iter().chain([refused]).map(run)).await;
}

/// Neither the answer nor a later read shows whether a write took effect.
#[tokio::test(flavor = "multi_thread")]
async fn a_write_with_an_unknown_outcome_leaves_the_create_incomplete() {
    let config = with(json!({"timeouts": {"create": "4s"}}));
    let run = async |(nth, status, after): (u64, u16, bool)| {
        let run = format!("{nth} {status} {after}");
        let system = pair().await;
        let before = contents(&system);
        let effect = json!({"kind": "error", "status": status, "code": "6", "message": "no", "after": after});
        system.fault(json!({"method": "POST", "path": ADD, "nth": nth, "effect": effect})).await;
        unreadable(&system, 2, 0, json!({"kind": "cut"})).await;
        let made = apply(&system, None, config.clone()).await;
        let said = text_of(&made.diagnostics);
        assert!(!made.diagnostics.has_errors() && made.json()["complete"] == false, "{run}: {said}");
        assert!(
            said.starts_with("[] It is not known whether ") && said.contains("As far as is known"),
            "{run}: {said}"
        );
        system.no_faults().await;
        let read = system.provider.read(&made.stored).await.stored;
        let again = apply(&system, Some(&read), config.clone()).await;
        assert!(again.diagnostics.is_empty(), "{run}: {}", text_of(&again.diagnostics));
        assert_eq!(contents(&system), with_moved(&before, &FIVE), "{run}");
    };
    let runs = [1, 4].into_iter().flat_map(|nth| [(nth, 403, true), (nth, 403, false), (nth, 400, false)]);
    join_all(runs.map(run)).await;
}

/// The time is up while a write is on its way.
#[tokio::test(flavor = "multi_thread")]
async fn a_create_at_its_timeout_is_kept_and_finished() {
    let config = with(json!({"timeouts": {"create": "1s"}}));
    let run = async |nth: u64| {
        let system = pair().await;
        let before = contents(&system);
        let late = json!({"kind": "delay", "milliseconds": 9_000});
        let plan = system.provider.plan(TYPE, None, config.clone()).await;
        system.fault(json!({"method": "POST", "path": ADD, "nth": nth, "effect": late})).await;
        let made = system.provider.apply(&plan).await;
        let said = text_of(&made.diagnostics);
        assert!(!made.diagnostics.has_errors() && said.contains("time is up"), "{nth}: {said}");
        assert!(
            said.starts_with("[] It is not known whether ") && made.json()["complete"] == false,
            "{nth}: {said}"
        );
        let open = said.matches("was added to service policy").count();
        assert_eq!(open, 1, "{nth}: the other target has answered: {said}");
        system.no_faults().await;
        let longer = with(json!({"timeouts": {"create": "5m"}}));
        let read = system.provider.read(&made.stored).await.stored;
        let again = apply(&system, Some(&read), longer.clone()).await;
        assert!(again.diagnostics.is_empty(), "{nth}: {}", text_of(&again.diagnostics));
        assert_eq!(contents(&system), with_moved(&before, &FIVE), "{nth}");
        settled(&system, &again.stored, longer).await;
    };
    join_all([1, 6].map(run)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_read_before_the_first_write_stores_nothing() {
    for path in [POLICIES, "/api/network/ip/interfaces", "/api/private/cli/network/interface/service-policy"]
    {
        let system = pair().await;
        let before = contents(&system);
        let effect = json!({"kind": "error", "status": 403, "code": "6", "message": "not authorized"});
        system.fault(json!({"method": "GET", "path": path, "count": 0, "effect": effect})).await;
        let made = apply(&system, None, config()).await;
        assert!(
            made.diagnostics.has_errors() && !made.stored.exists(),
            "{path}: {}",
            text_of(&made.diagnostics)
        );
        assert_eq!(contents(&system), before, "{path}");
    }
}
