//! Creates that did not finish, and what happens to them.

use serde_json::json;

use super::contents::{contents, with_moved};
use super::faults::{Fault, MOVED, WRITES, config, converged, prepared};
use super::{POLICIES, TYPE, apply};
use crate::support::text_of;

/// Returns a fault that refuses every write from the nth on.
fn refused(nth: u64) -> Fault {
    Fault { effect: json!({"kind": "error", "status": 403, "code": "6", "message": "no"}), nth, count: 0 }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incomplete_create_is_moved_back_completely() {
    for nth in 1..=WRITES {
        let (system, before) = prepared().await;
        let plan = system.provider.plan(TYPE, None, config()).await;
        refused(nth).strike(&system).await;
        let made = system.provider.apply(&plan).await;
        system.no_faults().await;
        assert_eq!(
            made.stored.exists(),
            nth > 1,
            "{nth}: the first write is refused: {}",
            text_of(&made.diagnostics)
        );
        if made.stored.exists() {
            let read = system.provider.read(&made.stored).await.stored;
            let gone = system.provider.apply(&system.provider.plan_destroy(&read).await).await;
            assert!(
                !gone.diagnostics.has_errors() && !gone.stored.exists(),
                "{nth}: {}",
                text_of(&gone.diagnostics)
            );
        }
        assert_eq!(contents(&system), before, "{nth}");
    }
}

/// An incomplete move that fails again stays incomplete, and the update is an error.
#[tokio::test(flavor = "multi_thread")]
async fn an_incomplete_move_stays_incomplete_until_an_apply_finishes_it() {
    let (system, before) = prepared().await;
    refused(3).strike(&system).await;
    let made = apply(&system, None, config()).await;
    assert_eq!(made.json()["complete"], false, "{}", text_of(&made.diagnostics));
    let read = system.provider.read(&made.stored).await;
    assert_eq!(
        (&read.json()["complete"], &read.json()["moved"]),
        (&json!(false), &json!([])),
        "the actual state"
    );
    let plan = system.provider.plan(TYPE, Some(&read.stored), config()).await;
    assert!(plan.replace.is_empty() && plan.planned()["complete"] == true, "an update in place");
    let failed = system.provider.apply(&plan).await;
    assert!(failed.diagnostics.has_errors() && failed.json()["complete"] == false, "{}", failed.json());
    system.no_faults().await;
    converged(&system, &failed.stored, "").await;
    assert_eq!(contents(&system), with_moved(&before, &MOVED));
}

/// Everything is moved, but this is not known: the next apply reads, and changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn an_incomplete_create_with_everything_done_is_completed_without_a_write() {
    let (system, before) = prepared().await;
    let internal = json!({"kind": "error", "status": 500, "code": "262145", "message": "no"});
    let rule = json!({"method": "GET", "path": POLICIES, "nth": 2, "count": 0, "effect": internal});
    system.fault(rule).await;
    let mut config = config();
    config["timeouts"] = json!({"create": "3s"});
    let made = apply(&system, None, config.clone()).await;
    assert_eq!(made.json()["complete"], false, "{}", text_of(&made.diagnostics));
    system.no_faults().await;
    assert_eq!(contents(&system), with_moved(&before, &MOVED));
    let read = system.provider.read(&made.stored).await.stored;
    system.requests().await;
    let again = apply(&system, Some(&read), config).await;
    assert!(
        again.diagnostics.is_empty() && again.json()["complete"] == true,
        "{}",
        text_of(&again.diagnostics)
    );
    let requests = system.requests().await;
    assert!(requests.iter().all(|request| request.starts_with("ontap GET ")), "{requests:?}");
}
