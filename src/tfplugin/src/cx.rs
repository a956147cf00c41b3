//! [`Cx`]: the context of an operation on one object, and the record of what must survive its failure.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use serde::{Serialize, de::DeserializeOwned};
use tfplugin_core::completion::{self, Pending};
use tfplugin_core::{Diagnostics, Model, Path, Private, Value};
use tokio_util::sync::CancellationToken;

use crate::writes::Writes;

/// The context of one operation: the provider's clients, the object's private state, the signal to stop, and
/// the last checkpoint.
#[derive(Debug)]
pub struct Cx<C> {
    clients: Arc<C>,
    began: Instant,
    stop: CancellationToken,
    writes: Writes,
    left_alone: Vec<String>,
    left: Mutex<OperationRecord>,
}

/// What an operation leaves behind besides its result.
#[derive(Debug, Clone, Default)]
pub struct OperationRecord {
    /// The private state to store with the object.
    pub private: Private,
    /// The last known state of the object.
    pub checkpoint: Option<Value>,
    /// The open part of a create.
    pub pending: Option<Pending>,
    /// Warnings for the user.
    pub warnings: Diagnostics,
}

impl<C> Cx<C> {
    /// Creates the context of one operation.
    #[must_use]
    pub fn new(clients: Arc<C>, private: Private, stop: CancellationToken) -> Self {
        Self {
            clients,
            began: Instant::now(),
            stop,
            writes: Writes::default(),
            left_alone: Vec::new(),
            left: Mutex::new(OperationRecord { private, ..OperationRecord::default() }),
        }
    }

    /// The provider's clients.
    pub fn clients(&self) -> &C {
        &self.clients
    }

    /// When the operation began.
    pub fn began(&self) -> Instant {
        self.began
    }

    /// Cancelled when the user interrupts Terraform or the operation's timeout expires. Every wait must also
    /// wait for this token; calls in flight are finished, and no new ones are started.
    pub fn stop(&self) -> &CancellationToken {
        &self.stop
    }

    /// Where a write is recorded before it is sent. [`Cx::pending`] and [`Cx::checkpoint`] record one too.
    pub fn writes(&self) -> &Writes {
        &self.writes
    }

    /// Returns the plan with the values of `now` for what the configuration leaves out and leaves alone
    /// (`filled` and `unmanaged` attributes), so that a change does not send what it does not change.
    pub fn leaving_alone<M: Model>(&self, planned: M, now: &M) -> M {
        let current = now.to_value();
        let own = |name: &String| (name.clone(), current.at(name).clone());
        let Value::Map(mut items) = planned.to_value() else { return planned };
        items.extend(self.left_alone.iter().map(own));
        M::from_value(&Value::Map(items), &Path::default()).unwrap_or(planned)
    }

    /// Names the attributes for [`Cx::leaving_alone`].
    pub(crate) fn leave_alone(&mut self, names: Vec<String>) {
        self.left_alone = names;
    }

    /// Returns the private state stored under `key`.
    pub fn private<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        self.left().private.get(key)
    }

    /// Stores `value` under `key` in the private state, together with the object's state.
    pub fn remember<T: Serialize>(&self, key: &str, value: &T) {
        self.left().private.set(key, value);
    }

    /// Removes `key` from the private state.
    pub fn forget(&self, key: &str) {
        self.left().private.remove(key);
    }

    /// Stores `model` as the object's state in case the operation fails later. Call it as soon as something
    /// exists. Unknown values are stored as null.
    pub fn checkpoint<M: Model>(&self, model: &M) {
        self.writes.note();
        self.left().checkpoint = Some(model.to_value());
    }

    /// Keeps `model` like [`Cx::checkpoint`]. If a create fails after this call, it returns a warning instead
    /// of an error. The warning begins with `open`, which says what is unknown (before the answer to a write)
    /// or not done (after it). For resources whose model has a computed boolean `complete`, which is then
    /// false.
    pub fn pending<M: Model>(&self, model: &M, open: impl Into<String>) {
        self.writes.note();
        let mut left = self.left();
        left.checkpoint = Some(completion::incomplete(model.to_value()));
        left.pending = Some(Pending(open.into()));
    }

    /// Discards the last checkpoint, once it is certain that nothing exists.
    pub fn withdraw(&self) {
        let mut left = self.left();
        left.checkpoint = None;
        left.pending = None;
    }

    /// Adds a warning that does not stop the operation.
    pub fn warn(&self, summary: impl Into<String>, detail: impl Into<String>) {
        self.left().warnings.push_warning(summary, detail);
    }

    /// The private state as it is now.
    pub(crate) fn remembered(&self) -> Private {
        self.left().private.clone()
    }

    /// What the operation has left so far. Also available when the operation was cancelled midway or
    /// panicked.
    pub(crate) fn take(&self) -> OperationRecord {
        std::mem::take(&mut *self.left())
    }

    fn left(&self) -> MutexGuard<'_, OperationRecord> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
