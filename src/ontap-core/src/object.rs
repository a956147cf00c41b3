//! What a client needs to know about a kind of object to read and write it.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::protocol::request::Request;
use crate::{Fields, Result, Version};

/// Values of fields, by path. `None` matches anything.
pub type Filters = Vec<(&'static str, Option<String>)>;

/// A kind of object that can be read. The implementing type is the record of one object.
pub trait Object: Fields + DeserializeOwned + Send {
    /// Path of the collection, below `/api`.
    const PATH: &'static str;
    /// Field that identifies an object when it is read, changed or deleted.
    const KEY: &'static str = "uuid";
    /// Fields that every record has. An answer that lacks one of them is invalid.
    const ALWAYS: &'static [&'static str] = &[];
    /// Conditions (a field and its value) and the fields that every record has if the condition holds.
    const ALWAYS_WHERE: &'static [((&'static str, &'static str), &'static [&'static str])] = &[];
    /// Fields that ONTAP has had since a certain release. They are not requested from an older one.
    const SINCE: &'static [(&'static str, Version)] = &[];
    /// Further parameters of a request that lists the objects.
    const PARAMETERS: &'static [(&'static str, &'static str)] = &[];
}

/// A kind of object that can also be created, changed and deleted.
pub trait Writable: Object {
    /// What a creation or a change sends. Values equal to the default are not sent.
    type Body: Serialize + Sync;
    /// Whether ONTAP processes writes in a job.
    const BY_JOB: bool = false;
    /// Whether ONTAP limits the number of concurrent creations and deletions to a few.
    const FEW_AT_ONCE: bool = false;

    /// Returns the key with which the object is read, changed and deleted.
    fn key(&self) -> Option<&str>;

    /// Returns the request that creates an object.
    ///
    /// # Errors
    /// When the body cannot be written as JSON.
    fn creation(body: &Self::Body) -> Result<Request> {
        Ok(Request::post(Self::PATH, body)?.parameter("return_records", "true"))
    }

    /// Returns the filters that find the object of a creation whose outcome is unknown.
    fn like(body: &Self::Body) -> Filters;

    /// Whether this record, which matches [`Self::like`], may be that of the object.
    fn is_like(&self, _body: &Self::Body) -> bool {
        true
    }

    /// Whether ONTAP is still creating the object.
    fn is_in_the_making(&self) -> bool {
        false
    }
}
