//! The connection breaks at any call, a read or a write, and stays broken for the rest of the operation.

use futures::StreamExt;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Planned};

use super::TYPE;
use super::contents::{Contents, contents, with_moved};
use super::faults::{MOVED, config, converged, is_honest, prepared, untouched};
use crate::support::{System, text_of};

/// More calls than any of the operations makes.
const CALLS: u64 = 14;

/// Returns the configuration with short timeouts.
fn with_short_timeouts() -> Json {
    let mut config = config();
    config["timeouts"] = json!({"create": "3s", "update": "3s", "delete": "3s"});
    config
}

/// Applies with a connection that breaks at the nth call.
async fn cut_off(system: &System, plan: &Planned, nth: u64, before: &Contents) -> Answered {
    let effect = json!({"kind": "cut", "after": true});
    system.fault(json!({"side": "ontap", "nth": nth, "count": 0, "effect": effect})).await;
    let answer = system.provider.apply(plan).await;
    system.no_faults().await;
    untouched(&contents(system), before, &nth.to_string());
    answer
}

/// Runs for every call, several at a time. Returns how many runs ended with an error or a warning.
async fn each<F: Future<Output = bool>>(run: impl Fn(u64) -> F) -> usize {
    let ends: Vec<_> = futures::stream::iter(1..=CALLS).map(run).buffer_unordered(7).collect().await;
    ends.into_iter().filter(|is_disturbed| *is_disturbed).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_is_finished_by_the_next_apply() {
    let disturbed = each(async |nth| {
        let (system, before) = prepared().await;
        let plan = system.provider.plan(TYPE, None, with_short_timeouts()).await;
        let made = cut_off(&system, &plan, nth, &before).await;
        is_honest(&made, &contents(&system), &before, &nth.to_string());
        if made.stored.exists() {
            drop(converged(&system, &made.stored, &nth.to_string()).await);
        } else {
            drop(system.create(TYPE, config()).await);
        }
        assert_eq!(contents(&system), with_moved(&before, &MOVED), "{nth}");
        !made.diagnostics.is_empty()
    });
    assert!(disturbed.await > 8, "at least each write is disturbed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repair_is_finished_by_the_next_apply() {
    let disturbed = each(async |nth| {
        let (system, before) = prepared().await;
        let mut none = with_short_timeouts();
        none["services"] = json!(["management-ad-client"]);
        let made = system.create(TYPE, none).await;
        let begun = contents(&system);
        let plan = system.provider.plan(TYPE, Some(&made), with_short_timeouts()).await;
        let first = cut_off(&system, &plan, nth, &begun).await;
        assert!(first.stored.exists() && first.json()["complete"] == true, "{nth}");
        converged(&system, &first.stored, &nth.to_string()).await;
        assert_eq!(contents(&system), with_moved(&begun, &MOVED), "{nth}");
        assert_ne!(begun, before, "the service moved before stays moved");
        first.diagnostics.has_errors()
    });
    assert!(disturbed.await > 6, "at least each write is disturbed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restoring_destroy_is_finished_by_the_next_one() {
    let disturbed = each(async |nth| {
        let (system, before) = prepared().await;
        let made = system.create(TYPE, with_short_timeouts()).await;
        let plan = system.provider.plan_destroy(&made).await;
        let first = cut_off(&system, &plan, nth, &before).await;
        let said = text_of(&first.diagnostics);
        assert_eq!(first.diagnostics.has_errors(), first.stored.exists(), "{nth}: {said}");
        if first.stored.exists() {
            let read = system.provider.read(&first.stored).await.stored;
            let again = system.provider.apply(&system.provider.plan_destroy(&read).await).await;
            assert!(!again.stored.exists(), "{nth}: {}", text_of(&again.diagnostics));
        }
        assert_eq!(contents(&system), before, "{nth}");
        first.stored.exists()
    });
    assert!(disturbed.await > 6, "at least each write is disturbed");
}
