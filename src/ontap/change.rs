//! Writes: changing and deleting one object, and following the job that ONTAP does it in.

use std::time::Instant;

use serde_json::Value;

use crate::Client;
use crate::client::UnknownOutcome;
use crate::code;
use crate::create::Look;
use crate::error::{Error, Result};
use crate::job;
use crate::request::Request;

impl Client {
    /// Sends a write and follows its job to the end. The answer is that of the write, not that of the job.
    pub(crate) async fn run(&self, request: &Request) -> Result<Value> {
        let begun = Instant::now();
        let mut waits = self.pace.between_looks();
        loop {
            let outcome = self.run_once(request).await;
            let is_queue_full = |error: &Error| {
                error.code() == Some(code::TOO_MANY_SVM_JOBS) && begun.elapsed() < self.pace.job_timeout
            };
            match outcome {
                Err(error) if is_queue_full(&error) => {
                    let wait = waits.next().unwrap_or(self.pace.longest);
                    self.pause(wait, "fewer SVM jobs on the cluster", UnknownOutcome(false)).await?;
                }
                outcome => return outcome,
            }
        }
    }

    async fn run_once(&self, request: &Request) -> Result<Value> {
        let answer = self.send(request).await?;
        for job in job::started(&answer) {
            self.follow(request, &job).await?;
        }
        Ok(answer)
    }

    /// Changes one object. The same change twice is the same as once, so it is sent again where its outcome is
    /// unknown or where another job has the object for the moment.
    pub(crate) async fn change(&self, request: &Request) -> Result<()> {
        let mut waits = self.pace.between_attempts();
        loop {
            let error = match self.run(request).await {
                Ok(_) => return Ok(()),
                Err(error) => error,
            };
            let again = error.is_svm_busy() || error.is_ambiguous() && !is_end_of_patience(&error);
            let Some(wait) = waits.next().filter(|_| again) else { return Err(error) };
            self.pause(wait, "another attempt", UnknownOutcome(true)).await?;
        }
    }

    /// Deletes one object. Where the outcome is unknown it looks before it asks again; gone is what was wanted.
    pub(crate) async fn delete<'a, T>(
        &'a self,
        request: &Request,
        look: impl Fn() -> Look<'a, T> + Send + Sync,
    ) -> Result<()> {
        let mut waits = self.pace.between_attempts();
        let mut is_uncertain = false;
        loop {
            let error = match self.run(request).await {
                Ok(_) => return Ok(()),
                Err(error) if error.is_not_found() => return Ok(()),
                Err(error) => error,
            };
            if is_end_of_patience(&error) {
                return Err(error);
            }
            let was_uncertain = is_uncertain;
            is_uncertain |= error.is_ambiguous();
            if is_uncertain && matches!(look().await, Ok(None)) {
                return Ok(());
            }
            let again = error.is_ambiguous() || error.is_svm_busy() || was_uncertain && error.is_conflict();
            let Some(wait) = waits.next().filter(|_| again) else { return Err(error) };
            self.pause(wait, "another attempt", UnknownOutcome(is_uncertain)).await?;
        }
    }
}

/// Whether the time given is up, or the caller wants an end: then nothing is sent again.
pub(crate) fn is_end_of_patience(error: &Error) -> bool {
    matches!(error, Error::Timeout { .. } | Error::Stopped { .. })
}
