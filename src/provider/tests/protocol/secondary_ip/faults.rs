//! Every mutating call with every kind of trouble, on every kind of system. After one plain apply, everything
//! is as if nothing had happened.

use std::time::Duration;

use cvo_simulator::inventory::Preset;
use futures::future::join_all;

use super::*;
use crate::support::{Strike, Trouble};

/// The time limit of an operation, long enough for two reads with a pause between them. A late answer arrives
/// after this time and after the extra time for it.
const TIME: &str = "8s";
const LATE: Duration = Duration::from_secs(20);

const TROUBLES: [Trouble; 8] = [
    Trouble::Cut { after: false },
    Trouble::Cut { after: true },
    Trouble::Failed { after: false },
    Trouble::Failed { after: true },
    Trouble::Refused,
    Trouble::Throttled,
    Trouble::Garbage,
    Trouble::Late(LATE),
];

const PRESETS: [Preset; 3] = [Preset::SingleNode, Preset::HaSingleAz, Preset::HaMultiAz];

fn cases() -> impl Iterator<Item = (Preset, Trouble)> {
    PRESETS.into_iter().flat_map(|preset| TROUBLES.map(|trouble| (preset, trouble)))
}

/// Starts a system, and returns the configuration of an address on its first node.
async fn start(preset: Preset) -> (System, Json) {
    let system = System::of(preset).await;
    let (interface, had) = e0a(&system).await;
    let config = json!({"network_interface_id": interface, "private_ip": sibling(&had[0], 60)});
    (system, config)
}

fn with_short_timeouts(config: &Json, trouble: Trouble) -> Json {
    let mut config = config.clone();
    if matches!(trouble, Trouble::Late(_)) {
        config["timeouts"] = json!({"create": TIME, "update": TIME, "delete": TIME});
    }
    config
}

/// Returns the addresses after an undisturbed create.
async fn reference(preset: Preset) -> Json {
    let (system, config) = start(preset).await;
    system.create(TYPE, config).await;
    addresses(&system).await
}

async fn assert_converged(system: &System, stored: &Stored, config: &Json, what: &str) {
    let read = system.provider.read(stored).await;
    let state = read.json();
    assert_eq!((&state["assigned"], &state["complete"]), (&json!(true), &json!(true)), "{what}");
    let plan = system.provider.plan(TYPE, Some(&read.stored), config.clone()).await;
    assert!(plan.is_empty(), "{what}: {} {}", plan.planned(), text_of(&plan.diagnostics));
}

/// Disturbs a create, which either is kept as not complete, or is an error and leaves nothing. One plain
/// apply then finishes it.
async fn create(preset: Preset, trouble: Trouble) {
    let what = format!("{preset:?} {trouble:?}");
    let (system, config) = start(preset).await;
    let plan = system.provider.plan(TYPE, None, with_short_timeouts(&config, trouble)).await;
    system.ec2_trouble(Strike::next(ASSIGN, trouble));
    let first = system.provider.apply(&plan).await;
    system.no_ec2_trouble();
    system.run_again().await;
    let done = if first.stored.exists() {
        assert!(
            !first.diagnostics.has_errors(),
            "nothing is tainted: {what}: {}",
            text_of(&first.diagnostics)
        );
        apply_again(&system, &first.stored, config.clone()).await
    } else {
        assert!(first.diagnostics.has_errors(), "{what}");
        try_create(&system, config.clone()).await
    };
    assert!(!done.diagnostics.has_errors(), "{what}: {}", text_of(&done.diagnostics));
    assert_converged(&system, &done.stored, &config, &what).await;
    assert_eq!(addresses(&system).await, reference(preset).await, "{what}");
    let gone = try_destroy(&system, &done.stored).await;
    assert!(
        gone.diagnostics.is_empty(),
        "{what}: the address can be released: {}",
        text_of(&gone.diagnostics)
    );
    assert_eq!(holder(&system, config["private_ip"].as_str().unwrap()).await, None, "{what}");
}

/// Disturbs the repair of an address that was taken away.
async fn update(preset: Preset, trouble: Trouble) {
    let what = format!("{preset:?} {trouble:?}");
    let (system, config) = start(preset).await;
    let made = system.create(TYPE, config.clone()).await;
    let gone = try_destroy(&system, &made).await;
    assert!(gone.diagnostics.is_empty());
    let read = system.provider.read(&made).await;
    let plan = system.provider.plan(TYPE, Some(&read.stored), with_short_timeouts(&config, trouble)).await;
    system.ec2_trouble(Strike::next(ASSIGN, trouble));
    let first = system.provider.apply(&plan).await;
    assert!(first.stored.exists(), "{what}");
    system.no_ec2_trouble();
    system.run_again().await;
    let done = apply_again(&system, &first.stored, config.clone()).await;
    assert!(!done.diagnostics.has_errors(), "{what}: {}", text_of(&done.diagnostics));
    assert_converged(&system, &done.stored, &config, &what).await;
    assert_eq!(addresses(&system).await, reference(preset).await, "{what}");
}

/// Disturbs a destroy, and then destroys once more.
async fn destroy(preset: Preset, trouble: Trouble) {
    let what = format!("{preset:?} {trouble:?}");
    let (system, config) = start(preset).await;
    let before = addresses(&system).await;
    let made = system.create(TYPE, with_short_timeouts(&config, trouble)).await;
    let plan = system.provider.plan_destroy(&made).await;
    system.ec2_trouble(Strike::next(UNASSIGN, trouble));
    let first = system.provider.apply(&plan).await;
    system.no_ec2_trouble();
    system.run_again().await;
    assert_eq!(first.stored.exists(), first.diagnostics.has_errors(), "{what}");
    if first.stored.exists() {
        let read = system.provider.read(&first.stored).await;
        let again = try_destroy(&system, &read.stored).await;
        assert!(again.diagnostics.is_empty(), "{what}: {}", text_of(&again.diagnostics));
    }
    assert_eq!(addresses(&system).await, before, "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_converges_by_one_plain_apply() {
    join_all(cases().map(|(preset, trouble)| create(preset, trouble))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_converges_by_one_plain_apply() {
    join_all(cases().map(|(preset, trouble)| update(preset, trouble))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_destroy_converges_by_one_more_destroy() {
    join_all(cases().map(|(preset, trouble)| destroy(preset, trouble))).await;
}
