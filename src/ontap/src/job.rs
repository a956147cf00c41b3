//! `/api/cluster/jobs`: ONTAP's background jobs, followed to their end.

use std::time::Instant;

use crate::Client;
use crate::client::UnknownOutcome;
use ontap_core::protocol::job::{self, Job, Next, next};
use ontap_core::protocol::request::Request;
use ontap_core::{Error, JobEnd, Result};

impl Client {
    /// Polls a job until it has ended.
    pub(crate) async fn follow(&self, origin: &Request, uuid: &str) -> Result<()> {
        let what = || format!("the job {uuid} of {} {}", origin.method, origin.path);
        waiting::told(what, self.follow_to_end(origin, uuid)).await
    }

    async fn follow_to_end(&self, origin: &Request, uuid: &str) -> Result<()> {
        let begun = Instant::now();
        let mut waits = self.timing.between_looks();
        let failed = |end, code, message| {
            self.scrubbed(Error::Job {
                method: origin.method,
                path: origin.path.clone(),
                job: uuid.to_owned(),
                end,
                code,
                message,
            })
        };
        loop {
            // ONTAP forgets a job some minutes after its end; the outcome must then be determined otherwise.
            let job: Job = match self.fetch(&job::get(uuid)?).await {
                Ok(job) => job,
                Err(stopped @ Error::Stopped { .. }) => return Err(stopped.with_unknown_outcome()),
                Err(error) => return Err(failed(JobEnd::Lost, None, error.to_string())),
            };
            match next(&job) {
                Next::Done => return Ok(()),
                Next::Failed { code, message } => return Err(failed(JobEnd::Failed, code, message)),
                Next::Wait => {}
            }
            if begun.elapsed() >= self.timing.job_timeout {
                return Err(still_running(origin, uuid, begun));
            }
            let what = format!("the job {uuid} of {} {}", origin.method, origin.path);
            let wait = waits.next().unwrap_or(self.timing.longest);
            self.pause(wait, &what, UnknownOutcome(true)).await?;
        }
    }
}

fn still_running(origin: &Request, uuid: &str, begun: Instant) -> Error {
    Error::Timeout {
        method: origin.method,
        path: origin.path.clone(),
        what: format!("the job {uuid} was still running"),
        waited: begun.elapsed(),
    }
}
