//! The rules of the ONTAP side, without HTTP.

mod failover;
mod ip_interface;
mod ip_route;
mod job;
mod mediator;
mod pair_invariants;
mod preset;
mod service_policy;
mod svm;
mod volume;

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::answers::Answers;
use super::cluster::Cluster;
use super::error::{ApiError, ApiResult};
use super::job::{JobOrder, Work};
use super::version::OntapVersion;
use super::{ClockMode, Settings, World};
use crate::Preset;

/// Duration of a job in these tests.
const JOB: Duration = Duration::from_secs(1);

fn world_of(version: OntapVersion) -> World {
    world_with(Preset::SingleNode, version)
}

fn world_with(preset: Preset, version: OntapVersion) -> World {
    let settings = Settings {
        version,
        clock: ClockMode::Explicit,
        job_duration: JOB,
        answers: Answers::default(),
        seed: Uuid::nil(),
    };
    World::new(preset.inventory(), &settings)
}

fn world() -> World {
    world_of(OntapVersion::V9_15_1)
}

/// A world with the storage VM `svm_2` in addition to the default one.
fn world_with_svm_2() -> World {
    let mut world = world();
    create_svm(&mut world, serde_json::json!({"name": "svm_2", "aggregates": [{"name": "aggr1"}]})).unwrap();
    world
}

fn request<T: DeserializeOwned>(body: Value) -> T {
    serde_json::from_value(body).unwrap()
}

fn create_svm(world: &mut World, body: Value) -> ApiResult<Uuid> {
    let new = request(body);
    world.cluster.check_new_svm(&new)?;
    let uuid = world.cluster.uuids.make();
    run(world, Work::CreateSvm(uuid, Box::new(new)))?;
    Ok(uuid)
}

/// Runs a job to its end and returns the outcome.
fn run(world: &mut World, work: Work) -> ApiResult<()> {
    let uuid = start(world, work, None)?;
    world.clock.advance(JOB);
    world.settle();
    world.cluster.job(uuid).unwrap().outcome.clone().unwrap()
}

fn start(world: &mut World, work: Work, ordered_failure: Option<ApiError>) -> ApiResult<Uuid> {
    let order = JobOrder { description: "test".into(), svm: None, work };
    world.cluster.start_job(order, world.clock.now(), ordered_failure)
}

fn svm_uuid(cluster: &Cluster, name: &str) -> Uuid {
    cluster.svm_named(name).unwrap().uuid
}

fn code<T>(result: ApiResult<T>) -> Result<T, u64> {
    result.map_err(|error| error.code)
}
