//! Which LIFs and routes this process is deleting. Terraform does not tell an object what happens to the others:
//! where nothing says the order, what is needed by others is asked to go at the same time as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// How many looks without a change a wait takes once this process has begun to delete LIFs or routes: what is
/// waited for may be among those that Terraform has not begun with yet.
const LOOKS: usize = 15;

/// How many looks it takes before: a moment, in which Terraform calls whatever it deletes at the same time.
const GRACE: usize = 1;

/// The LIFs and routes that this process is deleting.
#[derive(Debug, Default)]
pub struct Departures(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    known: Mutex<Known>,
    /// Wakes those who wait when a deletion has ended.
    ended: Notify,
}

#[derive(Debug, Default)]
struct Known {
    has_begun: bool,
    next: u64,
    under_way: BTreeMap<u64, Object>,
    /// The storage VMs of which a LIF is being or was deleted.
    lose_lifs: BTreeSet<String>,
}

/// An object that is being deleted.
#[derive(Debug)]
struct Object {
    kind: Kind,
    uuid: String,
    /// UUID of its storage VM.
    svm: String,
}

/// What is being deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A LIF.
    Lif,
    /// A route.
    Route,
    /// An address, whose interface stands for the storage VM.
    Address,
}

/// A deletion that is under way for as long as this lives.
#[derive(Debug)]
pub struct Departing {
    shared: Arc<Shared>,
    number: u64,
}

impl Departures {
    /// Records that an object of a storage VM is being deleted.
    pub fn begin(&self, kind: Kind, uuid: String, svm: String) -> Departing {
        let mut known = locked(&self.0);
        known.has_begun |= kind != Kind::Address;
        if kind == Kind::Lif {
            known.lose_lifs.insert(svm.clone());
        }
        known.next += 1;
        let number = known.next;
        known.under_way.insert(number, Object { kind, uuid, svm });
        Departing { shared: Arc::clone(&self.0), number }
    }

    /// Completes when no LIF of this storage VM is being deleted any more. Never completes if none is now.
    pub async fn lifs_have_ended(&self, svm: &str) {
        self.have_ended(|object| object.kind == Kind::Lif && object.svm == svm).await;
    }

    /// Does the same for everything of this storage VM.
    pub async fn all_of_svm_have_ended(&self, svm: &str) {
        self.have_ended(|object| object.svm == svm).await;
    }

    /// Does the same for the object with this uuid.
    pub async fn has_ended(&self, uuid: &str) {
        self.have_ended(|object| object.uuid == uuid).await;
    }

    async fn have_ended(&self, is_awaited: impl Fn(&Object) -> bool) {
        let are_going = || locked(&self.0).under_way.values().any(&is_awaited);
        if !are_going() {
            std::future::pending::<()>().await;
        }
        loop {
            let mut ended = pin!(self.0.ended.notified());
            // From here on no end is missed.
            ended.as_mut().enable();
            if !are_going() {
                return;
            }
            ended.await;
        }
    }

    /// Returns how many objects of this storage VM are being deleted.
    pub fn of_svm(&self, uuid: &str) -> usize {
        locked(&self.0).under_way.values().filter(|object| object.svm == uuid).count()
    }

    /// Returns whether this process has begun to delete LIFs of this storage VM.
    pub fn lifs_have_begun(&self, svm: &str) -> bool {
        locked(&self.0).lose_lifs.contains(svm)
    }

    /// Returns whether the object with this uuid is being deleted.
    pub fn has(&self, uuid: &str) -> bool {
        locked(&self.0).under_way.values().any(|object| object.uuid == uuid)
    }

    /// Returns how many looks without a change to wait for something that `is_going`, or may be.
    pub fn patience(&self, is_going: bool) -> usize {
        if is_going {
            usize::MAX
        } else if locked(&self.0).has_begun {
            LOOKS
        } else {
            GRACE
        }
    }
}

impl Drop for Departing {
    fn drop(&mut self) {
        locked(&self.shared).under_way.remove(&self.number);
        self.shared.ended.notify_waiters();
    }
}

fn locked(shared: &Shared) -> MutexGuard<'_, Known> {
    shared.known.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deletion_is_under_way_until_it_ends() {
        let departures = Departures::default();
        assert_eq!((departures.of_svm("svm"), departures.patience(false)), (0, GRACE));
        let one = departures.begin(Kind::Lif, "lif-1".to_owned(), "svm".to_owned());
        let other = departures.begin(Kind::Route, "route-2".to_owned(), "other".to_owned());
        assert_eq!(
            (departures.of_svm("svm"), departures.has("lif-1"), departures.has("lif-3")),
            (1, true, false)
        );
        assert_eq!(departures.patience(true), usize::MAX);
        drop(one);
        assert_eq!((departures.of_svm("svm"), departures.has("lif-1")), (0, false));
        assert_eq!(["svm", "other"].map(|svm| departures.lifs_have_begun(svm)), [true, false]);
        drop(other);
        assert_eq!(departures.patience(false), LOOKS, "it has begun");
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_waits_for_lifs_learns_when_the_last_deletion_ends() {
        let departures = Departures::default();
        let begin = |kind, uuid: &str| departures.begin(kind, uuid.to_owned(), "svm".to_owned());
        let (one, other, route) =
            (begin(Kind::Lif, "lif-1"), begin(Kind::Lif, "lif-2"), begin(Kind::Route, "route-1"));
        let second = tokio::time::Duration::from_secs(1);
        let deletions = async {
            tokio::time::sleep(second).await;
            drop(one);
            tokio::time::sleep(second).await;
            drop(other);
        };
        let begun = tokio::time::Instant::now();
        tokio::join!(departures.lifs_have_ended("svm"), deletions);
        assert_eq!(begun.elapsed(), 2 * second, "the route is still going");
        drop(route);
        let none = tokio::time::timeout(second, departures.lifs_have_ended("svm")).await;
        assert!(none.is_err(), "nothing is going whose end could be told");
    }
}
