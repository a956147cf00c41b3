//! Names of objects that are never replaced, as far as this process has seen them. A create plan under the
//! name of a stored object is a replacement, and so is the destroy plan of an object under whose name a
//! create is planned.
//!
//! When Terraform plans the create for a tainted object, for `-replace` or for a changed `for_each` key, it
//! does not say that it is a replacement. But the stored objects are known, because Terraform upgrades their
//! state earlier, even with `-refresh=false`. The two plans come in either order, so the second one detects
//! the replacement.

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

    /// Forgets all names, because another run begins.
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
    fn names_are_separate_for_each_type() {
        let names = Names::default();
        names.note("cloud_disk", "a", |seen| seen.stored = true);
        names.note("cloud_disk", "a", |seen| seen.created = true);
        assert_eq!(names.seen("cloud_disk", "a"), Seen { stored: true, created: true });
        assert_eq!(names.seen("cloud_host", "a"), Seen::default());
        names.clear();
        assert_eq!(names.seen("cloud_disk", "a"), Seen::default());
    }
}
