//! Whether a state is still about the object that it was made for. Its uuid is kept in private data as well, so that a state
//! whose id was edited, damaged or copied from another object is not taken at its word.

use provider_core::identity;
use tfplugin::{Attr, Cx, Outcome};

use crate::clients::Clients;

/// Private-state key.
const UUID: &str = "uuid";

/// The object of this state is the one with this uuid.
pub fn remember(cx: &Cx<Clients>, uuid: &str) {
    cx.remember(UUID, &uuid);
}

/// The uuid that was remembered with the state.
pub fn remembered(cx: &Cx<Clients>) -> Option<String> {
    cx.private(UUID)
}

/// It is not known any more which object this state is about.
pub fn forget(cx: &Cx<Clients>) {
    cx.forget(UUID);
}

/// Refuses a state whose id is not the one that was remembered with it.
pub fn refuse_another(cx: &Cx<Clients>, object: &str, id: &Attr<String>) -> Outcome<()> {
    match (remembered(cx), id.known()) {
        (Some(remembered), Some(id)) if remembered != *id => Err(identity::another(object, id, &remembered)),
        _ => Ok(()),
    }
}
