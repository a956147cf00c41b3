//! An imported object equals the one that was made, changes by others show, and a destroy leaves nothing.

use cvo_simulator::Preset;
use futures::future::join_all;

use super::{CASES, Case, make};
use crate::support::{Estate, System, text_of};

#[tokio::test]
async fn an_imported_object_equals_the_one_that_was_made() {
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
    assert!(!imported.diagnostics.has_errors(), "{name} {id}: {}", text_of(&imported.diagnostics));
    let read = system.provider.read(&imported.stored).await;
    assert!(!read.diagnostics.has_errors(), "{name} {id}: {}", text_of(&read.diagnostics));
    let plan = system.provider.plan(name, Some(&read.stored), subject.config).await;
    assert!(!plan.diagnostics.has_errors(), "{name}: {}", text_of(&plan.diagnostics));
    assert!(plan.replace.is_empty(), "{name}: an import replaces nothing: {:?}", plan.replace);
    let applied = system.provider.apply(&plan).await;
    assert!(!applied.diagnostics.has_errors(), "{name}: {}", text_of(&applied.diagnostics));
    assert_eq!(
        applied.json(),
        made.json(),
        "{name}: after import and apply the state is the one after the create"
    );
    assert_eq!(system.state().await, before, "{name}: an import changes nothing of the system");
    let unknown = system.provider.import(name, "nobody/has/this").await;
    assert!(
        unknown.diagnostics.has_errors(),
        "{name}: the import of an object that does not exist is refused"
    );
}

#[tokio::test]
async fn changes_by_others_show_in_the_next_refresh() {
    join_all(CASES.iter().map(drift_shows)).await;
}

/// A second state of the same object stands for the others.
async fn drift_shows(case: &Case) {
    let name = case.type_name;
    let system = System::of(Preset::SingleNode).await;
    let subject = case.prepare(&system, &Estate::of(&system, Preset::SingleNode).await).await;
    let ours = make(&system, name, subject.config.clone()).await;
    let before = system.state().await;
    let plan = system.provider.plan(name, Some(&ours), subject.changed()).await;
    has_written(&system).await;
    let theirs = system.provider.apply(&plan).await;
    assert!(!theirs.diagnostics.has_errors(), "{name}: {}", text_of(&theirs.diagnostics));
    let wrote = has_written(&system).await;
    if system.state().await == before {
        assert!(
            !wrote,
            "{name}: a change that was sent does not show in the simulator's state. \
             src/cvo-simulator/src/world/snapshot.rs has to show every field that a change changes"
        );
        // The change is one that no API knows.
        return;
    }
    system.run_again().await;
    let read = system.provider.read(&ours).await;
    assert!(!read.diagnostics.has_errors(), "{name}: {}", text_of(&read.diagnostics));
    // A changed route is another route.
    if !read.stored.exists() {
        assert_ne!(theirs.json()["id"], ours.json()["id"], "{name}: the object still exists");
        return;
    }
    for attribute in subject.change.as_object().unwrap().keys() {
        assert_eq!(read.json()[attribute], theirs.json()[attribute], "{name}: {attribute}");
    }
}

/// Returns whether a write was sent since the last call.
async fn has_written(system: &System) -> bool {
    let ontap = system.requests().await.into_iter();
    let actions = system.ec2_calls().into_iter().map(|action| format!("ec2 {action}"));
    ontap
        .chain(actions)
        .any(|request| !request.starts_with("ontap GET ") && !request.starts_with("ec2 Describe"))
}

#[tokio::test]
async fn a_destroyed_object_leaves_nothing() {
    join_all(CASES.iter().map(is_destroyed)).await;
}

async fn is_destroyed(case: &Case) {
    let name = case.type_name;
    let system = System::of(Preset::SingleNode).await;
    let subject = case.prepare(&system, &Estate::of(&system, Preset::SingleNode).await).await;
    let before = system.state().await;
    let made = make(&system, name, subject.destroyable()).await;
    assert_ne!(system.state().await, before, "{name}: a create shows in the simulator's state");
    let destroy = system.provider.plan_destroy(&made).await;
    assert!(!destroy.diagnostics.has_errors(), "{name}: {}", text_of(&destroy.diagnostics));
    let gone = system.provider.apply(&destroy).await;
    assert!(
        !gone.diagnostics.has_errors() && !gone.stored.exists(),
        "{name}: {}",
        text_of(&gone.diagnostics)
    );
    assert_eq!(system.state().await, before, "{name}: nothing is left of it");
}
