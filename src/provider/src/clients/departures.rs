//! Which LIFs and routes this process is deleting. Terraform does not tell an object what happens to the others:
//! where nothing says the order, what is needed by others is asked to go at the same time as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many looks without a change a wait takes once this process has begun to delete LIFs or routes: what is
/// waited for may be among those that Terraform has not begun with yet.
const LOOKS: usize = 15;

/// How many looks it takes before: a moment, in which Terraform calls whatever it deletes at the same time.
const GRACE: usize = 1;

/// The LIFs and routes that this process is deleting.
#[derive(Debug, Default)]
pub struct Departures(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    has_begun: bool,
    next: u64,
    /// The uuids of object and storage VM.
    under_way: BTreeMap<u64, (String, String)>,
    /// The storage VMs of which a LIF is being or was deleted.
    lose_lifs: BTreeSet<String>,
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
    known: Arc<Mutex<Known>>,
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
        known.under_way.insert(number, (uuid, svm));
        Departing { known: Arc::clone(&self.0), number }
    }

    /// Returns how many objects of this storage VM are being deleted.
    pub fn of_svm(&self, uuid: &str) -> usize {
        locked(&self.0).under_way.values().filter(|(_, svm)| svm == uuid).count()
    }

    /// Returns whether this process has begun to delete LIFs of this storage VM.
    pub fn lifs_have_begun(&self, svm: &str) -> bool {
        locked(&self.0).lose_lifs.contains(svm)
    }

    /// Returns whether the object with this uuid is being deleted.
    pub fn has(&self, uuid: &str) -> bool {
        locked(&self.0).under_way.values().any(|(object, _)| object == uuid)
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
        locked(&self.known).under_way.remove(&self.number);
    }
}

fn locked(known: &Mutex<Known>) -> MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
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
}
