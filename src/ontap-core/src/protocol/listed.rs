//! What a listing returns, and what becomes of a record that is not as it should be (docs/decisions/0023).

use std::ops::Deref;

use crate::error::{Error, Result};

/// What becomes of a listing with a record that is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Faulty {
    /// The listing fails, because it is about one object.
    Refused,
    /// What can be read of the record is kept: another object's record must not hide all others.
    KeptInPart,
}

/// The records of a listing.
#[derive(Debug, PartialEq)]
pub struct Listed<T> {
    /// All records, in the order of the pages.
    pub records: Vec<T>,
    /// The uuids of the records that are kept in part, each with what is wrong with it.
    pub faults: Vec<(Option<String>, Error)>,
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
        let of_it = |(faulty, _): &&(Option<String>, Error)| faulty.as_deref() == Some(uuid);
        self.faults.iter().find(of_it).map_or(Ok(()), |(_, fault)| Err(fault.clone()))
    }
}
