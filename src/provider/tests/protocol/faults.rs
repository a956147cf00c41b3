//! A fault at each call of each create: a create that may have taken effect is never an error, nothing is
//! ever replaced, and one plain apply repairs everything.

use std::ops::RangeInclusive;

use crate::cases::{CASES, Case, Faults, Subject};
use crate::support::{Estate, System, text_of};
use cvo_simulator::inventory::Preset;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Stored};

/// Number of calls beyond those of an undisturbed operation that faults strike too, because an operation that
/// waits longer for a job makes more calls. Later faults would strike nothing.
const MORE: u64 = 2;

/// How a call fails, and whether all calls fail from then on until the create's time is up.
#[derive(Debug, Clone)]
struct Fault {
    name: &'static str,
    effect: Json,
    stays: bool,
}

fn body(status: u16, text: &str, after: bool) -> Json {
    json!({"kind": "body", "status": status, "content_type": "text/html", "text": text, "after": after})
}

fn error(status: u16, code: &str) -> Json {
    json!({"kind": "error", "status": status, "code": code, "message": "as it was told", "after": true})
}

fn faults() -> Vec<Fault> {
    let html = "<html>Bad gateway</html>";
    let refused = r#"{"error": {"message": "no", "code": "4"}}"#;
    let json = |text: &str| json!({"kind": "body", "status": 200, "content_type": "application/json", "text": text, "after": true});
    let fault = |name, effect| Fault { name, effect, stays: false };
    vec![
        fault("never arrived", json!({"kind": "cut"})),
        fault("answer lost", json!({"kind": "cut", "after": true})),
        Fault { name: "answer lost for good", effect: json!({"kind": "cut", "after": true}), stays: true },
        fault("broke off inside", error(500, "262145")),
        fault("too busy, and done", error(503, "7")),
        fault("HTML with 200", body(200, html, true)),
        fault("HTML with 404", body(404, html, true)),
        fault("HTML with 500", body(500, html, true)),
        fault("HTML with 403", body(403, html, true)),
        fault("an error with 200", json(refused)),
        fault("half an answer", json(r#"{"records": [{"uu"#)),
    ]
}

/// Returns the cases whose creates, changes and destroys are tested here.
fn struck() -> impl Iterator<Item = &'static Case> {
    CASES.iter().filter(|case| case.faults == Faults::Generic)
}

/// Starts a system, and makes what must exist before the case.
async fn prepared(preset: Preset, kind: &'static Case) -> (System, Subject) {
    let system = System::of(preset).await;
    let case = kind.prepare(&system, &Estate::of(&system, preset).await).await;
    (system, case)
}

/// Applies as Terraform does: refresh, plan, then change in place or create.
async fn apply_again(system: &System, (kind, case): (&Case, &Subject), left: &Stored, run: &str) -> Answered {
    let mut stored = None;
    if left.exists() {
        let read = system.provider.read(left).await;
        assert!(!read.diagnostics.has_errors(), "{run}: read: {}", text_of(&read.diagnostics));
        stored = read.stored.exists().then_some(read.stored);
    }
    let plan = system.provider.plan(kind.type_name, stored.as_ref(), case.config.clone()).await;
    assert!(!plan.diagnostics.has_errors(), "{run}: plan: {}", text_of(&plan.diagnostics));
    assert!(plan.replace.is_empty(), "{run}: nothing is replaced");
    system.provider.apply(&plan).await
}

async fn strike(system: &System, nth: u64, fault: &Fault) {
    system.fault(json!({"side": "ontap", "nth": nth, "effect": fault.effect})).await;
    if fault.stays {
        let down = json!({"side": "ontap", "nth": nth + 1, "count": 0, "effect": {"kind": "cut"}});
        system.fault(down).await;
    }
}

/// Runs a create with a fault, and then one more apply that repairs everything. Returns whether the create
/// was left unfinished.
async fn one_run(preset: Preset, kind: &'static Case, (nth, fault): (u64, &Fault), reference: &Json) -> bool {
    let (system, mut case) = prepared(preset, kind).await;
    let run = format!("{preset:?} {} call {nth} {}", kind.type_name, fault.name);
    if fault.stays {
        case.config["timeouts"] = json!({"create": "4s"});
    }
    let before = system.state().await;
    let plan = system.provider.plan(kind.type_name, None, case.config.clone()).await;
    strike(&system, nth, fault).await;
    let first = system.provider.apply(&plan).await;
    system.no_faults().await;
    let ended = if first.diagnostics.has_errors() {
        assert!(!first.stored.exists(), "{run}: an error taints: {}", text_of(&first.diagnostics));
        assert_eq!(system.state().await, before, "{run}: an error although something was made");
        false
    } else {
        first.json()["complete"] == true
    };
    let last = if ended { first } else { apply_again(&system, (kind, &case), &first.stored, &run).await };
    assert!(!last.diagnostics.has_errors(), "{run}: {}", text_of(&last.diagnostics));
    assert_eq!(last.json()["complete"], true, "{run}");
    let read = system.provider.read(&last.stored).await;
    let plan = system.provider.plan(kind.type_name, Some(&read.stored), case.config.clone()).await;
    assert!(plan.is_empty(), "{run}: {}", plan.planned());
    assert_eq!(system.state().await, *reference, "{run}");
    !ended
}

/// The state after an undisturbed operation, and the calls of it that faults strike.
struct Reference {
    state: Json,
    calls: RangeInclusive<u64>,
}

impl Reference {
    /// Reads both, for the operation since the request log was emptied.
    async fn of(system: &System) -> Self {
        let calls = system.requests().await.iter().filter(|call| call.starts_with("ontap ")).count();
        assert!(calls > 1, "{calls} calls");
        Self { state: system.state().await, calls: 1..=u64::try_from(calls).unwrap() + MORE }
    }
}

async fn reference(preset: Preset, kind: &'static Case) -> Reference {
    let (system, case) = prepared(preset, kind).await;
    system.requests().await;
    system.create(kind.type_name, case.config).await;
    Reference::of(&system).await
}

async fn converges(preset: Preset, kind: &'static Case, faults: Vec<Fault>) {
    let Reference { state, calls } = reference(preset, kind).await;
    for fault in faults {
        let runs = calls.clone().map(|nth| one_run(preset, kind, (nth, &fault), &state));
        let runs = join_all(runs).await;
        if fault.stays {
            assert!(runs.contains(&true), "at least one create is unfinished: {fault:?}");
        }
    }
}

/// Runs [`converges`] for each case, all at the same time.
async fn all_converge(preset: Preset, faults: Vec<Fault>) {
    let runs = struck().map(|kind| tokio::spawn(converges(preset, kind, faults.clone())));
    for run in join_all(runs).await {
        run.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn creates_amid_faults_converge() {
    all_converge(Preset::SingleNode, faults()).await;
}

/// Returns the faults that leave the most in doubt.
fn lost_answers() -> Vec<Fault> {
    let wanted = ["answer lost", "HTML with 200", "too busy, and done"];
    faults().into_iter().filter(|fault| wanted.contains(&fault.name)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn creates_on_a_pair_in_one_zone_converge() {
    all_converge(Preset::HaSingleAz, lost_answers()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn creates_on_a_pair_in_several_zones_converge() {
    all_converge(Preset::HaMultiAz, lost_answers()).await;
}

/// Strikes a call of a destroy: no existing object is forgotten, and one more destroy leaves nothing.
async fn is_destroyed(kind: &'static Case, nth: u64, fault: &Fault, reference: &Json) {
    let (system, mut case) = prepared(Preset::SingleNode, kind).await;
    let run = format!("{} destroy, call {nth} {}", kind.type_name, fault.name);
    case.config = case.destroyable();
    case.config["timeouts"] = json!({"delete": "6s"});
    let mut stored = system.create(kind.type_name, case.config.clone()).await;
    let plan = system.provider.plan_destroy(&stored).await;
    strike(&system, nth, fault).await;
    let first = system.provider.apply(&plan).await;
    system.no_faults().await;
    assert_eq!(first.stored.exists(), first.diagnostics.has_errors(), "{run}");
    stored = first.stored;
    if stored.exists() {
        let read = system.provider.read(&stored).await;
        assert!(!read.diagnostics.has_errors(), "{run}: {}", text_of(&read.diagnostics));
        if read.stored.exists() {
            let again = system.provider.apply(&system.provider.plan_destroy(&read.stored).await).await;
            assert!(!again.stored.exists(), "{run}: {}", text_of(&again.diagnostics));
        }
    }
    assert_eq!(system.state().await, *reference, "{run}");
}

#[tokio::test(flavor = "multi_thread")]
async fn destroys_amid_faults_finish_with_one_more_destroy() {
    for kind in struck() {
        let (system, mut case) = prepared(Preset::SingleNode, kind).await;
        let untouched = system.state().await;
        case.config = case.destroyable();
        let stored = system.create(kind.type_name, case.config).await;
        system.requests().await;
        let gone = system.provider.apply(&system.provider.plan_destroy(&stored).await).await;
        assert!(!gone.stored.exists(), "{}", text_of(&gone.diagnostics));
        let Reference { state, calls } = Reference::of(&system).await;
        assert_eq!(state, untouched, "{}", kind.type_name);
        for fault in faults() {
            join_all(calls.clone().map(|nth| is_destroyed(kind, nth, &fault, &state))).await;
        }
    }
}

/// Strikes a call of an update: the object keeps its uuid, or its state follows it, and one plain apply
/// finishes the change.
async fn is_changed(preset: Preset, kind: &'static Case, (nth, fault): (u64, &Fault), reference: &Json) {
    let (system, mut case) = prepared(preset, kind).await;
    let run = format!("{preset:?} {} update, call {nth} {}", kind.type_name, fault.name);
    let stored = system.create(kind.type_name, case.config.clone()).await;
    case.config = case.changed();
    let plan = system.provider.plan(kind.type_name, Some(&stored), case.config.clone()).await;
    strike(&system, nth, fault).await;
    let first = system.provider.apply(&plan).await;
    system.no_faults().await;
    assert!(first.stored.exists(), "{run}");
    let last = apply_again(&system, (kind, &case), &first.stored, &run).await;
    assert!(!last.diagnostics.has_errors(), "{run}: {}", text_of(&last.diagnostics));
    let read = system.provider.read(&last.stored).await;
    let plan = system.provider.plan(kind.type_name, Some(&read.stored), case.config.clone()).await;
    assert!(plan.is_empty(), "{run}: {}", plan.planned());
    assert_eq!(system.state().await, *reference, "{run}");
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_amid_faults_finish_with_one_more_apply() {
    for (preset, faults) in [(Preset::SingleNode, faults()), (Preset::HaSingleAz, lost_answers())] {
        for kind in struck() {
            let (system, case) = prepared(preset, kind).await;
            let stored = system.create(kind.type_name, case.config.clone()).await;
            system.requests().await;
            system.update(&stored, case.changed()).await;
            let Reference { state, calls } = Reference::of(&system).await;
            for fault in faults.iter().filter(|fault| !fault.stays) {
                join_all(calls.clone().map(|nth| is_changed(preset, kind, (nth, fault), &state))).await;
            }
        }
    }
}

/// Runs a create that is given up because its answer does not arrive in time. The object that it made is
/// still known.
async fn is_not_lost(kind: &'static Case) {
    let (system, case) = prepared(Preset::SingleNode, kind).await;
    let mut config = case.config.clone();
    config["timeouts"] = json!({"create": "1s"});
    let plan = system.provider.plan(kind.type_name, None, config).await;
    let late = json!({"kind": "delay", "milliseconds": 12_000});
    system.fault(json!({"side": "ontap", "method": "POST", "effect": late})).await;
    let first = system.provider.apply(&plan).await;
    assert!(!first.diagnostics.has_errors(), "{}", text_of(&first.diagnostics));
    assert!(text_of(&first.diagnostics).contains("was made is not known"), "{}", text_of(&first.diagnostics));
    assert!(text_of(&first.diagnostics).contains("time is up"), "{}", text_of(&first.diagnostics));
    assert_eq!(first.json()["complete"], false, "{}: what may exist is in the state", kind.type_name);
    system.no_faults().await;
    let again = apply_again(&system, (kind, &case), &first.stored, kind.type_name).await;
    assert!(!again.diagnostics.has_errors(), "{}: {}", kind.type_name, text_of(&again.diagnostics));
    let reference = reference(Preset::SingleNode, kind).await;
    assert_eq!(system.state().await, reference.state, "{}", kind.type_name);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_of_a_create_that_was_given_up_is_not_lost() {
    join_all(struck().map(is_not_lost)).await;
}
