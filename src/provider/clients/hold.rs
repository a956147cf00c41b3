//! One change at a time: what an operation holds while it looks and then acts on what it saw.

use tfplugin::{Cx, Diagnostics, Outcome};
use tokio::sync::OwnedMutexGuard;

use super::Clients;

impl Clients {
    /// Waits until no other operation of this run holds `what`, such as `network interface eni-0a1b`. An operation
    /// that is to stop begins nothing new.
    pub(crate) async fn hold(cx: &Cx<Self>, what: &str) -> Outcome<OwnedMutexGuard<()>> {
        tokio::select! {
            biased;
            () = cx.stop().cancelled() => Err(stopped(&format!("Waiting for {what}"))),
            held = cx.clients().locks.hold(what) => Ok(held),
        }
    }
}

pub(super) fn stopped(what: &str) -> Diagnostics {
    Diagnostics::error(
        format!("{what} was stopped"),
        "Nothing was changed, and the stored state is kept. Run Terraform again.",
    )
}
