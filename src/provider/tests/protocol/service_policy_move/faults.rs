//! A fault at each write of create, update and destroy, and one plain apply that repairs everything.
//!
//! Whatever happens, other services, and the addresses that may use them, stay unchanged; a create that
//! changed something is not an error; and its messages are true.

use cvo_simulator::Preset;
use cvo_simulator::world::version::OntapVersion;
use futures::StreamExt;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Stored};

use super::contents::{Contents, contents, with_moved};
use super::{FILES, ISCSI, TYPE, add, apply, pair_of, restrict, settled, with};
use crate::support::{System, text_of};

/// The services that are moved, from one policy into two: six writes.
const SERVICES: [&str; 2] = ["management-dns-client", "management-nis-client"];
pub(super) const MOVED: [&str; 2] = ["management_dns_client", "management_nis_client"];
pub(super) const WRITES: u64 = 6;

/// Matches every write of a service, and nothing else.
const ANY_WRITE: &str = "/api/private/cli/network/interface/service-policy/*-service";

/// How a write fails, and how often from then on.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) effect: Json,
    pub(super) nth: u64,
    /// Number of failing writes; 0 means all.
    pub(super) count: u64,
}

/// Returns each kind of wrong answer, both after the write took effect and instead of it.
pub(super) fn effects() -> Vec<Json> {
    let error =
        |status: u16, code: &str| json!({"kind": "error", "status": status, "code": code, "message": "no"});
    let body = |status: u16, kind: &str, text: &str| json!({"kind": "body", "status": status, "content_type": kind, "text": text});
    let html = "<html><body>Sign in</body></html>";
    let all = [
        json!({"kind": "cut"}),
        error(500, "262145"),
        error(503, "7"),
        error(403, "6"),
        body(200, "text/html", html),
        body(404, "text/html", html),
        body(200, "application/json", r#"{"error": {"message": "no", "code": "13001"}}"#),
    ];
    let either = |effect: Json| {
        [false, true].map(|after| {
            let mut effect = effect.clone();
            effect["after"] = json!(after);
            effect
        })
    };
    all.into_iter().flat_map(either).collect()
}

/// Returns each effect once at each write, and permanently from the third write on.
fn faults() -> Vec<Fault> {
    let once = |effect: &Json| {
        let effect = effect.clone();
        (1..=WRITES).map(move |nth| Fault { effect: effect.clone(), nth, count: 1 })
    };
    let for_good = effects().into_iter().map(|effect| Fault { effect, nth: 3, count: 0 });
    effects().iter().flat_map(once).chain(for_good).collect()
}

/// Runs all faults, several at a time.
async fn each<F: Future<Output = ()>>(run: impl Fn(Fault) -> F) {
    let all = faults();
    assert_eq!(all.len(), 14 * 7);
    futures::stream::iter(all).map(run).buffer_unordered(12).collect::<Vec<()>>().await;
}

impl Fault {
    pub(super) async fn strike(&self, system: &System) {
        let Self { effect, nth, count } = self;
        let rule = json!({"method": "POST", "path": ANY_WRITE, "nth": nth, "count": count, "effect": effect});
        system.fault(rule).await;
    }
}

/// Returns a pair in one zone whose administrator has restricted moved and unmoved services.
pub(super) async fn prepared() -> (System, Contents) {
    let system = pair_of(Preset::HaSingleAz, OntapVersion::V9_15_1).await;
    add(&system, FILES, "management-https");
    for (policy, service) in [
        (FILES, "management-dns-client"),
        (FILES, "data-nfs"),
        (FILES, "management-https"),
        (ISCSI, "data-iscsi"),
    ] {
        restrict(&system, policy, service);
    }
    let before = contents(&system);
    (system, before)
}

pub(super) fn config() -> Json {
    with(json!({"services": SERVICES, "restore_on_destroy": true}))
}

/// Applies once more as Terraform does: refresh, plan, apply. Nothing may be left to do.
pub(super) async fn converged(system: &System, left: &Stored, run: &str) -> Stored {
    let read = system.provider.read(left).await;
    assert!(read.diagnostics.is_empty(), "{run}: {}", text_of(&read.diagnostics));
    let stored = Some(&read.stored).filter(|stored| stored.exists());
    let again = apply(system, stored, config()).await;
    assert!(again.diagnostics.is_empty(), "{run}: {}", text_of(&again.diagnostics));
    assert_eq!(again.json()["complete"], true, "{run}");
    settled(system, &again.stored, config()).await
}

/// Asserts that services that are not moved are unchanged.
pub(super) fn untouched(now: &Contents, before: &Contents, run: &str) {
    let others = |all: &Contents| -> Contents {
        let is_other = |service: &String| !MOVED.contains(&service.as_str());
        all.iter()
            .filter(|((_, service), _)| is_other(service))
            .map(|(at, net)| (at.clone(), net.clone()))
            .collect()
    };
    assert_eq!(others(now), others(before), "{run}");
}

/// Asserts that the messages of a create are true, and that it is not an error once it changed something.
pub(super) fn is_honest(made: &Answered, now: &Contents, before: &Contents, run: &str) {
    let said = text_of(&made.diagnostics);
    if made.diagnostics.has_errors() {
        assert!(!made.stored.exists(), "{run}: an error stores nothing: {said}");
        assert_eq!(now, before, "{run}: a create that changed something is not an error: {said}");
        return;
    }
    let is_complete = made.diagnostics.is_empty();
    assert_eq!(made.json()["complete"], json!(is_complete), "{run}: {said}");
    if is_complete {
        assert_eq!(*now, with_moved(before, &MOVED), "{run}");
        return;
    }
    assert_eq!(made.diagnostics.iter().count(), 1, "{run}: one warning: {said}");
    let begins = ["[] It is not known ", "[] Not moved"];
    assert!(begins.iter().any(|begin| said.starts_with(begin)), "{run}: {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_took_effect_is_not_an_error_and_the_next_apply_finishes_it() {
    each(async |fault| {
        let run = format!("{fault:?}");
        let (system, before) = prepared().await;
        let plan = system.provider.plan(TYPE, None, config()).await;
        fault.strike(&system).await;
        let made = system.provider.apply(&plan).await;
        system.no_faults().await;
        let between = contents(&system);
        untouched(&between, &before, &run);
        is_honest(&made, &between, &before, &run);
        if made.stored.exists() {
            drop(converged(&system, &made.stored, &run).await);
        } else {
            drop(system.create(TYPE, config()).await);
        }
        assert_eq!(contents(&system), with_moved(&before, &MOVED), "{run}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_is_finished_by_the_next_apply() {
    each(async |fault| {
        let run = format!("{fault:?}");
        let (system, before) = prepared().await;
        let other = with(json!({"services": ["management-ad-client"], "restore_on_destroy": true}));
        let made = system.create(TYPE, other).await;
        let begun = contents(&system);
        let plan = system.provider.plan(TYPE, Some(&made), config()).await;
        fault.strike(&system).await;
        let first = system.provider.apply(&plan).await;
        system.no_faults().await;
        let between = contents(&system);
        untouched(&between, &begun, &run);
        assert!(first.stored.exists() && first.json()["complete"] == true, "{run}");
        if !first.diagnostics.has_errors() {
            assert_eq!(between, with_moved(&begun, &MOVED), "{run}: {}", text_of(&first.diagnostics));
        }
        converged(&system, &first.stored, &run).await;
        assert_eq!(contents(&system), with_moved(&begun, &MOVED), "{run}");
        assert_ne!(begun, before, "the service moved before stays moved");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restoring_destroy_is_finished_by_the_next_one() {
    each(async |fault| {
        let run = format!("{fault:?}");
        let (system, before) = prepared().await;
        let made = system.create(TYPE, config()).await;
        let plan = system.provider.plan_destroy(&made).await;
        fault.strike(&system).await;
        let first = system.provider.apply(&plan).await;
        system.no_faults().await;
        untouched(&contents(&system), &before, &run);
        assert_eq!(
            first.diagnostics.has_errors(),
            first.stored.exists(),
            "{run}: {}",
            text_of(&first.diagnostics)
        );
        if first.stored.exists() {
            let read = system.provider.read(&first.stored).await.stored;
            let again = system.provider.apply(&system.provider.plan_destroy(&read).await).await;
            assert!(
                !again.diagnostics.has_errors() && !again.stored.exists(),
                "{run}: {}",
                text_of(&again.diagnostics)
            );
        }
        assert_eq!(contents(&system), before, "{run}");
    })
    .await;
}
