//! `data.cvo_system`: the two halves of the system joined.

mod assemble;
mod fit;
mod model;

use std::collections::BTreeMap;

use async_trait::async_trait;
use ontap::IpInterface;
use tfplugin::{Attr, Cx, DataSource, Outcome};

pub use model::SystemData;

use crate::clients::{Age, Clients};
use provider_core::system::{E0a, oldest_svm};

/// The data source.
#[derive(Debug)]
pub struct System;

#[async_trait]
impl DataSource for System {
    const NAME: &'static str = "system";

    type Model = SystemData;
    type Clients = Clients;

    async fn read(cx: &Cx<Clients>, _config: SystemData) -> Outcome<SystemData> {
        let cluster = cx.clients().ontap.cluster().await?;
        let nodes = cx.clients().ontap.nodes().await?;
        let aggregates = cx.clients().ontap.aggregates().await?;
        let lifs = cx.clients().all::<IpInterface>("LIFs", Age::Now).await?;
        let default = oldest_svm(&cx.clients().all_root_volumes(Age::Now).await?).known();
        let interfaces = cx.clients().e0a_interfaces().await?;
        let mut halves = BTreeMap::new();
        for e0a in cx.clients().e0a().await? {
            let interface = interfaces.iter().find(|interface| interface.id == e0a.interface_id);
            let interface = interface.ok_or_else(|| assemble::half_unknown(e0a))?;
            halves.insert(e0a.node.clone(), look(cx, e0a, interface.clone()).await?);
        }
        let topology = assemble::topology(nodes, &halves);
        let fits = if topology == "ha_single_az" { fit::fits(nodes, &halves, &lifs) } else { None };
        let strays = cx.clients().strays(&lifs, &interfaces).await?;
        strays.iter().for_each(|stray| cx.warn(&stray.summary, &stray.detail));
        let budget = fits.as_ref().map(fit::left);
        Ok(SystemData {
            id: cluster.uuid.clone().into(),
            cluster_name: cluster.name.into(),
            cluster_uuid: cluster.uuid.into(),
            ontap_version: cluster.version.to_string().into(),
            topology: topology.into(),
            default_svm_name: default.as_ref().map(|svm| svm.name.clone()).into(),
            default_svm_id: default.map(|svm| svm.uuid).into(),
            nodes: Attr::Known(assemble::nodes(nodes, &halves)),
            aggregates: Attr::Known(assemble::aggregates(aggregates)),
            interfaces: Attr::Known(assemble::interfaces(nodes, &halves, &lifs, budget)),
            takeover_fit: fits.as_ref().map(assemble::takeover_fit).into(),
            stray_addresses: Attr::Known(strays.into_iter().map(|stray| stray.address).collect()),
        })
    }
}

/// The EC2 side of e0a of one node.
struct Half {
    interface: ec2::NetworkInterface,
    subnet: ec2::Subnet,
    instance: Option<(ec2::Instance, ec2::InstanceType)>,
}

async fn look(cx: &Cx<Clients>, e0a: &E0a, interface: ec2::NetworkInterface) -> Outcome<Half> {
    let clients = cx.clients();
    let subnet = clients.aws.subnet(&e0a.subnet_id).await?;
    let instance = match &e0a.instance_id {
        Some(id) => {
            let instance = clients.aws.instance(id).await?;
            let limits = clients.aws.instance_type(&instance.instance_type).await?;
            Some((instance, limits))
        }
        None => None,
    };
    Ok(Half { interface, subnet, instance })
}
