//! What the API can do with a kind of object.

use serde_json::Value;
use uuid::Uuid;

use super::call::Call;
use crate::inventory::fields::Field;
use crate::world::World;
use crate::world::error::{ApiError, ApiResult};

/// What came of a change.
#[derive(Debug)]
pub enum Change {
    /// It is done.
    Done,
    /// The new object, by the values of its keys.
    Created(Vec<String>),
    /// A job will do it.
    Job(Uuid),
    /// A job will make the object with these values of its keys.
    CreateJob(Uuid, Vec<String>),
}

/// A kind of object, with full records and without links.
pub trait Object: Sync {
    /// Path of the collection.
    fn path(&self) -> &'static str;

    /// Fields that follow the collection's path in the path of one object.
    fn keys(&self) -> &'static [&'static str] {
        &["uuid"]
    }

    /// Its fields.
    fn fields(&self) -> &'static [Field];

    /// Whether there is only one, at the path of the collection.
    fn is_single(&self) -> bool {
        false
    }

    /// All of them.
    fn records(&self, world: &World) -> Vec<Value>;

    /// POST, with a body that was checked against the fields.
    fn create(&self, _world: &mut World, _call: &Call, _body: Value) -> ApiResult<Change> {
        Err(not_supported())
    }

    /// PATCH of the object with this record.
    fn modify(&self, _world: &mut World, _call: &Call, _record: &Value, _body: Value) -> ApiResult<Change> {
        Err(not_supported())
    }

    /// DELETE of the object with this record.
    fn remove(&self, _world: &mut World, _call: &Call, _record: &Value) -> ApiResult<Change> {
        Err(not_supported())
    }
}

/// 405: the method does not exist here (generic code 3).
pub fn not_supported() -> ApiError {
    ApiError::new(405, 3, "Operation not supported.")
}

/// The UUID in a record.
pub fn uuid_of(record: &Value) -> ApiResult<Uuid> {
    let text = record.get("uuid").and_then(Value::as_str).unwrap_or_default();
    text.parse().map_err(|_| ApiError::not_found("uuid"))
}

/// The checked body as a request of the world.
pub fn request<T: serde::de::DeserializeOwned>(body: Value) -> ApiResult<T> {
    serde_json::from_value(body)
        .map_err(|error| ApiError::new(400, 262_185, format!("Invalid value: {error}.")))
}
