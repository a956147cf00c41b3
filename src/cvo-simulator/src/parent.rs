//! The process that started this one.

use std::os::unix::process::parent_id;
use std::time::Duration;

/// How often it is looked for.
const INTERVAL: Duration = Duration::from_millis(200);

/// The process that started this one, by its id.
pub struct Parent(u32);

impl Parent {
    /// To be asked first of all: a process whose parent has ended is given another one.
    pub fn now() -> Self {
        Self(parent_id())
    }

    /// Waits until it has ended, in whatever way.
    pub async fn gone(&self) {
        while parent_id() == self.0 {
            tokio::time::sleep(INTERVAL).await;
        }
    }
}
