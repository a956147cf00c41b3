//! `/api/cluster/jobs`.

use serde_json::{Value, json};

use super::answer::envelope;
use super::object::Object;
use super::reference::reference;
use crate::inventory::fields::{Field, JOB};
use crate::world::World;
use crate::world::job::Job;

pub struct Jobs;

impl Object for Jobs {
    fn path(&self) -> &'static str {
        "/api/cluster/jobs"
    }

    fn own_fields(&self) -> &'static [Field] {
        JOB
    }

    fn records(&self, world: &World) -> Vec<Value> {
        world.cluster.jobs.iter().map(|job| record(world, job)).collect()
    }
}

fn record(world: &World, job: &Job) -> Value {
    let (state, message, code) = match &job.outcome {
        None => ("running", "", 0),
        Some(Ok(())) => ("success", "success", 0),
        Some(Err(error)) => ("failure", error.message.as_str(), error.code),
    };
    let mut record = json!({
        "uuid": job.uuid,
        "description": job.description,
        "state": state,
        "message": message,
        "code": code,
        "start_time": job.start.iso8601(),
    });
    if job.outcome.is_some() {
        record["end_time"] = json!(job.due.iso8601());
    }
    if let Some(Err(error)) = &job.outcome {
        record["error"] = envelope(error);
    }
    if let Some(node) = world.cluster.nodes.first() {
        record["node"] = json!({"name": node.name});
    }
    if let Some(svm) = &job.svm {
        record["svm"] = reference("/api/svm/svms", &svm.name, svm.uuid);
    }
    record
}
