//! [`Locks`]: within this process, one change at a time per object.
//!
//! Terraform works on up to ten resources at once. Between processes there is no lock; there, the read after
//! each write detects a lost change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tfplugin::{Diagnostics, Outcome};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// Locks by name, such as `network interface eni-0a1b`.
#[derive(Debug, Default)]
pub struct Locks(Mutex<HashMap<String, Arc<AsyncMutex<()>>>>);

/// The lock that an operation holds from its first read to its last write.
pub type Held = OwnedMutexGuard<()>;

impl Locks {
    /// Waits until no other operation of this run holds `what`, such as `network interface eni-0a1b`. An
    /// operation that has been told to stop gets no lock.
    pub async fn hold(&self, what: &str) -> Outcome<Held> {
        tokio::select! {
            biased;
            () = tfplugin::stop().cancelled_owned() => Err(stopped(&format!("Waiting for {what}"))),
            held = waiting::told(|| format!("another object to be done with {what}"), self.lock(what)) => {
                Ok(held)
            }
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

/// Returns the error for an operation that was told to stop before `what` began.
pub fn stopped(what: &str) -> Diagnostics {
    Diagnostics::error(format!("{what} was stopped"), "The stored state is kept. Run Terraform again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_is_held_once_and_other_names_stay_free() {
        let locks = Locks::default();
        let held = locks.lock("interface a").await;
        let other = locks.lock("interface b").await;
        let mut second = Box::pin(locks.lock("interface a"));
        assert!(futures::poll!(&mut second).is_pending());
        drop((held, other));
        second.await;
    }
}
