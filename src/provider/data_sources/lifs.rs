//! `data.cvo_lifs`: every LIF, where it belongs, where it is, and which network interface has its address.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

use async_trait::async_trait;
use ec2::{InterfaceFilter, NetworkInterface};
use ontap::{IpInterface, IpInterfaceFilter, Scope};
use tfplugin::{Attr, Cx, DataSource, Model, Outcome};

use super::storage_vm;
use crate::clients::Clients;
use crate::diagnose::During;
use crate::system::E0a;
use crate::values::SvmName;

/// The LIFs of every storage VM and of the cluster, or of one storage VM: where each belongs, where it is now, and
/// which network interface has its address now.
///
/// A takeover shows here and in no managed resource: while a node is taken over, a LIF that may move is on the partner,
/// and so is its address.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub(crate) struct LifsData {
    /// Only the LIFs of the storage VM of this name.
    #[attr(optional)]
    pub(crate) svm_name: Attr<SvmName>,
    /// The LIFs: those of the cluster first, then by name of storage VM and LIF.
    #[attr(computed)]
    pub(crate) lifs: Attr<Vec<LifData>>,
}

/// One LIF.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub(crate) struct LifData {
    /// UUID of the LIF.
    #[attr(computed)]
    pub(crate) id: Attr<String>,
    /// Name, unique in its storage VM only.
    #[attr(computed)]
    pub(crate) name: Attr<String>,
    /// Storage VM that it belongs to; null for LIFs of the cluster.
    #[attr(computed)]
    pub(crate) svm_name: Attr<String>,
    /// UUID of that storage VM; null for LIFs of the cluster.
    #[attr(computed)]
    pub(crate) svm_id: Attr<String>,
    /// `svm` or `cluster`.
    #[attr(computed)]
    pub(crate) scope: Attr<String>,
    /// IPspace.
    #[attr(computed)]
    pub(crate) ipspace: Attr<String>,
    /// Its address.
    #[attr(computed)]
    pub(crate) address: Attr<String>,
    /// Its netmask as a length, such as `24`.
    #[attr(computed)]
    pub(crate) netmask: Attr<String>,
    /// Whether it is meant to be in operation.
    #[attr(computed)]
    pub(crate) enabled: Attr<bool>,
    /// `up` when it is in operation, else `down`.
    #[attr(computed)]
    pub(crate) state: Attr<String>,
    /// Name of its service policy.
    #[attr(computed)]
    pub(crate) service_policy: Attr<String>,
    /// The services that it carries as the REST API writes them, with underscores.
    #[attr(computed)]
    pub(crate) services: Attr<BTreeSet<String>>,
    /// Node that it belongs to.
    #[attr(computed)]
    pub(crate) home_node: Attr<String>,
    /// Port that it belongs to.
    #[attr(computed)]
    pub(crate) home_port: Attr<String>,
    /// Node that it is on now.
    #[attr(computed)]
    pub(crate) current_node: Attr<String>,
    /// Port that it is on now.
    #[attr(computed)]
    pub(crate) current_port: Attr<String>,
    /// Whether it is where it belongs.
    #[attr(computed)]
    pub(crate) is_home: Attr<bool>,
    /// Whether it returns by itself to where it belongs.
    #[attr(computed)]
    pub(crate) auto_revert: Attr<bool>,
    /// Where it may go when its port fails, such as `home_port_only` or `broadcast_domain_only`.
    #[attr(computed)]
    pub(crate) failover: Attr<String>,
    /// Network interface behind a port e0a that has the address now; null when none has it, as for a floating address.
    #[attr(computed)]
    pub(crate) network_interface_id: Attr<String>,
    /// Node whose port e0a that network interface is behind.
    #[attr(computed)]
    pub(crate) network_interface_node: Attr<String>,
}

/// The data source.
#[derive(Debug)]
pub(crate) struct Lifs;

#[async_trait]
impl DataSource for Lifs {
    const NAME: &'static str = "lifs";

    type Model = LifsData;
    type Clients = Clients;

    async fn read(cx: &Cx<Clients>, config: LifsData) -> Outcome<LifsData> {
        let ontap = Clients::ontap(cx).await?;
        let svm_name = config.svm_name.known().map(SvmName::as_str);
        let wanted =
            IpInterfaceFilter { svm_name: svm_name.map(str::to_owned), ..IpInterfaceFilter::default() };
        let mut found = ontap.ip_interfaces(&wanted).await.during("list the LIFs")?;
        if let Some(name) = svm_name.filter(|_| found.is_empty()) {
            storage_vm::by_name(&ontap, "svm_name", name).await?;
        }
        found.sort_by_cached_key(|lif| (svm_of(lif), lif.name.clone()));
        let holders = holders(cx).await?;
        let lifs = Attr::Known(found.iter().map(|lif| entry(lif, holder(lif, &holders))).collect());
        Ok(LifsData { svm_name: config.svm_name, lifs })
    }
}

/// The interfaces behind e0a with their addresses as they are now.
type Holders<'a> = Vec<(&'a E0a, NetworkInterface)>;

async fn holders(cx: &Cx<Clients>) -> Outcome<Holders<'_>> {
    let e0a = Clients::e0a(cx).await?;
    let ids = e0a.iter().map(|e0a| e0a.interface_id.clone()).collect();
    let what = "read the network interfaces behind port e0a";
    let interfaces = cx.clients().interfaces(InterfaceFilter::Ids(ids), what).await?;
    let with_node = interfaces.into_iter().filter_map(|interface| {
        let behind = e0a.iter().find(|e0a| e0a.interface_id == interface.id)?;
        Some((behind, interface))
    });
    Ok(with_node.collect())
}

fn holder<'a>(lif: &IpInterface, holders: &Holders<'a>) -> Option<&'a E0a> {
    let address = ipv4(lif)?;
    holders.iter().find(|(_, interface)| interface.has(address)).map(|(e0a, _)| *e0a)
}

fn ipv4(lif: &IpInterface) -> Option<Ipv4Addr> {
    match lif.ip.address? {
        IpAddr::V4(address) => Some(address),
        IpAddr::V6(_) => None,
    }
}

fn svm_of(lif: &IpInterface) -> Option<String> {
    lif.svm.name.clone().filter(|_| lif.scope != Some(Scope::Cluster))
}

fn entry(lif: &IpInterface, holder: Option<&E0a>) -> LifData {
    let svm_name = svm_of(lif);
    let svm_id = lif.svm.uuid.clone().filter(|_| svm_name.is_some());
    let place = &lif.location;
    LifData {
        id: lif.uuid.clone().into(),
        name: lif.name.clone().into(),
        svm_name: svm_name.into(),
        svm_id: svm_id.into(),
        scope: lif.scope.as_ref().map(ToString::to_string).into(),
        ipspace: lif.ipspace.name.clone().into(),
        address: lif.ip.address.map(|address| address.to_string()).into(),
        netmask: lif.ip.prefix_len().map(|length| length.to_string()).into(),
        enabled: lif.enabled.into(),
        state: lif.state.as_ref().map(ToString::to_string).into(),
        service_policy: lif.service_policy.name.clone().into(),
        services: Attr::Known(lif.services.iter().cloned().collect()),
        home_node: place.home_node.name.clone().into(),
        home_port: place.home_port.name.clone().into(),
        current_node: place.node.name.clone().into(),
        current_port: place.port.name.clone().into(),
        is_home: place.is_home.into(),
        auto_revert: place.auto_revert.into(),
        failover: place.failover.as_ref().map(ToString::to_string).into(),
        network_interface_id: holder.map(|e0a| e0a.interface_id.clone()).into(),
        network_interface_node: holder.map(|e0a| e0a.node.clone()).into(),
    }
}
