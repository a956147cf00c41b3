//! [`Locks`]: one change at a time per object, within this process.
//!
//! Terraform runs up to ten resources at once. Across processes the read after each write finds what
//! was lost.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// Locks by name, such as `interface eni-0a1b`.
#[derive(Debug, Default)]
pub struct Locks(Mutex<HashMap<String, Arc<AsyncMutex<()>>>>);

impl Locks {
    /// Waits until nobody else holds `name`; held until the guard is dropped.
    pub async fn hold(&self, name: impl Into<String>) -> OwnedMutexGuard<()> {
        let lock = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(name.into()).or_default())
        };
        lock.lock_owned().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_is_held_once_and_others_are_free() {
        let locks = Locks::default();
        let held = locks.hold("interface a").await;
        let other = locks.hold("interface b").await;
        let mut second = Box::pin(locks.hold("interface a"));
        assert!(futures::poll!(&mut second).is_pending());
        drop((held, other));
        second.await;
    }
}
