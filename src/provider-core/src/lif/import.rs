//! Which LIF an import id names: pure.

use ontap_core::{IpInterface, Scope};
use tfplugin_core::{Diagnostics, Outcome};

use crate::system::describe_lif;

/// The LIF that an import id names, out of all of them.
///
/// # Errors
/// When it names none, several, or one that is not managed; with the ids that there are.
pub fn choose(all: Vec<IpInterface>, id: &str) -> Outcome<IpInterface> {
    if let Some(of_cluster) = all.iter().find(|lif| lif.uuid == id && lif.scope == Some(Scope::Cluster)) {
        return Err(Diagnostics::error(
            format!("{} belongs to no storage VM", describe_lif(of_cluster)),
            "cvo_lif manages LIFs of storage VMs; those of nodes and cluster belong to the system.",
        ));
    }
    let of_svms: Vec<_> = all.into_iter().filter(|lif| lif.scope != Some(Scope::Cluster)).collect();
    let mut candidates: Vec<_> =
        of_svms.iter().map(|lif| format!("{} ({})", import_id(lif), lif.uuid)).collect();
    candidates.sort();
    let candidates = candidates.join(", ");
    let mut matching: Vec<_> =
        of_svms.into_iter().filter(|lif| lif.uuid == id || import_id(lif) == id).collect();
    match (matching.pop(), matching.is_empty()) {
        (Some(only), true) if only.ipv4().is_some() => Ok(only),
        (Some(only), true) => Err(Diagnostics::error(
            format!("{} has no IPv4 address", describe_lif(&only)),
            "cvo_lif manages IPv4 addresses only: network interfaces of Cloud Volumes ONTAP in AWS carry no others.",
        )),
        (Some(_), false) => Err(Diagnostics::error(
            format!("{id:?} names several LIFs"),
            format!("Import by uuid. The cluster has: {candidates}."),
        )),
        (None, _) => Err(Diagnostics::error(
            format!("There is no LIF {id:?}"),
            format!("The import id is svm_name/lif_name, or the LIF's uuid. The cluster has: {candidates}."),
        )),
    }
}

fn import_id(lif: &IpInterface) -> String {
    format!("{}/{}", lif.svm.name.as_deref().unwrap_or_default(), lif.name)
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
