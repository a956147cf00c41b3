//! Creating an object exactly once, even when the answer is lost: look first, then ask again.

use std::pin::Pin;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Client;
use crate::change::is_end_of_patience;
use crate::client::UnknownOutcome;
use crate::error::{Error, Result};
use crate::paging;
use crate::request::Request;

/// A look for an object. Boxed, so that whoever spawns the whole call can rely on its being `Send`.
pub(crate) type Look<'a, T> = Pin<Box<dyn Future<Output = Result<Option<T>>> + Send + 'a>>;

/// How it is known that a write was done.
pub(crate) enum Outcome<T> {
    /// ONTAP answered.
    Answered(Value),
    /// The answer was lost, but a look found what was wanted.
    Found(T),
}

impl Client {
    /// Creates an object and returns it: from the answer, or else by looking for it.
    ///
    /// A POST whose outcome is unknown is never repeated blindly. `look` says whether the object exists; only when
    /// it does not is the POST sent again, and ONTAP's own refusal of duplicates covers what is still on its way.
    pub(crate) async fn create<'a, T: DeserializeOwned>(
        &'a self,
        request: &Request,
        look: impl Fn() -> Look<'a, T> + Send + Sync,
    ) -> Result<T> {
        match self.write_once(request, &look).await? {
            Outcome::Found(found) => Ok(found),
            Outcome::Answered(answer) => match paging::first_record(&answer) {
                Some(record) => Ok(record),
                None => self.find(request, look).await,
            },
        }
    }

    /// Sends a write that must not be done twice. Where its outcome is unknown, `look` says whether it was done; only
    /// when it was not is it sent again.
    pub(crate) async fn write_once<'a, T>(
        &'a self,
        request: &Request,
        look: impl Fn() -> Look<'a, T> + Send + Sync,
    ) -> Result<Outcome<T>> {
        let mut waits = self.pace.between_attempts();
        let mut doubt = None;
        loop {
            let error = match self.run(request).await {
                Ok(answer) => return Ok(Outcome::Answered(answer)),
                Err(error) => error,
            };
            if error.is_ambiguous() {
                doubt.get_or_insert_with(|| error.clone());
            }
            let Some(first) = &doubt else { return Err(error) };
            match look().await {
                Ok(Some(found)) => return Ok(Outcome::Found(found)),
                Ok(None) if is_worth_another_attempt(&error) => {}
                _ => return Err(verdict(first, error)),
            }
            let Some(wait) = waits.next() else { return Err(verdict(first, error)) };
            self.pause(wait, "another attempt", UnknownOutcome(true)).await?;
        }
    }

    /// Looks for what was just created; ONTAP may show it a moment later.
    async fn find<'a, T>(
        &'a self,
        request: &Request,
        look: impl Fn() -> Look<'a, T> + Send + Sync,
    ) -> Result<T> {
        let unread = |why: String| Error::Unread { method: request.method, path: request.path.clone(), why };
        let mut waits = self.pace.between_attempts();
        loop {
            if let Some(found) = look().await.map_err(|error| unread(error.to_string()))? {
                return Ok(found);
            }
            let Some(wait) = waits.next() else { return Err(unread("it does not show".to_owned())) };
            self.pause(wait, "the new object to show", UnknownOutcome(true)).await?;
        }
    }
}

/// After an attempt of unknown outcome: the next one failed in the same way, or met what the first one left. A cloud
/// that refuses a route refuses it again.
fn is_worth_another_attempt(error: &Error) -> bool {
    let is_final = is_end_of_patience(error) || error.is_route_table_failure();
    !is_final && (error.is_ambiguous() || error.is_duplicate() || error.is_svm_busy())
}

/// An attempt that was not even sent does not take away the doubt that the first one left; a refusal by ONTAP does.
fn verdict(first: &Error, last: Error) -> Error {
    match last.code() {
        None if !last.is_ambiguous() => first.clone(),
        _ => last,
    }
}
