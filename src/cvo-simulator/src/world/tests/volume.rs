use serde_json::{Value, json};
use uuid::Uuid;

use super::{code, request, run, svm_uuid, world_with_svm_2};
use crate::world::World;
use crate::world::job::Work;
use crate::world::volume::{NewVolume, VolumeChange};

fn create(world: &mut World, body: Value) -> Result<Uuid, u64> {
    let new: NewVolume = request(body);
    code(world.cluster.check_new_volume(&new))?;
    let uuid = world.cluster.uuids.make();
    code(run(world, Work::CreateVolume(uuid, Box::new(new))))?;
    Ok(uuid)
}

fn change(world: &mut World, uuid: Uuid, body: Value) -> Result<(), u64> {
    let change: VolumeChange = request(body);
    code(world.cluster.check_volume_change(uuid, &change))?;
    code(run(world, Work::ModifyVolume(uuid, Box::new(change))))
}

fn on_aggr1(name: &str) -> Value {
    json!({"name": name, "svm": {"name": "svm_2"}, "aggregates": [{"name": "aggr1"}]})
}

#[test]
fn each_fault_of_a_post_has_its_own_code() {
    let mut world = world_with_svm_2();
    create(&mut world, on_aggr1("v1")).unwrap();
    for (body, expected) in [
        (json!({"name": "v"}), 2_621_707),
        (json!({"name": "v", "svm": {"name": "none"}}), 2_621_462),
        (json!({"name": "v", "svm": {"name": "svm_2"}}), 918_242),
        (json!({"name": "v", "svm": {"name": "svm_2"}, "aggregates": [{"name": "aggr9"}]}), 917_508),
        (json!({"name": "v", "svm": {"name": "svm_2"}, "aggregates": [{"name": "aggr2"}]}), 13_107_341),
        (on_aggr1("v-1"), 917_888),
        (on_aggr1("v1"), 917_526),
        (on_aggr1("svm_2_root"), 917_526),
    ] {
        assert_eq!(create(&mut world, body.clone()), Err(expected), "{body}");
    }
}

#[test]
fn a_root_volume_can_be_renamed_and_restyled() {
    let mut world = world_with_svm_2();
    let svm = svm_uuid(&world.cluster, "svm_2");
    let root = world.cluster.root_volume(svm).unwrap().uuid;
    let body = json!({"name": "root_svm_2", "nas": {"security_style": "mixed"}});
    change(&mut world, root, body).unwrap();
    let root = world.cluster.root_volume(svm).unwrap();
    assert_eq!((root.name.as_str(), root.security_style.as_str()), ("root_svm_2", "mixed"));
    let root = root.uuid;
    assert_eq!(change(&mut world, root, json!({"nas": {"security_style": "dos"}})), Err(262_197));
}

#[test]
fn a_root_volume_cannot_be_deleted_before_the_others() {
    let mut world = world_with_svm_2();
    let svm = svm_uuid(&world.cluster, "svm_2");
    let root = world.cluster.root_volume(svm).unwrap().uuid;
    create(&mut world, on_aggr1("v1")).unwrap();
    assert_eq!(code(world.cluster.check_volume_delete(root)), Err(917_531));
}

#[test]
fn a_deleted_volume_gets_a_number_unless_the_queue_keeps_names() {
    for (keeps, expected) in [(false, "v1_1025"), (true, "v1")] {
        let mut world = world_with_svm_2();
        world.cluster.variants.recovery_queue_keeps_names = keeps;
        let uuid = create(&mut world, on_aggr1("v1")).unwrap();
        run(&mut world, Work::DeleteVolume(uuid)).unwrap();
        let names: Vec<_> = world.cluster.recovery_queue().map(|volume| volume.name.as_str()).collect();
        assert_eq!(names, [expected]);
    }
}

#[test]
fn a_deleted_volume_is_recoverable_until_purged_or_for_twelve_hours() {
    for purge in [false, true] {
        let mut world = world_with_svm_2();
        let uuid = create(&mut world, on_aggr1("v1")).unwrap();
        run(&mut world, Work::DeleteVolume(uuid)).unwrap();
        assert_eq!(code(world.cluster.volume(uuid).map(|_| ())), Err(4));
        assert_eq!(world.cluster.recovery_queue().count(), 1);
        if purge {
            let svm = svm_uuid(&world.cluster, "svm_2");
            world.cluster.purge_volumes(svm, "*").unwrap();
        } else {
            world.clock.advance(std::time::Duration::from_secs(12 * 3600));
            world.settle();
        }
        assert_eq!(world.cluster.recovery_queue().count(), 0);
        create(&mut world, on_aggr1("v1")).unwrap();
    }
}
