//! Finding a LIF: in a recent look at all of them, or by an import id.

use ontap::{IpInterface, IpInterfaceFilter};
use provider_core::lif::{LifModel, choose};
use tfplugin::{Cx, Outcome};

use crate::clients::{Age, Clients};
use crate::diagnose::During;

/// The LIF of a stored state if a recent look at all LIFs shows it unchanged. What looks changed or gone there is looked at
/// itself.
pub async fn unchanged(cx: &Cx<Clients>, stored: &LifModel) -> Option<LifModel> {
    let recent = cx.clients().all_lifs(Age::Recent).await.ok()?;
    let lif = recent.iter().find(|lif| stored.id.known() == Some(&lif.uuid))?;
    Some(stored.observed(lif)).filter(|seen| seen == stored)
}

/// The LIF that an import id names.
pub async fn by_import_id(ontap: &ontap::Client, id: &str) -> Outcome<IpInterface> {
    let all = ontap.ip_interfaces(&IpInterfaceFilter::default()).await.during("list the LIFs")?;
    choose(all, id)
}
