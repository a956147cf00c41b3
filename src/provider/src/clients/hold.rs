//! One change at a time: what an operation holds while it looks and then acts on what it saw, and how it waits.

use std::time::Duration;

use tfplugin::{Cx, Diagnostics, Outcome};
use tokio::sync::OwnedMutexGuard;

use super::Clients;

impl Clients {
    /// Waits until no other operation of this run holds `what`, such as `network interface eni-0a1b`. An operation
    /// that is to stop begins nothing new.
    pub async fn hold(cx: &Cx<Self>, what: &str) -> Outcome<OwnedMutexGuard<()>> {
        tokio::select! {
            biased;
            () = cx.stop().cancelled() => Err(stopped(&format!("Waiting for {what}"))),
            held = cx.clients().locks.hold(what) => Ok(held),
        }
    }

    /// Waits a second between two looks. `false` when the operation is to stop, because the user wants it or its time
    /// is up: then there is no further look.
    pub async fn pause(cx: &Cx<Self>) -> bool {
        tokio::select! {
            biased;
            () = cx.stop().cancelled() => false,
            () = tokio::time::sleep(Duration::from_secs(1)) => true,
        }
    }
}

/// What is said when an operation was told to stop before `what` had begun.
pub fn stopped(what: &str) -> Diagnostics {
    Diagnostics::error(
        format!("{what} was stopped"),
        "Nothing was changed, and the stored state is kept. Run Terraform again.",
    )
}
