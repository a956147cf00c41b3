//! The file of a real system, for tests that change it.

use std::time::Duration;

use cvo_simulator::recording::{Simulated, simulate};
use cvo_simulator::world::Settings;
use cvo_simulator::world::answers::Answers;
use cvo_simulator::world::clock::ClockMode;
use cvo_simulator::world::version::OntapVersion;
use serde_json::{Value, json};
use uuid::Uuid;

const FILE: &str = include_str!("../recordings/pair_in_several_zones.json");

pub(crate) fn settings() -> Settings {
    Settings {
        version: OntapVersion::V9_15_1,
        clock: ClockMode::Explicit,
        job_duration: Duration::ZERO,
        answers: Answers::default(),
        seed: Uuid::nil(),
    }
}

pub(crate) fn file() -> Value {
    serde_json::from_str(FILE).unwrap()
}

/// Simulates the file after a change.
pub(crate) fn changed(change: impl FnOnce(&mut Value)) -> Simulated {
    let mut file = file();
    change(&mut file);
    simulate(&file.to_string(), &settings()).unwrap()
}

/// What was answered at a path of ONTAP.
pub(crate) fn answer<'a>(file: &'a mut Value, path: &str) -> &'a mut Value {
    &mut entry(file, path)["answer"]
}

/// The whole entry of a path of ONTAP.
pub(crate) fn entry<'a>(file: &'a mut Value, path: &str) -> &'a mut Value {
    let entries = file["ontap"].as_array_mut().unwrap();
    entries.iter_mut().find(|entry| entry["path"] == path).unwrap()
}

/// Takes all entries of a path of ONTAP out of the file.
pub(crate) fn remove(file: &mut Value, path: &str) {
    file["ontap"].as_array_mut().unwrap().retain(|entry| entry["path"] != path);
}

/// Adds an answer of ONTAP with these records.
pub(crate) fn add(file: &mut Value, path: &str, records: Value) {
    let entry = json!({"path": path, "status": 200, "answer": {"records": records}});
    file["ontap"].as_array_mut().unwrap().push(entry);
}
