//! A fault at any call, and one plain apply that makes everything right.

use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Stored};

use super::{
    FILES, ISCSI, POLICIES, TYPE, add, apply, config, moved, moved_of, pair, policies, remove, restrict,
    settled, with,
};
use crate::support::{System, told};

/// More calls than any of the operations makes.
const CALLS: u64 = 11;

/// What goes wrong, and whether everything goes wrong from there on.
fn faults() -> [(Json, bool); 4] {
    let lost = json!({"kind": "cut", "after": true});
    let internal = |after| json!({"kind": "error", "status": 500, "code": "262145", "message": "internal", "after": after});
    [(lost.clone(), false), (lost, true), (internal(true), true), (internal(false), true)]
}

async fn strike(system: &System, nth: u64, effect: &Json, stays: bool) {
    let count = u64::from(!stays);
    system.fault(json!({"side": "ontap", "nth": nth, "count": count, "effect": effect})).await;
}

fn runs() -> impl Iterator<Item = (u64, Json, bool)> {
    let at_each_call =
        |(effect, stays): (Json, bool)| (1..=CALLS).map(move |nth| (nth, effect.clone(), stays));
    faults().into_iter().flat_map(at_each_call)
}

/// What is stored says of each service that it is moved only if it is.
async fn is_true(system: &System, answer: &Answered, run: &str) {
    let read = system.provider.read(&answer.stored).await;
    assert!(
        moved_of(&answer.json()).is_subset(&moved_of(&read.json())),
        "{run}: {} {}",
        answer.json(),
        read.json()
    );
}

/// One apply as Terraform does it: refresh, and for a tainted object a destroy before the create.
async fn replaced(system: &System, left: &Stored, config: Json) -> Answered {
    if left.exists() {
        let read = system.provider.read(left).await;
        let gone = system.provider.apply(&system.provider.plan_destroy(&read.stored).await).await;
        assert!(!gone.diagnostics.has_errors(), "destroy: {}", told(&gone.diagnostics));
    }
    apply(system, None, config).await
}

async fn disturbed_create(nth: u64, effect: Json, stays: bool, config: Json) {
    let run = format!("{nth} {effect} {stays}");
    let system = pair().await;
    let before = policies(&system);
    let plan = system.provider.plan(TYPE, None, config.clone()).await;
    strike(&system, nth, &effect, stays).await;
    let first = system.provider.apply(&plan).await;
    system.no_faults().await;
    let again = if first.diagnostics.has_errors() {
        if first.stored.exists() {
            is_true(&system, &first, &run).await;
        }
        replaced(&system, &first.stored, config.clone()).await
    } else {
        first
    };
    assert!(again.diagnostics.is_empty(), "{run}: {}", told(&again.diagnostics));
    assert_eq!(policies(&system), moved(&before), "{run}");
    settled(&system, &again.stored, config).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_converges() {
    join_all(runs().map(|(nth, effect, stays)| disturbed_create(nth, effect, stays, config()))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_restores_converges() {
    let config = with(json!({"restore_on_destroy": true}));
    let [.., (refused, _)] = faults();
    join_all((5..=CALLS).map(|nth| disturbed_create(nth, refused.clone(), true, config.clone()))).await;
}

/// A create service by service, because somebody has restricted a neighbor.
async fn disturbed_restricted_create(nth: u64, effect: Json) {
    let system = pair().await;
    restrict(&system, FILES, "data-nfs");
    restrict(&system, ISCSI, "data-iscsi");
    let before = policies(&system);
    let plan = system.provider.plan(TYPE, None, config()).await;
    strike(&system, nth, &effect, true).await;
    let first = system.provider.apply(&plan).await;
    system.no_faults().await;
    if first.diagnostics.has_errors() {
        let again = replaced(&system, &first.stored, config()).await;
        assert!(again.diagnostics.is_empty(), "{nth} {effect}: {}", told(&again.diagnostics));
    }
    assert_eq!(policies(&system), moved(&before), "{nth} {effect}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_service_by_service_converges() {
    let [_, (lost, _), .., (refused, _)] = faults();
    let at_some_calls = |effect: Json| (5..=17).step_by(2).map(move |nth| (nth, effect.clone()));
    let runs = [lost, refused].into_iter().flat_map(at_some_calls);
    join_all(runs.map(|(nth, effect)| disturbed_restricted_create(nth, effect))).await;
}

async fn disturbed_repair(nth: u64, effect: Json, stays: bool) {
    let run = format!("{nth} {effect} {stays}");
    let system = pair().await;
    let before = policies(&system);
    let made = system.create(TYPE, config()).await;
    add(&system, FILES, "management-dns-client");
    remove(&system, ISCSI, "management-nis-client");
    let read = system.provider.read(&made).await.stored;
    let plan = system.provider.plan(TYPE, Some(&read), config()).await;
    strike(&system, nth, &effect, stays).await;
    let first = system.provider.apply(&plan).await;
    system.no_faults().await;
    is_true(&system, &first, &run).await;
    let read = system.provider.read(&first.stored).await.stored;
    let again = apply(&system, Some(&read), config()).await;
    assert!(again.diagnostics.is_empty(), "{run}: {}", told(&again.diagnostics));
    assert_eq!(policies(&system), moved(&before), "{run}");
    settled(&system, &again.stored, config()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repair_converges() {
    join_all(runs().map(|(nth, effect, stays)| disturbed_repair(nth, effect, stays))).await;
}

async fn disturbed_restore(nth: u64, effect: Json, stays: bool) {
    let run = format!("{nth} {effect} {stays}");
    let system = pair().await;
    let before = policies(&system);
    let made = system.create(TYPE, with(json!({"restore_on_destroy": true}))).await;
    let plan = system.provider.plan_destroy(&made).await;
    strike(&system, nth, &effect, stays).await;
    let first = system.provider.apply(&plan).await;
    system.no_faults().await;
    if first.diagnostics.has_errors() {
        assert!(first.stored.exists(), "{run}");
        let read = system.provider.read(&first.stored).await.stored;
        let again = system.provider.apply(&system.provider.plan_destroy(&read).await).await;
        assert!(again.diagnostics.is_empty(), "{run}: {}", told(&again.diagnostics));
    }
    assert_eq!(policies(&system), before, "{run}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_converges() {
    join_all(runs().map(|(nth, effect, stays)| disturbed_restore(nth, effect, stays))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_only_the_last_read_fails_the_message_says_that_everything_is_written() {
    let system = pair().await;
    let before = policies(&system);
    let refused =
        json!({"kind": "error", "status": 403, "code": "6", "message": "not authorized for that command"});
    system.fault(json!({"method": "GET", "path": POLICIES, "nth": 2, "count": 0, "effect": refused})).await;
    let first = apply(&system, None, config()).await;
    assert!(told(&first.diagnostics).contains("accepted all changes"), "{}", told(&first.diagnostics));
    assert_eq!(moved_of(&first.json()).len(), 5, "the state is true");
    assert_eq!(policies(&system), moved(&before));
}
