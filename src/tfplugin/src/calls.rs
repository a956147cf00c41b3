//! [`Calls`]: what Terraform calls at the same time. It calls as many objects at once as `-parallelism` says, which
//! a plugin is not told; `server/parallelism.rs` finds it out where it can.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The calls about objects since the provider was configured. All clones refer to the same calls; operations that
/// know nothing of the service get theirs from [`crate::calls`].
#[derive(Debug, Clone)]
pub struct Calls {
    counts: Arc<Mutex<Counts>>,
    /// How many objects Terraform works on at once.
    parallelism: usize,
}

/// As many as Terraform and OpenTofu work on at once if nobody says otherwise (their documentation of
/// `-parallelism`).
const PARALLELISM: usize = 10;

#[derive(Debug, Default)]
struct Counts {
    begun: usize,
    under_way: usize,
    waiting: usize,
    validated: usize,
    planned: usize,
    has_applied: bool,
}

/// A call that is under way for as long as this lives.
#[derive(Debug)]
pub(crate) struct UnderWay(Calls);

/// A call that waits for others for as long as this lives.
#[derive(Debug)]
pub struct Waiting(Calls);

impl Default for Calls {
    fn default() -> Self {
        Self::new(None)
    }
}

impl Calls {
    /// No calls yet, of a host that works on this many objects at once, where that is known.
    pub(crate) fn new(parallelism: Option<usize>) -> Self {
        Self { counts: Arc::default(), parallelism: parallelism.unwrap_or(PARALLELISM) }
    }

    /// Records that a call begins.
    pub(crate) fn begin(&self) -> UnderWay {
        let mut counts = self.counts();
        counts.begun += 1;
        counts.under_way += 1;
        drop(counts);
        UnderWay(self.clone())
    }

    /// Records that Terraform has a configuration validated.
    pub(crate) fn validate(&self) {
        self.counts().validated += 1;
    }

    /// Records that Terraform has an object planned that is not destroyed.
    pub(crate) fn plan(&self) {
        self.counts().planned += 1;
    }

    /// Records that Terraform changes an object.
    pub(crate) fn apply(&self) {
        self.counts().has_applied = true;
    }

    /// Begins anew, because the provider is configured anew. Calls that are under way still count.
    pub(crate) fn begin_anew(&self) {
        let mut counts = self.counts();
        let Counts { begun, under_way, waiting, .. } = *counts;
        *counts = Counts { begun, under_way, waiting, ..Counts::default() };
    }

    /// Returns whether Terraform has begun to change objects, so that plans are those of an apply.
    #[must_use]
    pub fn has_applied(&self) -> bool {
        self.counts().has_applied
    }

    /// Returns whether this process plans objects a second time when they are applied, as in `terraform test` with a
    /// provider block in its file. Terraform then has the configurations validated here as well, in a walk of
    /// its own; otherwise it has each of them validated immediately before its plan. Holds only while no call
    /// is under way but those that wait.
    #[must_use]
    pub fn plan_again(&self) -> bool {
        let counts = self.counts();
        counts.validated > counts.planned
    }

    /// Returns whether Terraform has called more than one object, so that others may soon do what this one does.
    #[must_use]
    pub fn are_others_under_way(&self) -> bool {
        self.counts().under_way > 1
    }

    /// Records that this call waits for what others bring.
    #[must_use]
    pub fn wait(&self) -> Waiting {
        self.counts().waiting += 1;
        Waiting(self.clone())
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// Returns the number of calls begun so far, and whether one is under way that does not wait for others
    /// itself.
    #[must_use]
    pub fn others(&self) -> (usize, bool) {
        let counts = self.0.counts();
        (counts.begun, counts.under_way > counts.waiting)
    }

    /// Returns whether Terraform goes on with others meanwhile, if there are any: fewer calls wait than it makes at
    /// once.
    #[must_use]
    pub fn leaves_room(&self) -> bool {
        self.0.counts().waiting < self.0.parallelism
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut counts = self.0.counts();
        counts.under_way = counts.under_way.saturating_sub(1);
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut counts = self.0.counts();
        counts.waiting = counts.waiting.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_are_those_that_do_not_wait_themselves() {
        let calls = Calls::default();
        drop(calls.begin());
        let _second = calls.begin();
        let waiting = calls.wait();
        assert_eq!(waiting.others(), (2, false));
        let third = calls.begin();
        assert_eq!(waiting.others(), (3, true));
        drop(third);
        assert_eq!(waiting.others(), (3, false));
    }

    #[test]
    fn there_is_room_for_others_until_as_many_wait_as_are_called_at_once() {
        for (parallelism, room) in [(Some(1), 0), (Some(2), 1), (None, 9)] {
            let calls = Calls::new(parallelism);
            let mut waiting = Vec::new();
            let leaves_room = (0..10).take_while(|_| {
                waiting.push(calls.wait());
                waiting.iter().all(Waiting::leaves_room)
            });
            assert_eq!(leaves_room.count(), room, "{parallelism:?}");
        }
    }

    #[test]
    fn a_walk_that_only_validates_shows_that_objects_are_planned_again() {
        let calls = Calls::default();
        for _ in 0..2 {
            calls.validate();
            calls.plan();
        }
        assert!(!calls.plan_again(), "a plan or an apply");
        calls.validate();
        assert!(calls.plan_again());
    }

    #[test]
    fn another_configuration_is_another_run() {
        let calls = Calls::default();
        drop((calls.begin(), calls.begin()));
        calls.apply();
        assert!(calls.clone().has_applied());
        calls.begin_anew();
        assert!(!calls.has_applied());
    }
}
