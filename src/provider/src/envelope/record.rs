//! Where the record of what a create sent is kept: in private data, until the object is known.

use provider_core::unfinished::Sent;
use tfplugin::Cx;

use crate::clients::Clients;

/// Private-state key.
const SENT: &str = "sent";

/// Remembers it with the object.
pub fn remember(cx: &Cx<Clients>, sent: &Sent) {
    cx.remember(SENT, sent);
}

/// What a create of this object sent of which nobody knows what came of it.
pub fn remembered(cx: &Cx<Clients>) -> Option<Sent> {
    cx.private(SENT)
}

/// It is known what came of it.
pub fn forget(cx: &Cx<Clients>) {
    cx.forget(SENT);
}
