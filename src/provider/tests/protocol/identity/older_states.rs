//! Objects that were stored before their resources had an identity, and creates whose outcome is not known.

use tfplugin::{Private, Value};

use super::*;

/// What an older version stored: no identity, as Terraform hands it over.
async fn without_identity(system: &System, stored: &Stored, forgotten: &[&str]) -> Stored {
    let upgraded = system.provider.upgrade_identity(&stored.type_name, 0, "").await;
    let nothing = succeeded(upgraded, &stored.type_name).identity;
    let mut private = Private::from_bytes(&stored.private).unwrap();
    forgotten.iter().for_each(|key| private.remove(key));
    Stored { private: private.to_bytes(), ..stored.clone() }.with_identity(nothing)
}

#[tokio::test]
async fn an_object_without_identity_gets_it_from_the_first_refresh() {
    for (case, system, stored, config) in of_all(Preset::HaSingleAz).await {
        let name = case.type_name;
        for forgotten in [&[][..], &["subnet_id", "cluster_uuid"]] {
            system.run_again().await;
            let older = without_identity(&system, &stored, forgotten).await;
            let read = succeeded(system.provider.read(&older).await, name);
            assert_eq!(read.identity(), stored.identity(), "{name} without {forgotten:?}");
            let plan = system.provider.plan(name, Some(&read), config.clone()).await;
            assert!(plan.is_empty(), "{name}: {}", text_of(&plan.diagnostics));
        }
    }
}

#[tokio::test]
async fn an_object_without_identity_gets_it_from_a_change_without_a_refresh() {
    for case in CASES {
        let system = System::of(Preset::SingleNode).await;
        let subject = case.prepare(&system, &Estate::of(&system, Preset::SingleNode).await).await;
        let stored = made(&system, case, subject.config.clone()).await;
        let older = without_identity(&system, &stored, &[]).await;
        system.run_again().await;
        let plan = system.provider.plan(case.type_name, Some(&older), subject.changed()).await;
        assert!(!plan.diagnostics.has_errors(), "{}: {}", case.type_name, text_of(&plan.diagnostics));
        let changed = succeeded(system.provider.apply(&plan).await, case.type_name);
        assert_eq!(changed.identity(), expected(&system, &changed).await, "{}", case.type_name);
    }
}

#[tokio::test]
async fn a_vanished_address_of_an_older_state_has_its_identity() {
    let system = System::of(Preset::SingleNode).await;
    let estate = Estate::of(&system, Preset::SingleNode).await;
    let stored = system.create("cvo_secondary_ip", estate.secondary(0, 60)).await;
    let older = without_identity(&system, &stored, &["subnet_id"]).await;
    let destroy = system.provider.plan_destroy(&stored).await;
    succeeded(system.provider.apply(&destroy).await, "somebody takes it away");
    system.run_again().await;
    let read = succeeded(system.provider.read(&older).await, "the refresh");
    assert_eq!(read.json()["assigned"], json!(false));
    assert_eq!(read.identity(), stored.identity());
}

#[tokio::test]
async fn a_create_that_nobody_saw_has_no_identity_and_the_next_apply_gives_it() {
    let system = System::start().await;
    let config = Estate::storage_vm("svm_2");
    let plan = system.provider.plan("cvo_storage_vm", None, config.clone()).await;
    let cut = json!({"method": "POST", "path": "/api/private/cli/vserver", "count": 0,
        "effect": {"kind": "cut"}});
    system.fault(cut).await;
    let left = succeeded(system.provider.apply(&plan).await, "the create").clone();
    system.no_faults().await;
    assert_eq!((&left.json()["complete"], left.identity()), (&json!(false), Json::Null));
    let read = succeeded(system.provider.read(&left).await, "the refresh");
    assert_eq!(read.identity, Value::Null);
    let plan = system.provider.plan("cvo_storage_vm", Some(&read), config).await;
    let stored = succeeded(system.provider.apply(&plan).await, "the next apply");
    assert_eq!(stored.identity(), expected(&system, &stored).await);
}

#[tokio::test]
async fn the_identity_of_another_object_in_the_state_is_an_error() {
    let system = System::start().await;
    let [one, other] = [60, 61].map(|host| (host, format!("svm_{host}")));
    let mut stored = Vec::new();
    for (_, name) in [one, other] {
        stored.push(system.create("cvo_storage_vm", Estate::storage_vm(&name)).await);
    }
    let mixed = stored[0].clone().with_identity(stored[1].identity.clone());
    let read = system.provider.read(&mixed).await;
    assert_eq!(read.stored, mixed, "the state keeps what it has");
    assert!(text_of(&read.diagnostics).contains("another object"), "{}", text_of(&read.diagnostics));
    let destroy = system.provider.plan_destroy(&mixed).await;
    assert!(text_of(&destroy.diagnostics).contains("Nothing is destroyed"));
}
