//! Operations common to all kinds of objects: reading, creating, changing and deleting one of them.

use std::time::Instant;

use ontap_core::protocol::request::Request;
use ontap_core::protocol::{answer, objects};
use ontap_core::{Faulty, Listed, Object, Result, UnlessGone, Version, Writable};
use tokio::sync::SemaphorePermit;

use crate::Client;
use crate::client::UnknownOutcome;
use crate::create::unread;

impl Client {
    /// Reads the object with this key, which is a uuid for most kinds ([`Object::KEY`]).
    ///
    /// # Errors
    /// Any error of the request. [`UnlessGone`] turns the absence of the object into `None`.
    pub async fn get<T: Object>(&self, key: &str) -> Result<T> {
        self.fetch(&objects::get::<T>(key, self.release::<T>().await?)?).await
    }

    /// Lists the objects whose fields have exactly these values, of all SVMs and of the cluster unless a
    /// filter says otherwise. A record that is not as it should be has only those members that can be read:
    /// what it lacks is not told.
    ///
    /// # Errors
    /// Any error of the request.
    pub async fn list<T: Object>(&self, filters: &[(&str, &str)]) -> Result<Vec<T>> {
        Ok(self.listed(filters).await?.records)
    }

    /// Does the same, and tells which records are not as they should be.
    ///
    /// # Errors
    /// Any error of the request.
    pub async fn listed<T: Object>(&self, filters: &[(&str, &str)]) -> Result<Listed<T>> {
        let request = objects::list::<T>(filters, self.release::<T>().await?)?;
        self.read_all(&request, Faulty::KeptInPart).await
    }

    /// Lists the objects whose field has one of these values, with the faults of their records left out.
    ///
    /// # Errors
    /// Any error of the request.
    pub async fn list_any<T: Object>(&self, field: &str, values: &[&str]) -> Result<Vec<T>> {
        let request = objects::list_any::<T>(field, values, self.release::<T>().await?)?;
        Ok(self.read_all(&request, Faulty::KeptInPart).await?.records)
    }

    /// Reads the only object whose fields have these values, if there is one.
    ///
    /// # Errors
    /// Any error of the request, and several objects where there can be only one.
    pub async fn find<T: Object>(&self, filters: &[(&str, &str)]) -> Result<Option<T>> {
        let request = objects::list::<T>(filters, self.release::<T>().await?)?;
        only_one(&request, self.read_all(&request, Faulty::Refused).await?.records)
    }

    /// Reads the only object that a creation with this body may have created, if there is one
    /// ([`Writable::like`]).
    ///
    /// # Errors
    /// Any error of the request, and several objects where there can be only one.
    pub async fn find_like<T: Writable>(&self, body: &T::Body) -> Result<Option<T>> {
        let request = objects::like::<T>(body, self.release::<T>().await?)?;
        let all = self.read_all::<T>(&request, Faulty::Refused).await?.records;
        only_one(&request, all.into_iter().filter(|found| found.is_like(body)).collect())
    }

    /// Creates an object, and follows its job, if there is one, to the end. ONTAP's answer may be partial:
    /// only the key is certain, and the rest must be read back.
    ///
    /// If the outcome is unknown, the client looks for [`Writable::like`] before it sends the request again.
    /// It does not take an object that it finds for the requested one, because it may be a foreign one.
    ///
    /// # Errors
    /// Any error of the request or its job. An error for which [`crate::Error::is_ambiguous`] holds may have
    /// left an object.
    pub async fn create<T: Writable>(&self, body: &T::Body) -> Result<T> {
        let _place = self.place::<T>().await?;
        let request = T::creation(body)?;
        let created = self.create_once(&request, || Box::pin(self.find_like::<T>(body))).await?;
        self.made(&request, created).await
    }

    /// Changes the object with this key, and follows its job, if there is one, to the end. An empty body is
    /// not sent.
    ///
    /// # Errors
    /// Any error of the request or its job.
    pub async fn patch<T: Writable>(&self, key: &str, body: &T::Body) -> Result<()> {
        match objects::patch::<T>(key, body)? {
            Some(request) => self.change(&request).await,
            None => Ok(()),
        }
    }

    /// Deletes the object with this key, and follows its job, if there is one, to the end. It is not an error
    /// if the object is already gone.
    ///
    /// # Errors
    /// Any error of the request or its job, such as an object that prevents the deletion.
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
