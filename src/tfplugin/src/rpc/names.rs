//! Names of objects that are never replaced, as far as this process has seen them: a create plan under the name of a
//! stored object, or the destroy plan of one under whose name a create is planned, is a replacement.
//!
//! Terraform plans the create of a tainted object, of `-replace` and of a changed `for_each` key without saying so.
//! What it does say is which stored objects there are: their state is upgraded before, also with `-refresh=false`. The
//! two plans come in any order, so that the second one finds the first.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Names by resource type.
#[derive(Debug, Default)]
pub struct Names(Mutex<BTreeMap<(String, String), Seen>>);

/// What has been recorded about a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// An object of this name is stored.
    pub stored: bool,
    /// A create under this name is planned.
    pub created: bool,
}

impl Names {
    /// Returns what has been recorded about a name.
    pub fn seen(&self, type_name: &str, name: &str) -> Seen {
        self.all().get(&(type_name.to_owned(), name.to_owned())).copied().unwrap_or_default()
    }

    /// Records something about a name.
    pub fn note(&self, type_name: &str, name: &str, note: impl FnOnce(&mut Seen)) {
        note(self.all().entry((type_name.to_owned(), name.to_owned())).or_default());
    }

    /// Forgets all names: another run begins.
    pub fn clear(&self) {
        self.all().clear();
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<(String, String), Seen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_of_its_type() {
        let names = Names::default();
        names.note("cloud_disk", "a", |seen| seen.stored = true);
        names.note("cloud_disk", "a", |seen| seen.created = true);
        assert_eq!(names.seen("cloud_disk", "a"), Seen { stored: true, created: true });
        assert_eq!(names.seen("cloud_host", "a"), Seen::default());
        names.clear();
        assert_eq!(names.seen("cloud_disk", "a"), Seen::default());
    }
}
