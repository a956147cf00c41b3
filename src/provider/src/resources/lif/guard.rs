//! What keeps a LIF from being destroyed.

use ontap::IpInterface;
use provider_core::lif::{LifModel, refuse_of_default, serves_iscsi};
use tfplugin::{Attr, Cx, Outcome};

use crate::clients::Clients;
use crate::system::default_svm;

/// Refuses to destroy an iSCSI LIF of the system's default storage VM: NetApp's manual of storage
/// VMs in AWS says that it is required and should not be deleted. What an unfinished create left may always go: nothing
/// depends on it yet.
pub async fn refuse_required(cx: &Cx<Clients>, stored: &LifModel, lif: &IpInterface) -> Outcome<()> {
    if stored.complete == Attr::Known(false) || !serves_iscsi(lif) {
        return Ok(());
    }
    refuse_of_default(lif, default_svm(cx).await?.as_ref())
}
