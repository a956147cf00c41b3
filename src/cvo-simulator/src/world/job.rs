//! Jobs: what ONTAP promises with status 202 and does later.

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

/// NetApp's reference of `/cluster/jobs`: a job that has ended is kept for this time by default.
const KEPT: Duration = Duration::from_secs(300);

/// Error 13434894: no more storage VM jobs than these at a time.
const MOST_SVM_JOBS: usize = 5;

/// What a job does when it is due.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Work {
    /// Makes a storage VM.
    CreateSvm(Uuid, Box<NewSvm>),
    /// Changes one.
    ModifySvm(Uuid, Box<SvmChange>),
    /// Deletes one.
    DeleteSvm(Uuid),
    /// Makes a volume.
    CreateVolume(Uuid, Box<NewVolume>),
    /// Changes one.
    ModifyVolume(Uuid, Box<VolumeChange>),
    /// Puts one into the recovery queue.
    DeleteVolume(Uuid),
    /// Adds a lesser object of a storage VM.
    CreateSvmObject(Box<SvmObject>),
    /// Removes one.
    DeleteSvmObject(Uuid),
}

/// A job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    /// UUID.
    pub uuid: Uuid,
    /// Method and path of the call that started it.
    pub description: String,
    /// Storage VM that it is about.
    pub svm: Option<Named>,
    /// When it started.
    pub start: Moment,
    /// When it ends.
    pub due: Moment,
    /// How it ended.
    pub outcome: Option<Result<(), ApiError>>,
    /// A failure that a fault rule ordered.
    ordered_failure: Option<ApiError>,
    work: Work,
}

/// A job that is asked for.
#[derive(Debug)]
pub struct JobOrder {
    /// Method and path of the call that starts it.
    pub description: String,
    /// Storage VM that it is about.
    pub svm: Option<Named>,
    /// What it does.
    pub work: Work,
}

impl Job {
    fn is_about_life_of_svm(&self) -> bool {
        self.outcome.is_none() && matches!(self.work, Work::CreateSvm(..) | Work::DeleteSvm(..))
    }

    /// The storage VM name that this job will bring into being.
    pub(super) fn reserved_name(&self) -> Option<&str> {
        match &self.work {
            Work::CreateSvm(_, new) if self.outcome.is_none() => Some(&new.name),
            _ => None,
        }
    }
}

impl Cluster {
    /// The job with this UUID, unless it was forgotten.
    pub fn job(&self, uuid: Uuid) -> Option<&Job> {
        self.jobs.iter().find(|job| job.uuid == uuid)
    }

    /// Starts a job; `ordered_failure` is how a fault rule wants it to end.
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

    /// Ends the jobs that are due, oldest first, and forgets those that ended long ago.
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

    /// Takes back what was marked when the job was accepted.
    fn give_up(&mut self, work: &Work) {
        if let Work::DeleteSvm(uuid) = work {
            self.keep_svm(*uuid);
        }
    }
}
