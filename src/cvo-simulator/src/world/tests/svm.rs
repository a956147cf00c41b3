use serde_json::{Value, json};

use super::{code, create_svm, request, run, start, svm_uuid, world, world_of, world_with_svm_2};
use crate::world::World;
use crate::world::job::Work;
use crate::world::svm::{SvmChange, SvmState};
use crate::world::svm_object::{SvmObject, SvmObjectKind};
use crate::world::version::OntapVersion;

#[test]
fn a_new_svm_has_a_root_volume_and_the_built_in_policies() {
    let world = world_with_svm_2();
    let svm = world.cluster.svm_named("svm_2").unwrap();
    let root = world.cluster.root_volume(svm.uuid).unwrap();
    assert_eq!((root.name.as_str(), root.aggregate.as_str()), ("svm_2_root", "aggr1"));
    assert_eq!((root.security_style.as_str(), root.junction_path.as_deref()), ("unix", Some("/")));
    assert_eq!((svm.state, svm.language.as_str()), (SvmState::Running, "c.utf_8"));
    let own = world.cluster.policies.iter().filter(|policy| policy.svm == Some(svm.uuid));
    let names: Vec<_> = own.map(|policy| policy.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "default-data-blocks",
            "default-data-files",
            "default-data-iscsi",
            "default-data-nvme-tcp",
            "default-management"
        ]
    );
    assert_eq!(world.cluster.interfaces_of(Some(svm.uuid)).count(), 0);
}

#[test]
fn every_simulated_release_deploys() {
    for version in OntapVersion::SIMULATED {
        let world = world_of(*version);
        assert_eq!(world.cluster.interfaces.len(), 6, "{version}");
    }
}

#[test]
fn each_fault_of_a_post_has_its_own_code() {
    let mut world = world_with_svm_2();
    for (body, expected) in [
        (json!({}), 262_212),
        (json!({"name": "svm_2"}), 13_434_908),
        (json!({"name": "cvocluster"}), 13_434_908),
        (json!({"name": "Default"}), 13_434_908),
        (json!({"name": "2nd"}), 2_621_519),
        (json!({"name": "a b"}), 2_621_519),
        (json!({"name": "x".repeat(48)}), 13_434_911),
        (json!({"name": "a", "aggregates": [{"name": "aggr9"}]}), 917_508),
        (json!({"name": "a", "ipspace": {"name": "nowhere"}}), 13_434_912),
        (json!({"name": "a", "snapshot_policy": {"name": "none_such"}}), 13_434_886),
        (json!({"name": "a", "language": "de"}), 13_434_885),
        (json!({"name": "a", "subtype": "sync_source"}), 2_621_634),
        (json!({"name": "a", "subtype": "dp_destination", "aggregates": [{"name": "aggr1"}]}), 2_621_580),
    ] {
        assert_eq!(code(create_svm(&mut world, body.clone())), Err(expected), "{body}");
    }
    assert_eq!(world.cluster.svms.len(), 2);
}

#[test]
fn a_destination_has_neither_root_volume_nor_policies() {
    let mut world = world();
    let uuid =
        create_svm(&mut world, json!({"name": "dr", "subtype": "dp_destination", "comment": "c"})).unwrap();
    assert!(world.cluster.root_volume(uuid).is_none());
    assert!(world.cluster.policies.iter().all(|policy| policy.svm != Some(uuid)));
}

fn change(world: &mut World, name: &str, body: Value) -> Result<(), u64> {
    let uuid = svm_uuid(&world.cluster, name);
    let change: SvmChange = request(body);
    code(world.cluster.check_svm_change(uuid, &change))?;
    code(run(world, Work::ModifySvm(uuid, Box::new(change))))
}

#[test]
fn a_patch_changes_the_named_fields() {
    let mut world = world_with_svm_2();
    let body =
        json!({"comment": "c", "aggregates": [{"name": "aggr2"}, {"name": "aggr1"}], "max_volumes": "9"});
    change(&mut world, "svm_2", body).unwrap();
    let svm = world.cluster.svm_named("svm_2").unwrap();
    assert_eq!((svm.comment.as_str(), svm.max_volumes.as_str()), ("c", "9"));
    assert_eq!(svm.aggregates, ["aggr2", "aggr1"]);
}

#[test]
fn the_strict_variant_renames_alone() {
    let mut world = world_with_svm_2();
    world.cluster.variants.rename_only_alone = true;
    assert_eq!(change(&mut world, "svm_2", json!({"name": "a", "comment": "c"})), Err(13_434_881));
    assert_eq!(change(&mut world, "svm_2", json!({"name": "svm_cvo"})), Err(13_434_908));
    assert_eq!(change(&mut world, "svm_2", json!({"name": "a"})), Ok(()));
    assert!(world.cluster.svm_named("a").is_some());
}

fn delete(world: &mut World, name: &str) -> Result<(), u64> {
    let uuid = svm_uuid(&world.cluster, name);
    code(world.cluster.condemn_svm(uuid))?;
    code(run(world, Work::DeleteSvm(uuid)))
}

#[test]
fn the_harmful_variant_deletes_the_data_volumes_too() {
    let mut world = world_with_svm_2();
    let before = world.cluster.volumes.len();
    let uuid = world.cluster.uuids.make();
    let new = request(json!({"name": "v1", "svm": {"name": "svm_2"}, "aggregates": [{"name": "aggr1"}]}));
    run(&mut world, Work::CreateVolume(uuid, Box::new(new))).unwrap();
    world.cluster.variants.svm_delete_takes_data = true;
    assert_eq!(delete(&mut world, "svm_2"), Ok(()));
    assert_eq!(world.cluster.volumes.len(), before - 1, "its root volume and v1 are gone");
}

#[test]
fn deleting_leaves_nothing_behind() {
    let mut world = world();
    let before = world.snapshot();
    create_svm(&mut world, json!({"name": "svm_2", "aggregates": [{"name": "aggr1"}]})).unwrap();
    let route = request(json!({"svm": {"name": "svm_2"}, "gateway": "10.20.1.1"}));
    world.cluster.create_route(&route).unwrap();
    assert_eq!(delete(&mut world, "svm_2"), Ok(()));
    assert_eq!(world.snapshot(), before);
}

#[test]
fn the_job_fails_to_delete_and_names_the_data_volumes() {
    let mut world = world_with_svm_2();
    let uuid = world.cluster.uuids.make();
    let new = request(json!({"name": "v1", "svm": {"name": "svm_2"}, "aggregates": [{"name": "aggr1"}]}));
    run(&mut world, Work::CreateVolume(uuid, Box::new(new))).unwrap();
    let svm = svm_uuid(&world.cluster, "svm_2");
    change(&mut world, "svm_2", json!({"state": "stopped"})).unwrap();
    world.cluster.condemn_svm(svm).unwrap();
    let error = run(&mut world, Work::DeleteSvm(svm)).unwrap_err();
    assert!(error.message.contains("v1"), "{}", error.message);
    assert_eq!(world.cluster.svm(svm).unwrap().state, SvmState::Stopped);
    run(&mut world, Work::DeleteVolume(uuid)).unwrap();
    assert_eq!(world.cluster.recovery_queue().count(), 1);
    assert_eq!(delete(&mut world, "svm_2"), Ok(()));
    assert_eq!(world.cluster.recovery_queue().count(), 0);
}

#[test]
fn deleting_is_refused_while_other_objects_need_the_svm() {
    for (kind, expected) in [
        (SvmObjectKind::CifsService, Err(2_621_525)),
        (SvmObjectKind::SvmPeer, Err(9_895_956)),
        (SvmObjectKind::SnapMirror, Err(2_621_441)),
        (SvmObjectKind::NfsService, Ok(())),
        (SvmObjectKind::S3Service, Ok(())),
    ] {
        let mut world = world_with_svm_2();
        let svm = svm_uuid(&world.cluster, "svm_2");
        let object = SvmObject::new(kind, world.cluster.uuids.make(), svm, serde_json::Map::new());
        world.cluster.svm_objects.push(object);
        assert_eq!(delete(&mut world, "svm_2"), expected, "{kind:?}");
    }
}

#[test]
fn an_svm_cannot_be_deleted_twice() {
    let mut world = world_with_svm_2();
    let uuid = svm_uuid(&world.cluster, "svm_2");
    world.cluster.condemn_svm(uuid).unwrap();
    start(&mut world, Work::DeleteSvm(uuid), None).unwrap();
    assert_eq!(code(world.cluster.condemn_svm(uuid)), Err(13_434_916));
}
