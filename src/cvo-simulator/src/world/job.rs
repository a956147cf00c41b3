//! Jobs: work that ONTAP accepts with status 202 and does later.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clock::Moment;
use super::cluster::{Cluster, Named};
use super::error::{ApiError, ApiResult};
use super::svm::SvmChange;
use super::svm_create::NewSvm;
use super::svm_object::SvmObject;
use super::volume::{NewVolume, VolumeChange};

/// NetApp's reference of `/cluster/jobs`: by default, a finished job is kept for this long.
const KEPT: Duration = Duration::from_secs(300);

/// Error 13434894: maximum number of concurrent storage VM jobs.
const MOST_SVM_JOBS: usize = 5;

/// The work of a job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Work {
    /// Creates a storage VM.
    CreateSvm(Uuid, Box<NewSvm>),
    /// Modifies a storage VM.
    ModifySvm(Uuid, Box<SvmChange>),
    /// Deletes a storage VM.
    DeleteSvm(Uuid),
    /// Creates a volume.
    CreateVolume(Uuid, Box<NewVolume>),
    /// Modifies a volume.
    ModifyVolume(Uuid, Box<VolumeChange>),
    /// Moves a volume to the recovery queue.
    DeleteVolume(Uuid),
    /// Creates a further object of a storage VM.
    CreateSvmObject(Box<SvmObject>),
    /// Deletes such an object.
    DeleteSvmObject(Uuid),
}

/// A job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    /// UUID.
    pub uuid: Uuid,
    /// Method and path of the call that started the job.
    pub description: String,
    /// Storage VM that the job concerns.
    pub svm: Option<Named>,
    /// When it started.
    pub start: Moment,
    /// When it ends.
    pub due: Moment,
    /// Result; `None` while the job is running.
    pub outcome: Option<Result<(), ApiError>>,
    /// A failure demanded by a fault rule.
    ordered_failure: Option<ApiError>,
    work: Work,
}

/// A job to be started.
#[derive(Debug)]
pub struct JobOrder {
    /// Method and path of the call that starts the job.
    pub description: String,
    /// Storage VM that the job concerns.
    pub svm: Option<Named>,
    /// The work to do.
    pub work: Work,
}

impl Job {
    fn is_about_life_of_svm(&self) -> bool {
        self.outcome.is_none() && matches!(self.work, Work::CreateSvm(..) | Work::DeleteSvm(..))
    }

    /// The name of the storage VM that this job is going to create.
    pub(super) fn reserved_name(&self) -> Option<&str> {
        match &self.work {
            Work::CreateSvm(_, new) if self.outcome.is_none() => Some(&new.name),
            _ => None,
        }
    }
}

impl Cluster {
    /// Finds the job with this UUID, unless it has expired.
    pub fn job(&self, uuid: Uuid) -> Option<&Job> {
        self.jobs.iter().find(|job| job.uuid == uuid)
    }

    /// Starts a job; with `ordered_failure`, the job fails with that error.
    pub fn start_job(
        &mut self,
        order: JobOrder,
        now: Moment,
        ordered_failure: Option<ApiError>,
    ) -> ApiResult<Uuid> {
        let uuid = self.uuids.make();
        let JobOrder { description, svm, work } = order;
        let due = now.plus(self.job_duration);
        let job = Job { uuid, description, svm, start: now, due, outcome: None, ordered_failure, work };
        if job.is_about_life_of_svm() {
            self.refuse_a_sixth_svm_job()?;
        }
        self.jobs.push(job);
        Ok(uuid)
    }

    fn refuse_a_sixth_svm_job(&self) -> ApiResult<()> {
        if self.jobs.iter().filter(|job| job.is_about_life_of_svm()).count() < MOST_SVM_JOBS {
            return Ok(());
        }
        let message = "More than five SVM jobs are running. Retry when some of them have ended.";
        Err(ApiError::new(503, 13_434_894, message))
    }

    /// Finishes the jobs that are due, oldest first, and removes those that ended long ago.
    pub fn settle(&mut self, now: Moment) {
        while let Some(at) = self.next_due(now) {
            let (due, work) = (self.jobs[at].due, self.jobs[at].work.clone());
            let outcome = match self.jobs[at].ordered_failure.take() {
                Some(failure) => {
                    self.give_up(&work);
                    Err(failure)
                }
                None => self.perform(work, due),
            };
            self.jobs[at].outcome = Some(outcome);
        }
        self.jobs.retain(|job| job.outcome.is_none() || now.since(job.due) < KEPT);
    }

    fn next_due(&self, now: Moment) -> Option<usize> {
        let waiting = self.jobs.iter().enumerate().filter(|(_, job)| job.outcome.is_none() && job.due <= now);
        waiting.min_by_key(|(_, job)| job.due).map(|(at, _)| at)
    }

    fn perform(&mut self, work: Work, now: Moment) -> ApiResult<()> {
        match work {
            Work::CreateSvm(uuid, new) => self.make_svm(uuid, *new, now),
            Work::ModifySvm(uuid, change) => self.apply_svm_change(uuid, *change),
            Work::DeleteSvm(uuid) => self.remove_svm(uuid),
            Work::CreateVolume(uuid, new) => self.make_volume(uuid, *new, now),
            Work::ModifyVolume(uuid, change) => self.change_volume(uuid, *change),
            Work::DeleteVolume(uuid) => self.queue_volume(uuid, now),
            Work::CreateSvmObject(object) => {
                self.svm_objects.push(*object);
                Ok(())
            }
            Work::DeleteSvmObject(uuid) => {
                self.svm_objects.retain(|object| object.uuid != uuid);
                Ok(())
            }
        }
    }

    /// Reverts the marks that were set when the job was accepted.
    fn give_up(&mut self, work: &Work) {
        if let Work::DeleteSvm(uuid) = work {
            self.keep_svm(*uuid);
        }
    }
}
