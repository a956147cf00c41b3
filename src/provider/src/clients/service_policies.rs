//! Changing the service policies of a storage VM: one operation at a time.

use tfplugin::{Cx, Diagnostics, Outcome};
use tokio::sync::OwnedMutexGuard;

use super::Clients;

impl Clients {
    /// Waits until no other operation of this run works on the service policies of the storage VM. An operation that
    /// is to stop begins nothing new.
    pub async fn hold_policies(cx: &Cx<Self>, svm_uuid: &str) -> Outcome<OwnedMutexGuard<()>> {
        tokio::select! {
            biased;
            () = cx.stop().cancelled() => Err(Diagnostics::error(
                "Waiting for the service policies was stopped",
                "Another operation of this run works on them. Nothing was changed. Run Terraform again.",
            )),
            held = cx.clients().locks.hold(format!("policies of svm {svm_uuid}")) => Ok(held),
        }
    }
}
