//! The running operations, and how they are stopped.

use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::calls::Calls;

/// All running operations.
#[derive(Debug)]
pub struct Running {
    stop: Mutex<CancellationToken>,
    count: watch::Sender<usize>,
    /// What Terraform calls at the same time.
    pub calls: Calls,
}

impl Default for Running {
    fn default() -> Self {
        Self::new(Calls::default())
    }
}

impl Running {
    /// No operation yet.
    pub fn new(calls: Calls) -> Self {
        Self { stop: Mutex::default(), count: watch::channel(0).0, calls }
    }

    /// Asks all operations to stop. Operations that begin later run as usual: Terraform still reads and shuts
    /// down.
    pub fn stop(&self) {
        std::mem::take(&mut *self.stop.lock().unwrap_or_else(PoisonError::into_inner)).cancel();
    }

    /// Returns when no operation is running.
    pub async fn idle(&self) {
        // The sender lives in `self`, so that the channel cannot be closed.
        drop(self.count.subscribe().wait_for(|count| *count == 0).await);
    }

    /// Begins one more operation and returns its stop signal.
    pub fn begin(&self) -> Begun {
        self.count.send_modify(|count| *count += 1);
        let stop = self.stop.lock().unwrap_or_else(PoisonError::into_inner).child_token();
        Begun { stop, calls: self.calls.clone(), count: self.count.clone() }
    }
}

/// The operation is counted for as long as this value lives.
#[derive(Debug)]
pub struct Begun {
    pub stop: CancellationToken,
    pub calls: Calls,
    count: watch::Sender<usize>,
}

impl Drop for Begun {
    fn drop(&mut self) {
        self.count.send_modify(|count| *count = count.saturating_sub(1));
    }
}
