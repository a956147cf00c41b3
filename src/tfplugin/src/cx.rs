//! [`Cx`]: what an operation on one object is given, and where it leaves what must not be lost.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Serialize, de::DeserializeOwned};
use tfplugin_core::completion::{self, Pending};
use tfplugin_core::{Diagnostics, Model, Private, Value};
use tokio_util::sync::CancellationToken;

use crate::writes::Writes;

/// The surroundings of one operation: the provider's clients, the object's private state, the signal
/// to stop, and the last checkpoint.
#[derive(Debug)]
pub struct Cx<C> {
    clients: Arc<C>,
    stop: CancellationToken,
    writes: Writes,
    left: Mutex<OperationRecord>,
}

/// What an operation leaves behind besides its result.
#[derive(Debug, Clone, Default)]
pub struct OperationRecord {
    /// What the provider remembers from now on.
    pub private: Private,
    /// The object as it was last known to be.
    pub checkpoint: Option<Value>,
    /// What of a create is open.
    pub pending: Option<Pending>,
    /// What the user is told besides errors.
    pub warnings: Diagnostics,
}

impl<C> Cx<C> {
    /// For one operation.
    #[must_use]
    pub fn new(clients: Arc<C>, private: Private, stop: CancellationToken) -> Self {
        Self {
            clients,
            stop,
            writes: Writes::default(),
            left: Mutex::new(OperationRecord { private, ..OperationRecord::default() }),
        }
    }

    /// The provider's clients.
    pub fn clients(&self) -> &C {
        &self.clients
    }

    /// Cancelled when the user interrupts Terraform or the operation's timeout has passed. Whoever
    /// waits, waits for this too; what is in flight is finished, nothing new is begun.
    pub fn stop(&self) -> &CancellationToken {
        &self.stop
    }

    /// Where a write is noted before it is sent. [`Cx::pending`] and [`Cx::checkpoint`] note one too.
    pub fn writes(&self) -> &Writes {
        &self.writes
    }

    /// What the provider remembers as `key`.
    pub fn private<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        self.left().private.get(key)
    }

    /// Remembers `value` as `key`, together with the object's state.
    pub fn remember<T: Serialize>(&self, key: &str, value: &T) {
        self.left().private.set(key, value);
    }

    /// Forgets `key`.
    pub fn forget(&self, key: &str) {
        self.left().private.remove(key);
    }

    /// Keeps `model` as the object's state should the operation fail from here on. Called as soon as
    /// something exists. Unknown values are stored as null.
    pub fn checkpoint<M: Model>(&self, model: &M) {
        self.writes.note();
        self.left().checkpoint = Some(model.to_value());
    }

    /// Keeps `model` like [`Cx::checkpoint`], and should a create fail from here on it returns no error but a warning that
    /// begins with `open`: what is not known (before the answer to a write) or not done (after it). For resources whose model
    /// has a computed boolean `complete`, which is then false.
    pub fn pending<M: Model>(&self, model: &M, open: impl Into<String>) {
        self.writes.note();
        let mut left = self.left();
        left.checkpoint = Some(completion::incomplete(model.to_value()));
        left.pending = Some(Pending(open.into()));
    }

    /// Takes the last checkpoint back, once it is certain that nothing exists.
    pub fn withdraw(&self) {
        let mut left = self.left();
        left.checkpoint = None;
        left.pending = None;
    }

    /// Tells the user something that does not stop the operation.
    pub fn warn(&self, summary: impl Into<String>, detail: impl Into<String>) {
        self.left().warnings.push_warning(summary, detail);
    }

    /// All that the provider remembers by now.
    pub(crate) fn remembered(&self) -> Private {
        self.left().private.clone()
    }

    /// What the operation has left so far, or in the end. Also there when the operation was given up
    /// in its midst or panicked.
    pub(crate) fn take(&self) -> OperationRecord {
        std::mem::take(&mut *self.left())
    }

    fn left(&self) -> MutexGuard<'_, OperationRecord> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
