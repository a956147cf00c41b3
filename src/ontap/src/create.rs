//! Creating an object exactly once, even when the answer is lost: look first, then send again.

use std::pin::Pin;

use crate::client::UnknownOutcome;
use crate::{Client, log};
use ontap_core::protocol::answer::Received;
use ontap_core::protocol::doubt::Attempts;
use ontap_core::protocol::request::Request;
use ontap_core::protocol::retry::is_worth_another_attempt;
use ontap_core::protocol::written::Written;
use ontap_core::{Doubt, Error, Result, Writable};

/// A lookup of an object. Boxed, so that callers that spawn the whole call can rely on its being `Send`.
pub type Look<'a, T> = Pin<Box<dyn Future<Output = Result<Option<T>>> + Send + 'a>>;

/// How the client knows that a write was done.
pub enum Outcome<T> {
    /// ONTAP answered.
    Answered(Received),
    /// The write ended with this error, but a lookup found the wanted object.
    Found(T, Error),
}

impl Client {
    /// Creates an object and returns it: from the answer, or else by looking for it.
    ///
    /// A POST whose outcome is unknown is never repeated blindly. `look` says whether the object exists; only
    /// if it does not is the POST sent again, and ONTAP's own refusal of duplicates covers a request that is
    /// still on its way. If the record in the answer has no key, it does not say which object was created, so
    /// the object is looked for. An existing object may be a foreign one: it is reported as an error for
    /// which [`Error::is_ambiguous`] holds, and never taken for ours.
    pub(crate) async fn create_once<'a, T: Writable>(
        &'a self,
        request: &Request,
        look: impl Fn() -> Look<'a, T> + Send + Sync,
    ) -> Result<T> {
        match self.write_once(request, &look).await? {
            Outcome::Found(_, error) => Err(error),
            Outcome::Answered(answer) => {
                let made = Written::read(request, &answer).and_then(|written| written.first_record(request));
                match made.map_err(|error| self.scrubbed(error))? {
                    Some(record) if has_key::<T>(&record) => Ok(record),
                    _ => self.read_made(request, look).await,
                }
            }
        }
    }

    /// Sends a write that must not be done twice. When its outcome is unknown, `look` tells whether the write
    /// took effect; only if it did not is it sent again.
    pub(crate) async fn write_once<'a, T>(
        &'a self,
        request: &Request,
        look: impl Fn() -> Look<'a, T> + Send + Sync,
    ) -> Result<Outcome<T>> {
        let mut waits = self.timing.between_attempts();
        let mut attempts = Attempts::default();
        loop {
            let error = match self.run(request).await {
                Ok(answer) => return Ok(Outcome::Answered(answer)),
                Err(error) => attempts.ended(error),
            };
            // A job may have created the object before it failed.
            if !error.is_ambiguous() && !error.is_failed_job() {
                return Err(error);
            }
            match look().await {
                Ok(Some(found)) => return Ok(Outcome::Found(found, error.in_doubt(Doubt::There))),
                Ok(None) if is_worth_another_attempt(error.latest()) => {}
                Ok(None) => return Err(error),
                Err(unseen) => return Err(error.in_doubt(Doubt::Unseen(Box::new(unseen)))),
            }
            let Some(wait) = waits.next() else { return Err(error) };
            log::repeated(request, &error, wait);
            self.pause(wait, "another attempt", UnknownOutcome(true)).await?;
        }
    }

    /// Looks for the object just created; ONTAP may show it with a short delay.
    async fn read_made<'a, T: Writable>(
        &'a self,
        request: &Request,
        look: impl Fn() -> Look<'a, T> + Send + Sync,
    ) -> Result<T> {
        let mut waits = self.timing.between_attempts();
        loop {
            let found = look().await.map_err(|error| unread(request, error.to_string()))?;
            if let Some(found) = found.filter(has_key) {
                return Ok(found);
            }
            let Some(wait) = waits.next() else { return Err(unread(request, "it does not show".to_owned())) };
            self.pause(wait, "the new object to show", UnknownOutcome(true)).await?;
        }
    }
}

fn has_key<T: Writable>(record: &T) -> bool {
    record.key().is_some_and(|key| !key.is_empty())
}

/// The error of a creation that took effect but whose object cannot be read.
pub fn unread(request: &Request, why: String) -> Error {
    Error::Unread { method: request.method, path: request.path.clone(), why }
}
