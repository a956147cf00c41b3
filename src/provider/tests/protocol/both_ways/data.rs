//! Volumes of a storage VM that is destroyed.

use super::*;

/// Makes a data volume of a storage VM.
fn make_volume(system: &System, svm: &str, name: &str) {
    let world = system.simulator.world();
    let mut world = world.lock();
    let svm = world.cluster.svm_named(svm).unwrap().uuid;
    let mut volume = world.cluster.root_volume(svm).unwrap().clone();
    (volume.uuid, volume.is_root) = (world.cluster.uuids.make(), false);
    name.clone_into(&mut volume.name);
    world.cluster.volumes.push(volume);
}

/// Deletes a volume: it comes into the recovery queue.
fn delete_volume(system: &System, name: &str) {
    let world = system.simulator.world();
    let mut world = world.lock();
    let now = world.clock.now();
    let mut alive = world.cluster.volumes.iter().filter(|volume| volume.deleted.is_none());
    let uuid = alive.rfind(|volume| volume.name == name).unwrap().uuid;
    world.cluster.queue_volume(uuid, now).unwrap();
}

/// Returns the names of the volumes that can still be had, those in the recovery queue included.
fn volumes(system: &System) -> Vec<String> {
    let world = system.simulator.world();
    let world = world.lock();
    let data = world.cluster.volumes.iter().filter(|volume| !volume.is_root);
    data.map(|volume| volume.name.clone()).collect()
}

#[tokio::test]
async fn data_survives_also_where_ontap_would_delete_it_with_the_storage_vm() {
    for takes_data in [false, true] {
        for check in ["plan", "apply"] {
            let system = System::start().await;
            let config = svm(json!({"contents_check": check, "timeouts": {"delete": "4s"}}));
            let made = system.create(SVM, config).await;
            let variants = json!({"rename_only_alone": true, "svm_delete_takes_data": takes_data});
            system.command("variants", variants).await;
            let planned_empty = system.provider.plan_destroy(&made).await;
            assert!(planned_empty.diagnostics.is_empty());
            make_volume(&system, "svm_2", "v1");
            let refused = system.provider.apply(&planned_empty).await;
            let said = text_of(&refused.diagnostics);
            assert!(refused.stored.exists() && said.contains("1 data volume: v1"), "made since: {said}");
            if check == "plan" {
                let (said, is_gone) = destroy(&system, &made).await;
                assert!(!is_gone && said.contains("1 data volume: v1"), "{said}");
            }
            assert_eq!(volumes(&system), ["v1"]);
        }
    }
}

#[tokio::test]
async fn the_queue_is_purged_of_what_is_in_it_under_whatever_name() {
    for keeps_names in [false, true] {
        let system = System::start().await;
        let made = system.create(SVM, svm(json!({"recovery_queue": "purge"}))).await;
        let variants = json!({"rename_only_alone": true, "recovery_queue_keeps_names": keeps_names});
        system.command("variants", variants).await;
        make_volume(&system, "svm_cvo", "v1");
        make_volume(&system, "svm_cvo", "v2");
        delete_volume(&system, "v2");
        for _ in 0..2 {
            make_volume(&system, "svm_2", "v1");
            delete_volume(&system, "v1");
        }
        let kept = if keeps_names { ["v1", "v2"] } else { ["v1", "v2_1025"] };
        make_volume(&system, "svm_2", "v1");
        let (said, is_gone) = destroy(&system, &made).await;
        assert!(!is_gone && said.contains("1 data volume: v1"), "{said}");
        delete_volume(&system, "v1");
        let (said, is_gone) = destroy(&system, &made).await;
        assert!(is_gone, "{said}");
        assert_eq!(volumes(&system), kept, "those of another storage VM");
    }
}
