use std::time::Duration;

use serde_json::json;
use uuid::Uuid;

use super::{JOB, code, create_svm, request, start, svm_uuid, world, world_with_svm_2};
use crate::world::World;
use crate::world::error::{ApiError, ApiResult};
use crate::world::job::Work;

fn start_svm(world: &mut World, name: &str) -> ApiResult<Uuid> {
    let uuid = world.cluster.uuids.make();
    start(world, Work::CreateSvm(uuid, Box::new(request(json!({"name": name})))), None)
}

#[test]
fn a_job_ends_when_due_and_expires_after_five_minutes() {
    let mut world = world();
    let job = start_svm(&mut world, "a").unwrap();
    world.settle();
    assert!(world.cluster.job(job).unwrap().outcome.is_none());
    assert!(world.cluster.svm_named("a").is_none());
    world.clock.advance(JOB);
    world.settle();
    assert_eq!(world.cluster.job(job).unwrap().outcome, Some(Ok(())));
    world.clock.advance(Duration::from_secs(299));
    world.settle();
    assert!(world.cluster.job(job).is_some());
    world.clock.advance(Duration::from_secs(1));
    world.settle();
    assert!(world.cluster.job(job).is_none());
}

#[test]
fn a_sixth_svm_job_is_refused_until_one_has_ended() {
    let mut world = world();
    for name in ["a", "b", "c", "d", "e"] {
        start_svm(&mut world, name).unwrap();
    }
    assert_eq!(code(start_svm(&mut world, "f")), Err(13_434_894));
    world.clock.advance(JOB);
    world.settle();
    assert!(start_svm(&mut world, "f").is_ok());
}

#[test]
fn a_name_is_taken_while_its_job_runs() {
    let mut world = world();
    start_svm(&mut world, "a").unwrap();
    assert_eq!(code(create_svm(&mut world, json!({"name": "a"}))), Err(13_434_913));
}

#[test]
fn a_job_with_an_ordered_failure_has_no_effect() {
    let mut world = world_with_svm_2();
    let uuid = svm_uuid(&world.cluster, "svm_2");
    world.cluster.condemn_svm(uuid).unwrap();
    let before = world.snapshot();
    let failure = ApiError::new(500, 65_541, "RPC timed out");
    let job = start(&mut world, Work::DeleteSvm(uuid), Some(failure.clone())).unwrap();
    world.clock.advance(JOB);
    world.settle();
    assert_eq!(world.cluster.job(job).unwrap().outcome, Some(Err(failure)));
    assert_ne!(world.snapshot(), before, "the storage VM is running again");
    assert_eq!(world.snapshot(), world_with_svm_2().snapshot());
}

#[test]
fn a_world_survives_serialization() {
    let mut world = world_with_svm_2();
    start_svm(&mut world, "a").unwrap();
    let text = serde_json::to_string(&world).unwrap();
    let mut copy: World = serde_json::from_str(&text).unwrap();
    for world in [&mut world, &mut copy] {
        world.clock.advance(JOB);
        world.settle();
    }
    assert_eq!(copy.snapshot(), world.snapshot());
    assert!(copy.cluster.svm_named("a").is_some());
}
