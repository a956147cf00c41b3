//! On which nodes storage VMs lack a private LIF that stays there, as data sources show it.

use std::collections::BTreeSet;
use std::sync::Arc;

use ipnet::Ipv4Net;
use ontap::{IpInterface, Listed};
use provider_core::system::nodes_without_private_lif;
use tfplugin::{Cx, Outcome};

use crate::clients::{Age, Clients};

/// What decides about it; absent where no address floats.
#[derive(Debug)]
pub struct PrivateLifs(Option<Seen>);

#[derive(Debug)]
struct Seen {
    lifs: Arc<Listed<IpInterface>>,
    /// The subnet of each node's e0a.
    subnets: Vec<(String, Ipv4Net)>,
}

/// Looks at the LIFs of an HA pair in several availability zones. Other systems need none.
pub async fn look(cx: &Cx<Clients>) -> Outcome<PrivateLifs> {
    let clients = cx.clients();
    if !clients.is_multi_az().await? {
        return Ok(PrivateLifs(None));
    }
    let lifs = clients.all::<IpInterface>("LIFs", Age::Since(cx.began())).await?;
    Ok(PrivateLifs(Some(Seen { lifs, subnets: clients.e0a_subnets().await? })))
}

impl PrivateLifs {
    /// Returns the nodes that floating addresses of the storage VM cannot migrate to.
    pub fn lacking(&self, svm_uuid: &str) -> BTreeSet<String> {
        let Some(Seen { lifs, subnets }) = &self.0 else { return BTreeSet::new() };
        nodes_without_private_lif(lifs, svm_uuid, subnets).into_iter().collect()
    }
}
