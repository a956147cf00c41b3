//! [`Locks`]: one change at a time per object, within this process.
//!
//! Terraform runs up to ten resources at once. Across processes the read after each write finds what
//! was lost.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tfplugin::{Diagnostics, Outcome};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// Locks by name, such as `network interface eni-0a1b`.
#[derive(Debug, Default)]
pub struct Locks(Mutex<HashMap<String, Arc<AsyncMutex<()>>>>);

/// What an operation holds while it looks and then acts on what it saw.
pub type Held = OwnedMutexGuard<()>;

impl Locks {
    /// Waits until no other operation of this run holds `what`, such as `network interface eni-0a1b`. An operation that is to
    /// stop begins nothing new.
    pub async fn hold(&self, what: &str) -> Outcome<Held> {
        tokio::select! {
            biased;
            () = tfplugin::stop().cancelled_owned() => Err(stopped(&format!("Waiting for {what}"))),
            held = self.lock(what) => Ok(held),
        }
    }

    async fn lock(&self, what: &str) -> Held {
        let lock = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(what.to_owned()).or_default())
        };
        lock.lock_owned().await
    }
}

/// What is said when an operation was told to stop before `what` had begun.
pub fn stopped(what: &str) -> Diagnostics {
    Diagnostics::error(format!("{what} was stopped"), "The stored state is kept. Run Terraform again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_is_held_once_and_others_are_free() {
        let locks = Locks::default();
        let held = locks.lock("interface a").await;
        let other = locks.lock("interface b").await;
        let mut second = Box::pin(locks.lock("interface a"));
        assert!(futures::poll!(&mut second).is_pending());
        drop((held, other));
        second.await;
    }
}
