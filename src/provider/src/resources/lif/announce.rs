//! What addresses are told of LIFs: which of them a LIF of this run names, and which LIFs are those of objects of this run.

use provider_core::lif::LifModel;
use tfplugin::Cx;

use crate::clients::Clients;

/// Notes address and uuid, as far as they are known: the address is then chosen for nobody, and what has this LIF is not
/// somebody else's.
pub fn announce(cx: &Cx<Clients>, lif: &LifModel) {
    let claims = &cx.clients().claims;
    if let Some(address) = lif.address.known() {
        claims.name(address.0);
    }
    if let Some(uuid) = lif.id.known() {
        claims.know_lif(uuid);
    }
}
