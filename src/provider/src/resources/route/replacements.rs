//! Where the replacements of a route that is being changed are kept: in private data, until they are gone or taken.

use ontap::IpRoute;
use provider_core::route::{Replacement, Replacements};
use tfplugin::Cx;

use crate::clients::Clients;

/// Private-state key.
const REPLACEMENTS: &str = "successors";

/// What interrupted changes may have left behind.
pub fn remembered(cx: &Cx<Clients>) -> Replacements {
    cx.private(REPLACEMENTS).unwrap_or_default()
}

/// Remembers one more with the object.
pub fn add(cx: &Cx<Clients>, successor: Replacement) {
    remember(cx, &remembered(cx).with(successor));
}

/// It is certain that this one was not made.
pub fn drop_one(cx: &Cx<Clients>, successor: &Replacement) {
    remember(cx, &remembered(cx).without(successor));
}

/// Forgets those that are gone: none of these routes is one.
pub fn forget_gone(cx: &Cx<Clients>, there: &[IpRoute]) {
    remember(cx, &remembered(cx).still_there(there));
}

fn remember(cx: &Cx<Clients>, all: &Replacements) {
    if all.is_empty() { cx.forget(REPLACEMENTS) } else { cx.remember(REPLACEMENTS, all) }
}
