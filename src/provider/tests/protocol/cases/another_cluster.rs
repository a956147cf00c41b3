//! An object in the state that was made on another cluster is refused before anything is done.

use cvo_simulator::Preset;
use futures::future::join_all;
use tfplugin::Diagnostics;

use super::{CASES, Case, make};
use crate::support::{Estate, System, text_of};

#[tokio::test]
async fn an_object_of_another_cluster_is_neither_gone_nor_changed_nor_destroyed() {
    join_all(CASES.iter().map(is_refused_elsewhere)).await;
}

/// From here on another cluster answers, on which everything else is the same.
fn replace_cluster(system: &System) {
    let world = system.simulator.world();
    let mut world = world.lock();
    let other = world.cluster.uuids.make();
    world.cluster.uuid = other;
}

async fn is_refused_elsewhere(case: &Case) {
    let name = case.type_name;
    let system = System::of(Preset::SingleNode).await;
    let subject = case.prepare(&system, &Estate::of(&system, Preset::SingleNode).await).await;
    let config = subject.destroyable();
    let stored = make(&system, name, config.clone()).await;
    let change = system.provider.plan(name, Some(&stored), subject.changed_from(&config)).await;
    assert!(!change.diagnostics.has_errors(), "{name}: {}", text_of(&change.diagnostics));
    let destroy = system.provider.plan_destroy(&stored).await;
    replace_cluster(&system);
    let before = system.state().await;
    system.requests().await;
    system.ec2_calls();

    system.run_again().await;
    let read = system.provider.read(&stored).await;
    assert!(read.stored.exists(), "{name}: it is not gone");
    refused(&read.diagnostics, &format!("{name}: a refresh"));
    nothing_was_done(&system, &format!("{name}: a refresh")).await;

    let destroyed = system.provider.apply(&destroy).await;
    assert!(destroyed.stored.exists(), "{name}: it is still in the state");
    refused(&destroyed.diagnostics, &format!("{name}: a destroy"));
    nothing_was_done(&system, &format!("{name}: a destroy")).await;

    let changed = system.provider.apply(&change).await;
    let requests = nothing_was_done(&system, &format!("{name}: a change")).await;
    // A change of values that no API knows needs no request.
    if !requests.is_empty() || changed.diagnostics.has_errors() {
        refused(&changed.diagnostics, &format!("{name}: a change"));
    }
    assert_eq!(system.state().await, before, "{name}");
}

fn refused(diagnostics: &Diagnostics, what: &str) {
    let message = text_of(diagnostics);
    assert!(
        diagnostics.has_errors() && message.contains("belongs to another cluster"),
        "{what} of an object that was made on another cluster is not refused: `identity::on_its_cluster` \
         (src/provider/src/identity.rs) has to come first, and a create and an import have to call \
         `identity::remember_cluster`. It said: {message}"
    );
}

/// Asserts that only the cluster was read, and returns the requests.
async fn nothing_was_done(system: &System, what: &str) -> Vec<String> {
    let requests = system.requests().await;
    let others: Vec<_> = requests.iter().filter(|request| *request != "ontap GET /api/cluster").collect();
    assert!(
        others.is_empty() && system.ec2_calls().is_empty(),
        "{what} on another cluster requested {others:?}"
    );
    requests
}
