//! What is imported is what was made, what others change shows, and what is destroyed leaves nothing.

use cvo_simulator::Preset;
use futures::future::join_all;

use super::{CASES, Case, make};
use crate::support::{Estate, System, told};

#[tokio::test]
async fn what_is_imported_is_as_it_was_made() {
    join_all(CASES.iter().map(is_imported)).await;
}

async fn is_imported(case: &Case) {
    let name = case.type_name;
    let system = System::of(Preset::SingleNode).await;
    let subject = case.prepare(&system, &Estate::of(&system, Preset::SingleNode).await).await;
    let made = make(&system, name, subject.config.clone()).await;
    let before = system.state().await;
    system.run_again().await;
    let id = case.import_id(&made.json());
    let imported = system.provider.import(name, &id).await;
    assert!(!imported.diagnostics.has_errors(), "{name} {id}: {}", told(&imported.diagnostics));
    let read = system.provider.read(&imported.stored).await;
    assert!(!read.diagnostics.has_errors(), "{name} {id}: {}", told(&read.diagnostics));
    let plan = system.provider.plan(name, Some(&read.stored), subject.config).await;
    assert!(!plan.diagnostics.has_errors(), "{name}: {}", told(&plan.diagnostics));
    assert!(plan.replace.is_empty(), "{name}: an import replaces nothing: {:?}", plan.replace);
    let applied = system.provider.apply(&plan).await;
    assert!(!applied.diagnostics.has_errors(), "{name}: {}", told(&applied.diagnostics));
    assert_eq!(applied.json(), made.json(), "{name}: what is imported and applied is as it was made");
    assert_eq!(system.state().await, before, "{name}: an import changes nothing of the system");
    let unknown = system.provider.import(name, "nobody/has/this").await;
    assert!(unknown.diagnostics.has_errors(), "{name}: an import of what is not there is refused");
}

#[tokio::test]
async fn what_others_change_shows_in_the_next_refresh() {
    join_all(CASES.iter().map(drift_shows)).await;
}

/// The others are a second state of the same object.
async fn drift_shows(case: &Case) {
    let name = case.type_name;
    let system = System::of(Preset::SingleNode).await;
    let subject = case.prepare(&system, &Estate::of(&system, Preset::SingleNode).await).await;
    let ours = make(&system, name, subject.config.clone()).await;
    let before = system.state().await;
    let plan = system.provider.plan(name, Some(&ours), subject.changed()).await;
    has_written(&system).await;
    let theirs = system.provider.apply(&plan).await;
    assert!(!theirs.diagnostics.has_errors(), "{name}: {}", told(&theirs.diagnostics));
    let wrote = has_written(&system).await;
    if system.state().await == before {
        assert!(
            !wrote,
            "{name}: a change that was sent does not show in the simulator's state. src/cvo-simulator/src/world/snapshot.rs \
             has to show every field that a change changes"
        );
        // No API knows what was changed.
        return;
    }
    system.run_again().await;
    let read = system.provider.read(&ours).await;
    assert!(!read.diagnostics.has_errors(), "{name}: {}", told(&read.diagnostics));
    // A route that is changed is another one.
    if !read.stored.exists() {
        assert_ne!(theirs.json()["id"], ours.json()["id"], "{name}: it is there");
        return;
    }
    for attribute in subject.change.as_object().unwrap().keys() {
        assert_eq!(read.json()[attribute], theirs.json()[attribute], "{name}: {attribute}");
    }
}

/// Whether a write was sent since the last look.
async fn has_written(system: &System) -> bool {
    let ontap = system.requests().await.into_iter();
    let actions = system.ec2_calls().into_iter().map(|action| format!("ec2 {action}"));
    ontap
        .chain(actions)
        .any(|request| !request.starts_with("ontap GET ") && !request.starts_with("ec2 Describe"))
}

#[tokio::test]
async fn what_is_destroyed_leaves_nothing_and_is_gone_from_then_on() {
    join_all(CASES.iter().map(is_destroyed)).await;
}

async fn is_destroyed(case: &Case) {
    let name = case.type_name;
    let system = System::of(Preset::SingleNode).await;
    let subject = case.prepare(&system, &Estate::of(&system, Preset::SingleNode).await).await;
    let before = system.state().await;
    let made = make(&system, name, subject.destroyable()).await;
    assert_ne!(system.state().await, before, "{name}: a create is seen in the simulator's state");
    let destroy = system.provider.plan_destroy(&made).await;
    assert!(!destroy.diagnostics.has_errors(), "{name}: {}", told(&destroy.diagnostics));
    let gone = system.provider.apply(&destroy).await;
    assert!(!gone.diagnostics.has_errors() && !gone.stored.exists(), "{name}: {}", told(&gone.diagnostics));
    assert_eq!(system.state().await, before, "{name}: nothing is left of it");
}
