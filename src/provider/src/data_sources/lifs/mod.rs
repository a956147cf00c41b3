//! `data.cvo_lifs`: every LIF, where it belongs, where it is, and which network interface has its address.

mod model;
mod routes;

use async_trait::async_trait;
use ec2::NetworkInterface;
use ontap::{IpInterface, Scope};
use tfplugin::{Attr, Cx, DataSource, Outcome, Recorded};

pub use model::LifsData;

use super::storage_vm;
use crate::clients::{Age, Clients};
use model::LifData;
use provider_core::system::E0a;
use provider_core::values::SvmName;

/// The data source.
#[derive(Debug)]
pub struct Lifs;

#[async_trait]
impl DataSource for Lifs {
    const NAME: &'static str = "lifs";

    type Model = LifsData;
    type Clients = Clients;

    async fn read(cx: &Cx<Clients>, config: LifsData) -> Outcome<LifsData> {
        let svm_name = config.svm_name.known().map(SvmName::as_str);
        let all = cx.clients().all::<IpInterface>("LIFs", Age::Now).await?;
        let is_wanted = |lif: &&IpInterface| svm_name.is_none() || lif.svm.name.as_deref() == svm_name;
        let mut found: Vec<_> = all.iter().filter(is_wanted).collect();
        if let Some(name) = svm_name.filter(|_| found.is_empty()) {
            storage_vm::by_name(cx, "svm_name", name).await?;
        }
        found.sort_by_cached_key(|lif| (svm_of(lif), lif.name.clone()));
        let holders = holders(cx).await?;
        let floating = routes::look(cx, &found, &holders).await?;
        let interfaces: Vec<_> = holders.iter().map(|(_, interface)| interface.clone()).collect();
        let of_found: Vec<_> = found.iter().map(|lif| (*lif).clone()).collect();
        let strays = cx.clients().strays(&of_found, &interfaces).await?;
        strays.iter().for_each(|stray| cx.warn(&stray.summary, &stray.detail));
        let shown = |lif: &&IpInterface| LifData {
            is_stray: Attr::Known(strays.iter().any(|stray| stray.lif == lif.uuid)),
            routes: floating.routes(lif),
            ..entry(lif, holder(lif, &holders))
        };
        Ok(LifsData { svm_name: config.svm_name, lifs: Attr::Known(found.iter().map(shown).collect()) })
    }
}

/// The interfaces behind e0a with their current addresses.
type Holders<'a> = Vec<(&'a E0a, NetworkInterface)>;

async fn holders(cx: &Cx<Clients>) -> Outcome<Holders<'_>> {
    let e0a = cx.clients().e0a().await?;
    let interfaces = cx.clients().e0a_interfaces(Age::Since(cx.began())).await?;
    let with_node = interfaces.iter().filter_map(|interface| {
        let behind = e0a.iter().find(|e0a| e0a.interface_id == interface.id)?;
        Some((behind, interface.clone()))
    });
    Ok(with_node.collect())
}

fn holder<'a>(lif: &IpInterface, holders: &Holders<'a>) -> Option<&'a E0a> {
    let address = lif.ipv4()?;
    holders.iter().find(|(_, interface)| interface.has(address)).map(|(e0a, _)| *e0a)
}

fn svm_of(lif: &IpInterface) -> Option<String> {
    lif.svm.name.clone().filter(|_| lif.scope != Some(Scope::Cluster))
}

fn entry(lif: &IpInterface, holder: Option<&E0a>) -> LifData {
    let svm_name = svm_of(lif);
    let svm_id = lif.svm.uuid.clone().filter(|_| svm_name.is_some());
    let derived = LifData {
        svm_name: svm_name.into(),
        svm_id: svm_id.into(),
        network_interface_id: holder.map(|e0a| e0a.interface_id.clone()).into(),
        network_interface_node: holder.map(|e0a| e0a.node.clone()).into(),
        ..LifData::default()
    };
    derived.observed(lif)
}
