//! Storage of what a create sent: in private data, until the object is known.

use provider_core::unfinished::Sent;
use tfplugin::Cx;

use crate::clients::Clients;

/// Private-state key.
const SENT: &str = "sent";

/// Stores with the object what was sent.
pub fn remember(cx: &Cx<Clients>, sent: &Sent) {
    cx.remember(SENT, sent);
}

/// Returns what an unfinished create of this object sent, if its outcome is unknown.
pub fn remembered(cx: &Cx<Clients>) -> Option<Sent> {
    cx.private(SENT)
}

/// Removes the record, once the outcome of the create is known.
pub fn forget(cx: &Cx<Clients>) {
    cx.forget(SENT);
}
