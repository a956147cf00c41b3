//! What a client needs to know of a kind of object in order to read and to write it.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::protocol::request::Request;
use crate::{Fields, Result, Version};

/// Values of fields, by their paths; `None` does not matter.
pub type Filters = Vec<(&'static str, Option<String>)>;

/// A kind of object that can be read: the record of one of them.
pub trait Object: Fields + DeserializeOwned + Send {
    /// Path of the collection below `/api`.
    const PATH: &'static str;
    /// Field by which one of them is read, changed and deleted.
    const KEY: &'static str = "uuid";
    /// Fields that every record has; without one of them an answer is none.
    const ALWAYS: &'static [&'static str] = &[];
    /// Fields that every record has besides, whose field has this value.
    const ALWAYS_WHERE: &'static [((&'static str, &'static str), &'static [&'static str])] = &[];
    /// Fields that ONTAP has from a release on. An older one is not asked for them.
    const SINCE: &'static [(&'static str, Version)] = &[];
    /// Further parameters of a request that lists them.
    const PARAMETERS: &'static [(&'static str, &'static str)] = &[];
}

/// A kind of object that can be created, changed and deleted too.
pub trait Writable: Object {
    /// What a creation or a change sends. What equals its default is not sent.
    type Body: Serialize + Sync;
    /// Whether ONTAP works on it in a job.
    const BY_JOB: bool = false;
    /// Whether ONTAP works on a few creations and deletions at once only.
    const FEW_AT_ONCE: bool = false;

    /// What one of them is read, changed and deleted by.
    fn key(&self) -> Option<&str>;

    /// The request that creates one of them.
    ///
    /// # Errors
    /// A body that cannot be written as JSON.
    fn creation(body: &Self::Body) -> Result<Request> {
        Ok(Request::post(Self::PATH, body)?.parameter("return_records", "true"))
    }

    /// Where the outcome of a creation is unknown: what the record of its object has.
    fn like(body: &Self::Body) -> Filters;

    /// Whether this record, which has all of [`Self::like`], may be that of the object.
    fn is_like(&self, _body: &Self::Body) -> bool {
        true
    }

    /// Whether ONTAP is still at work on it.
    fn is_in_the_making(&self) -> bool {
        false
    }
}
