//! Operations common to all kinds of objects: reading, creating, changing and deleting one of them.

use std::time::Instant;

use ontap_core::protocol::request::Request;
use ontap_core::protocol::{answer, objects};
use ontap_core::{Object, Result, UnlessGone, Version, Writable};
use tokio::sync::SemaphorePermit;

use crate::Client;
use crate::client::UnknownOutcome;
use crate::create::unread;

impl Client {
    /// Reads the object of this key, which is a uuid for most kinds ([`Object::KEY`]).
    ///
    /// # Errors
    /// Whatever the request meets; [`UnlessGone`] makes `None` of an object that does not exist.
    pub async fn get<T: Object>(&self, key: &str) -> Result<T> {
        self.fetch(&objects::get::<T>(key, self.release::<T>().await?)?).await
    }

    /// Lists the objects whose fields have exactly these values, of all SVMs and of the cluster unless a filter says
    /// otherwise.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn list<T: Object>(&self, filters: &[(&str, &str)]) -> Result<Vec<T>> {
        self.read_all(&objects::list::<T>(filters, self.release::<T>().await?)?).await
    }

    /// Reads the only object whose fields have these values, if there is one.
    ///
    /// # Errors
    /// Whatever the request meets, and several objects where there can be one.
    pub async fn find<T: Object>(&self, filters: &[(&str, &str)]) -> Result<Option<T>> {
        let request = objects::list::<T>(filters, self.release::<T>().await?)?;
        only_one(&request, self.read_all(&request).await?)
    }

    /// Reads the only object that a creation with this body may have made, if there is one ([`Writable::like`]).
    ///
    /// # Errors
    /// Whatever the request meets, and several objects where there can be one.
    pub async fn find_like<T: Writable>(&self, body: &T::Body) -> Result<Option<T>> {
        let request = objects::like::<T>(body, self.release::<T>().await?)?;
        let all: Vec<T> = self.read_all(&request).await?;
        only_one(&request, all.into_iter().filter(|found| found.is_like(body)).collect())
    }

    /// Creates an object, and follows its job to the end where there is one. ONTAP's answer may be partial: the key is
    /// certain, the rest must be read back.
    ///
    /// Where the outcome is unknown the client looks for [`Writable::like`] before it asks again. What it finds it does not
    /// take for the object that was asked for: it may be somebody else's.
    ///
    /// # Errors
    /// Whatever the request or its job meets. An error that [`crate::Error::is_ambiguous`] may have left an object.
    pub async fn create<T: Writable>(&self, body: &T::Body) -> Result<T> {
        let _place = self.place::<T>().await?;
        let request = T::creation(body)?;
        let created = self.create_once(&request, || Box::pin(self.find_like::<T>(body))).await?;
        self.made(&request, created).await
    }

    /// Changes the object of this key, and follows its job to the end where there is one. A body that says nothing is not sent.
    ///
    /// # Errors
    /// Whatever the request or its job meets.
    pub async fn patch<T: Writable>(&self, key: &str, body: &T::Body) -> Result<()> {
        match objects::patch::<T>(key, body)? {
            Some(request) => self.change(&request).await,
            None => Ok(()),
        }
    }

    /// Deletes the object of this key, and follows its job to the end where there is one. One that is gone already is no error.
    ///
    /// # Errors
    /// Whatever the request or its job meets, such as what is in the way.
    pub async fn delete<T: Writable>(&self, key: &str) -> Result<()> {
        let _place = self.place::<T>().await?;
        let request = objects::delete::<T>(key)?;
        self.delete_once(&request, || Box::pin(async { self.get::<T>(key).await.unless_gone() })).await
    }

    /// The ONTAP release, if the fields of this kind depend on it.
    async fn release<T: Object>(&self) -> Result<Option<Version>> {
        if T::SINCE.is_empty() { Ok(None) } else { self.version().await.map(Some) }
    }

    /// One of ONTAP's slots for creations and deletions, if ONTAP limits them for this kind.
    async fn place<T: Writable>(&self) -> Result<Option<SemaphorePermit<'_>>> {
        if T::FEW_AT_ONCE { self.svm_job_slot().await.map(Some) } else { Ok(None) }
    }

    /// Waits for an object that is still being created.
    async fn made<T: Writable>(&self, request: &Request, mut made: T) -> Result<T> {
        let begun = Instant::now();
        let mut waits = self.timing.between_looks();
        while made.is_in_the_making() && begun.elapsed() < self.timing.job_timeout {
            let Some(key) = made.key().map(str::to_owned) else { break };
            let wait = waits.next().unwrap_or(self.timing.longest);
            self.pause(wait, "the new object to be ready", UnknownOutcome(true)).await?;
            made = self.get(&key).await.map_err(|error| unread(request, error.to_string()))?;
        }
        Ok(made)
    }
}

/// The only record, if there is one. Two records cannot be the answer to this request.
fn only_one<T>(request: &Request, mut records: Vec<T>) -> Result<Option<T>> {
    match records.len() {
        0 | 1 => Ok(records.pop()),
        several => Err(answer::unexpected(request, format!("{several} records, where one was asked for"))),
    }
}
