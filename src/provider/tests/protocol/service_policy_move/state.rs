//! States that are damaged, or that are about another storage VM than they say.

use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

use super::contents::contents;
use super::{FILES, POLICIES, TYPE, config, pair, policies_of, tamper, with};
use crate::support::{System, text_of};

const LISTS: [&str; 3] = ["services", "to_policies", "moved"];

/// Returns a state as read from a state file, with other values.
async fn edited(system: &System, state: &Json, changes: Json) -> Stored {
    let mut state = state.clone();
    state.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    let answer = system.provider.upgrade(TYPE, 0, state).await;
    assert!(answer.diagnostics.is_empty(), "{}", text_of(&answer.diagnostics));
    answer.stored
}

#[tokio::test]
async fn an_incomplete_state_is_refused_and_never_counts_as_gone() {
    let system = pair().await;
    let config = with(json!({"restore_on_destroy": true}));
    let whole = system.create(TYPE, config.clone()).await.json();
    let mut cases: Vec<(&str, Json)> = ["svm_id", "svm_name", "services", "from_policy", "to_policies"]
        .map(|name| (name, json!({name: null})))
        .into();
    let names: Vec<_> = whole.as_object().unwrap().keys().cloned().collect();
    cases.push((
        "svm_id",
        names.iter().map(|name| (name.clone(), Json::Null)).collect::<serde_json::Map<_, _>>().into(),
    ));
    cases.push(("svm_id", json!({"svm_id": "1cd8a442-86d1-11e0-ae1c-123478563412"})));
    assert!(LISTS.iter().all(|list| names.iter().any(|name| name == list)));
    let before = contents(&system);
    for (missing, changes) in cases {
        let stored = edited(&system, &whole, changes.clone()).await;
        system.requests().await;
        let read = system.provider.read(&stored).await;
        let said = text_of(&read.diagnostics);
        assert!(read.diagnostics.has_errors() && read.stored == stored, "{changes}: {said}");
        assert!(said.contains(missing) && said.contains("terraform state rm"), "{changes}: {said}");
        let plan = system.provider.plan(TYPE, Some(&stored), config.clone()).await;
        assert!(plan.diagnostics.has_errors() || plan.is_empty(), "{changes}");
        let destroy = system.provider.plan_destroy(&stored).await;
        assert!(
            text_of(&destroy.diagnostics).contains(missing),
            "{changes}: {}",
            text_of(&destroy.diagnostics)
        );
        let gone = system.provider.apply(&destroy).await;
        assert!(gone.diagnostics.has_errors() && gone.stored.exists(), "{changes}");
        assert_eq!(system.requests().await, Vec::<String>::new(), "{changes}: no request is sent");
        assert_eq!(contents(&system), before, "{changes}");
    }
}

/// Makes a second storage VM, and returns the state of the first one's move with the uuid of the second.
async fn confused(system: &System) -> Stored {
    let svm = json!({"name": "svm_2", "root_volume_name": "root_svm_2", "aggregates": ["aggr1"]});
    let other = system.create("cvo_storage_vm", svm).await.json()["id"].clone();
    let made = system.create(TYPE, with(json!({"restore_on_destroy": true}))).await.json();
    let id = format!("{}/{FILES}", other.as_str().unwrap());
    edited(system, &made, json!({"svm_id": other, "id": id})).await
}

/// A refresh would take over the name of the other storage VM, and the destroy would then find no difference.
#[tokio::test]
async fn a_state_with_the_uuid_of_another_storage_vm_is_refused_by_the_private_data() {
    let system = pair().await;
    let whole = system.create(TYPE, with(json!({"restore_on_destroy": true}))).await;
    let imported = system.provider.import(TYPE, "svm_cvo/default-data-files").await.stored;
    let others = confused(&system).await;
    let (ours, theirs) = (contents(&system), policies_of(&system, "svm_2"));
    for private in [whole.private, imported.private] {
        let stored = Stored { private, ..others.clone() };
        let read = system.provider.read(&stored).await;
        let said = text_of(&read.diagnostics);
        assert!(read.diagnostics.has_errors() && read.stored.state == stored.state, "{said}");
        assert!(said.contains("contradicts itself") && said.contains("svm_cvo/default-data-files"), "{said}");
        let destroy = system.provider.plan_destroy(&stored).await;
        assert!(destroy.diagnostics.has_errors(), "{}", text_of(&destroy.diagnostics));
        let gone = system.provider.apply(&destroy).await;
        assert!(gone.diagnostics.has_errors() && gone.stored.exists(), "{}", text_of(&gone.diagnostics));
    }
    assert_eq!((contents(&system), policies_of(&system, "svm_2")), (ours, theirs));
}

#[tokio::test]
async fn a_destroy_does_not_act_on_another_storage_vm_than_the_state_names() {
    let system = pair().await;
    let stored = confused(&system).await;
    let (ours, others) = (contents(&system), policies_of(&system, "svm_2"));
    let refused = system.provider.apply(&system.provider.plan_destroy(&stored).await).await;
    let said = text_of(&refused.diagnostics);
    assert!(refused.diagnostics.has_errors() && refused.stored.exists(), "{said}");
    assert!(said.contains("says storage VM svm_cvo") && said.contains("is storage VM svm_2"), "{said}");
    assert_eq!((contents(&system), policies_of(&system, "svm_2")), (ours, others));
}

#[tokio::test]
async fn a_storage_vm_that_was_renamed_since_is_still_the_same() {
    let system = pair().await;
    let before = contents(&system);
    let made = system.create(TYPE, with(json!({"restore_on_destroy": true}))).await;
    let rename = |from: &'static str, to: &'static str| {
        tamper(&system, FILES, |cluster, at| {
            let svm = cluster.policies[at].svm;
            let ours = cluster.svms.iter_mut().filter(|found| Some(found.uuid) == svm && found.name == from);
            ours.for_each(|svm| svm.name = to.to_owned());
        });
    };
    rename("svm_cvo", "svm_files");
    let gone = system.provider.apply(&system.provider.plan_destroy(&made).await).await;
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists(), "{}", text_of(&gone.diagnostics));
    let world = system.simulator.world();
    world
        .lock()
        .cluster
        .svms
        .iter_mut()
        .filter(|svm| svm.name == "svm_files")
        .for_each(|svm| svm.name = "svm_cvo".to_owned());
    assert_eq!(contents(&system), before);
}

#[tokio::test]
async fn an_answer_about_another_storage_vm_is_not_used() {
    let system = pair().await;
    let made = system.create(TYPE, with(json!({"restore_on_destroy": true}))).await;
    let before = contents(&system);
    let other = json!({"records": [{"uuid": "1cd8a442-86d1-11e0-ae1c-123478563412", "name": FILES, "scope": "svm",
        "svm": {"name": "svm_9", "uuid": "2cd8a442-86d1-11e0-ae1c-123478563412"}, "services": ["data_nfs"]}], "num_records": 1});
    let effect =
        json!({"kind": "body", "status": 200, "content_type": "application/json", "text": other.to_string()});
    system.run_again().await;
    system.fault(json!({"method": "GET", "path": POLICIES, "count": 0, "effect": effect})).await;
    let read = system.provider.read(&made).await;
    assert!(read.diagnostics.has_errors() && read.stored == made, "{}", text_of(&read.diagnostics));
    let refused = system.provider.apply(&system.provider.plan_destroy(&made).await).await;
    assert!(refused.diagnostics.has_errors() && refused.stored.exists());
    let planned = system.provider.plan(TYPE, None, config()).await;
    let created = system.provider.apply(&planned).await;
    assert!(
        created.diagnostics.has_errors() && !created.stored.exists(),
        "{}",
        text_of(&created.diagnostics)
    );
    assert_eq!(contents(&system), before);
}
