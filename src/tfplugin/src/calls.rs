//! [`Calls`]: what Terraform calls at the same time. It calls as many objects at once as `-parallelism` says, and
//! says it nowhere.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The calls about objects since the provider was configured. All clones refer to the same calls; operations that
/// know nothing of the service get theirs from [`crate::calls`].
#[derive(Debug, Clone, Default)]
pub struct Calls(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    begun: usize,
    under_way: usize,
    waiting: usize,
    most: usize,
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

impl Calls {
    /// Records that a call begins.
    pub(crate) fn begin(&self) -> UnderWay {
        let mut counts = self.counts();
        counts.begun += 1;
        counts.under_way += 1;
        counts.most = counts.most.max(counts.under_way);
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
        *counts = Counts { begun, under_way, waiting, most: under_way, ..Counts::default() };
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

    /// Records that this call waits for what others bring.
    #[must_use]
    pub fn wait(&self) -> Waiting {
        self.counts().waiting += 1;
        Waiting(self.clone())
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// Returns whether Terraform would go on with others meanwhile, if there were any: it has had more calls under
    /// way at once than are waiting now.
    #[must_use]
    pub fn leaves_room(&self) -> bool {
        let counts = self.0.counts();
        counts.most > counts.waiting
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
    fn one_call_after_the_other_shows_no_room_for_more() {
        let calls = Calls::default();
        drop(calls.begin());
        let _second = calls.begin();
        let waiting = calls.wait();
        assert_eq!((waiting.others(), waiting.leaves_room()), ((2, false), false));
        let third = calls.begin();
        assert_eq!(waiting.others(), (3, true));
        drop(third);
        assert_eq!((waiting.others(), waiting.leaves_room()), ((3, false), true));
        let _fourth = calls.begin();
        let other = calls.wait();
        assert!(!other.leaves_room(), "as many wait as there ever were at once");
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
        let _only = calls.begin();
        assert!(!calls.has_applied() && !calls.wait().leaves_room());
    }
}
