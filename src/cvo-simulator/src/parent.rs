//! The process that started this one.

use std::os::unix::process::parent_id;
use std::time::Duration;

/// How often to check whether the parent process still exists.
const INTERVAL: Duration = Duration::from_millis(200);

/// The process that started this one, by its id.
pub struct Parent(u32);

impl Parent {
    /// Returns the current parent. Call this first: a process whose parent has ended gets another one.
    pub fn now() -> Self {
        Self(parent_id())
    }

    /// Waits until the parent process has ended, for whatever reason.
    pub async fn gone(&self) {
        while parent_id() == self.0 {
            tokio::time::sleep(INTERVAL).await;
        }
    }
}
