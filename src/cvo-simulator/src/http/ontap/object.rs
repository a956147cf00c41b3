//! The interface between the API and a kind of object.

use serde_json::Value;
use uuid::Uuid;

use super::call::Call;
use crate::inventory::fields::Field;
use crate::world::World;
use crate::world::error::{ApiError, ApiResult};

/// The result of a change.
#[derive(Debug)]
pub enum Change {
    /// The change has been made.
    Done,
    /// The object has been created; the values of its keys.
    Created(Vec<String>),
    /// A job will make the change.
    Job(Uuid),
    /// A job will create the object; the job, and the values of the object's keys.
    CreateJob(Uuid, Vec<String>),
}

/// A kind of object, which supplies full records without links.
pub trait Object: Sync {
    /// Path of the collection.
    fn path(&self) -> &'static str;

    /// Fields whose values follow the collection's path in the path of one object.
    fn keys(&self) -> &'static [&'static str] {
        &["uuid"]
    }

    /// Fields of which the simulator has values.
    fn own_fields(&self) -> &'static [Field];

    /// Every field of a record that ONTAP knows: the own ones, and those that are only published.
    fn fields(&self) -> &'static [Field] {
        super::known_fields(self.path())
    }

    /// Whether there is a single object, at the path of the collection.
    fn is_single(&self) -> bool {
        false
    }

    /// Returns the records of all objects.
    fn records(&self, world: &World) -> Vec<Value>;

    /// Handles a POST, whose body has been checked against the fields.
    fn create(&self, _world: &mut World, _call: &Call, _body: Value) -> ApiResult<Change> {
        Err(not_supported())
    }

    /// Handles a PATCH of the object with this record.
    fn modify(&self, _world: &mut World, _call: &Call, _record: &Value, _body: Value) -> ApiResult<Change> {
        Err(not_supported())
    }

    /// Handles a DELETE of the object with this record.
    fn remove(&self, _world: &mut World, _call: &Call, _record: &Value) -> ApiResult<Change> {
        Err(not_supported())
    }
}

/// 405: the method is not supported here (generic code 3).
pub fn not_supported() -> ApiError {
    ApiError::new(405, 3, "Operation not supported.")
}

/// Parses the UUID of a record.
pub fn uuid_of(record: &Value) -> ApiResult<Uuid> {
    let text = record.get("uuid").and_then(Value::as_str).unwrap_or_default();
    text.parse().map_err(|_| ApiError::not_found("uuid"))
}

/// Converts a checked body into a request to the world. The reason of a failure names types of this program,
/// and stays out of the message.
pub fn request<T: serde::de::DeserializeOwned>(body: Value) -> ApiResult<T> {
    serde_json::from_value(body).map_err(|error| {
        tracing::debug!("a body of the wrong form: {error}");
        ApiError::new(400, 262_185, "The request body has a value of the wrong form.")
    })
}
