//! What a listing returns, and what becomes of a record that is not as it should be (docs/decisions/0023).

use std::ops::Deref;

use crate::error::{Error, Method, Result};
use crate::protocol::redactor::Redactor;
use crate::server_text::harmless;

/// What becomes of a listing with a record that is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Faulty {
    /// The listing fails, because it is about one object.
    Refused,
    /// What can be read of the record is kept: another object's record must not hide all others.
    KeptInPart,
}

/// What is wrong with a record that is kept in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The uuid of the record, if it has one.
    pub uuid: Option<String>,
    /// Path of the request.
    pub path: String,
    /// What was received instead of a record as it should be.
    pub received: String,
}

impl Fault {
    /// Makes the server's text harmless: without credentials, on one line, and of limited length.
    pub fn scrubbed(self, redactor: &Redactor) -> Self {
        Self { received: harmless(&redactor.scrub(&self.received)), ..self }
    }
}

impl From<Fault> for Error {
    fn from(Fault { path, received, .. }: Fault) -> Self {
        Self::Decode { method: Method::Get, path, status: 200, received }
    }
}

/// The records of a listing.
#[derive(Debug, PartialEq)]
pub struct Listed<T> {
    /// All records, in the order of the pages.
    pub records: Vec<T>,
    /// What is wrong with those that are kept in part.
    pub faults: Vec<Fault>,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self { records: Vec::new(), faults: Vec::new() }
    }
}

impl<T> Deref for Listed<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.records
    }
}

impl<T> Listed<T> {
    /// Refuses the record with this uuid if it is kept in part.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn refuse_faulty(&self, uuid: &str) -> Result<()> {
        match self.faults.iter().find(|fault| fault.uuid.as_deref() == Some(uuid)).cloned() {
            None => Ok(()),
            Some(fault) => Err(fault.into()),
        }
    }
}
