//! Storage for the replacements of a route that is being changed: in private data, until they are gone or
//! have become the stored route.

use ontap::IpRoute;
use provider_core::route::{Replacement, Replacements};
use tfplugin::Cx;

use crate::clients::Clients;

/// Private-state key.
const REPLACEMENTS: &str = "successors";

/// Returns what interrupted changes may have left.
pub fn remembered(cx: &Cx<Clients>) -> Replacements {
    cx.private(REPLACEMENTS).unwrap_or_default()
}

/// Records one more replacement with the object.
pub fn add(cx: &Cx<Clients>, replacement: Replacement) {
    remember(cx, &remembered(cx).with(replacement));
}

/// Removes a replacement that was certainly not made.
pub fn drop_one(cx: &Cx<Clients>, replacement: &Replacement) {
    remember(cx, &remembered(cx).without(replacement));
}

/// Removes the replacements that are gone, which match none of these routes.
pub fn forget_gone(cx: &Cx<Clients>, existing: &[IpRoute]) {
    remember(cx, &remembered(cx).still_there(existing));
}

fn remember(cx: &Cx<Clients>, all: &Replacements) {
    if all.is_empty() { cx.forget(REPLACEMENTS) } else { cx.remember(REPLACEMENTS, all) }
}
