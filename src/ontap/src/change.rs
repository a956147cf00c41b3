//! Writes: changing and deleting one object, and following the ONTAP job that does it.

use std::time::Instant;

use crate::client::UnknownOutcome;
use crate::create::Look;
use crate::{Client, log};
use ontap_core::protocol::answer::Received;
use ontap_core::protocol::doubt::Attempts;
use ontap_core::protocol::request::Request;
use ontap_core::protocol::retry::{is_end_of_patience, may_send_again};
use ontap_core::protocol::written::Written;
use ontap_core::{Doubt, Result};

impl Client {
    /// Sends a write and follows its job to the end, unless the answer says that it has ended. Returns the answer to the write, not that of the job.
    pub(crate) async fn run(&self, request: &Request) -> Result<Received> {
        let begun = Instant::now();
        let mut waits = self.timing.between_looks();
        let mut attempts = Attempts::default();
        loop {
            let error = match self.run_once(request).await {
                Ok(answer) => return Ok(answer),
                Err(error) => attempts.ended(error),
            };
            let is_queue_full = error.is_svm_job_queue_full();
            if !is_queue_full || begun.elapsed() >= self.timing.job_timeout {
                return Err(error);
            }
            let wait = waits.next().unwrap_or(self.timing.longest);
            let outcome = UnknownOutcome(attempts.may_have_acted());
            log::repeated(request, &error, wait);
            self.pause(wait, "fewer SVM jobs on the cluster", outcome).await?;
        }
    }

    async fn run_once(&self, request: &Request) -> Result<Received> {
        let received = self.send(request).await?;
        let written = Written::read(request, &received).map_err(|error| self.scrubbed(error))?;
        for job in written.open_jobs(request, &received) {
            self.follow(request, job).await?;
        }
        Ok(received)
    }

    /// Changes one object. A change is idempotent, so it is sent again when its outcome is unknown or when
    /// another job has the object locked.
    pub(crate) async fn change(&self, request: &Request) -> Result<()> {
        let mut waits = self.timing.between_attempts();
        let mut attempts = Attempts::default();
        loop {
            let error = match self.run(request).await {
                Ok(_) => return Ok(()),
                Err(error) => attempts.ended(error),
            };
            let Some(wait) = waits.next().filter(|_| may_send_again(error.latest())) else {
                return Err(error);
            };
            log::repeated(request, &error, wait);
            self.pause(wait, "another attempt", UnknownOutcome(true)).await?;
        }
    }

    /// Deletes one object. When the outcome is unknown, when the job failed, or when ONTAP answers that there
    /// is no such object, it looks for the object before it returns or tries again. An object that is gone
    /// counts as deleted.
    pub(crate) async fn delete_once<'a, T>(
        &'a self,
        request: &Request,
        look: impl Fn() -> Look<'a, T> + Send + Sync,
    ) -> Result<()> {
        let mut waits = self.timing.between_attempts();
        let mut attempts = Attempts::default();
        loop {
            let was_uncertain = attempts.may_have_acted();
            let error = match self.run(request).await {
                Ok(_) => return Ok(()),
                Err(error) => attempts.ended(error),
            };
            let latest = error.latest();
            if is_end_of_patience(latest) {
                return Err(error);
            }
            let (is_gone, again) = (latest.is_not_found(), may_send_again(latest));
            let again = again || was_uncertain && latest.is_conflict();
            let error = if is_gone || error.is_ambiguous() || error.is_failed_job() {
                match look().await {
                    Ok(None) => return Ok(()),
                    Ok(Some(_)) if is_gone => error.in_doubt(Doubt::There),
                    Ok(Some(_)) => error,
                    Err(unseen) => error.in_doubt(Doubt::Unseen(Box::new(unseen))),
                }
            } else {
                error
            };
            let Some(wait) = waits.next().filter(|_| again) else { return Err(error) };
            log::repeated(request, &error, wait);
            self.pause(wait, "another attempt", UnknownOutcome(true)).await?;
        }
    }
}
