//! The storage VMs that this process has made and read back: their uuids are known without a question. What belongs
//! to one is made right after it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// What is known of their names.
#[derive(Debug, Default)]
pub struct Made(Mutex<Names>);

#[derive(Debug, Default)]
struct Names {
    /// Uuids by name.
    uuids: BTreeMap<String, String>,
    /// When a name last changed.
    changed: Option<Instant>,
}

impl Made {
    /// Records a storage VM that was just made and read back.
    pub fn know(&self, name: &str, uuid: &str) {
        self.names().uuids.insert(name.to_owned(), uuid.to_owned());
    }

    /// Forgets every storage VM with this uuid, because it gets another name or goes, or just did.
    pub fn forget(&self, uuid: &str) {
        let mut names = self.names();
        names.uuids.retain(|_, known| known != uuid);
        names.changed = Some(Instant::now());
    }

    /// Returns when this process last gave a storage VM another name, or deleted one.
    pub fn names_changed(&self) -> Option<Instant> {
        self.names().changed
    }

    /// Returns the uuid of the storage VM that was made with this name.
    pub fn uuid_of(&self, name: &str) -> Option<String> {
        self.names().uuids.get(name).cloned()
    }

    /// Returns whether the storage VM with this uuid was made by this process.
    pub fn has(&self, uuid: &str) -> bool {
        self.names().uuids.values().any(|known| known == uuid)
    }

    fn names(&self) -> MutexGuard<'_, Names> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_storage_vm_is_known_from_its_creation_until_it_changes() {
        let made = Made::default();
        made.know("svm_1", "1");
        assert_eq!(
            (made.uuid_of("svm_1").as_deref(), made.uuid_of("svm_2"), made.has("1")),
            (Some("1"), None, true)
        );
        assert_eq!(made.names_changed(), None);
        made.forget("1");
        assert!(made.names_changed().is_some());
        assert_eq!((made.uuid_of("svm_1"), made.has("1")), (None, false));
    }
}
