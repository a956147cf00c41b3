//! The list of `cvo_secondary_ip`.

use async_trait::async_trait;
use ontap::IpInterface;
use provider_core::estate::listed::{Interfaces, addresses};
use provider_core::secondary_ip::SecondaryIpIdentity;
use provider_core::values::{NamePattern, name};
use tfplugin::{Attr, Cx, ListResource, Model, Outcome, Query};

use super::query::{Scope, all, pass};
use crate::clients::{Age, Clients};
use crate::resources::secondary_ip::SecondaryIp;

/// The secondary addresses of the network interfaces behind port e0a. Primary ones belong to the nodes and are
/// never listed.
///
/// While a failover is in progress, addresses that nothing uses are not listed: they may belong to the other
/// node. All others are listed with the interface of the node where their LIF is at home.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct SecondaryIpsQuery {
    /// Only addresses of LIFs of storage VMs of this name; `*` stands for any text and `?` for one character.
    #[attr(optional)]
    pub svm_name: Attr<NamePattern>,
    /// Only addresses that belong to the network interface of this node.
    #[attr(optional, check_new = name)]
    pub node: Attr<String>,
    /// Whether only addresses are listed that no LIF has.
    #[attr(optional, default = false)]
    pub unused: Attr<bool>,
    /// Whether addresses are listed, too, of LIFs of the cluster, its nodes and the storage VM that the system
    /// was deployed with, and those without a LIF to which an Elastic IP is tied. Those of a storage VM that `svm_name` names
    /// without `*` and `?` always are.
    #[attr(optional, default = false)]
    pub include_system: Attr<bool>,
}

/// The list resource.
#[derive(Debug)]
pub struct SecondaryIps;

#[async_trait]
impl ListResource for SecondaryIps {
    type Resource = SecondaryIp;
    type Config = SecondaryIpsQuery;

    async fn list(
        cx: &Cx<Clients>,
        config: SecondaryIpsQuery,
        query: &mut Query<Self::Resource>,
    ) -> Outcome<()> {
        let clients = cx.clients();
        let e0a = clients.e0a().await?;
        let (scope, lifs, interfaces) = futures::join!(
            Scope::of(cx, config.svm_name, &config.include_system),
            all::<IpInterface>(cx, "LIFs"),
            clients.e0a_interfaces(Age::Since(cx.began()))
        );
        let (scope, lifs, interfaces) = (scope?, lifs?, interfaces?);
        let around = Interfaces {
            e0a,
            interfaces: &interfaces,
            lifs: &lifs,
            nodes: clients.ontap.nodes().await?,
            node: config.node.known().map(String::as_str),
            is_unused: config.unused == Attr::Known(true),
        };
        if let Some(why) = around.doubt() {
            cx.warn("Addresses that nothing uses are not listed", why);
        }
        let found = addresses(&around, &scope.filter()).into_iter().map(|(found, subnet)| {
            let identity = SecondaryIpIdentity::of(&found.object, &subnet);
            (found, identity)
        });
        pass(query, found.collect()).await;
        Ok(())
    }
}
