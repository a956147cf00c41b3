//! `data.cvo_system`: the two halves of the system joined.

mod assemble;
mod fit;
mod model;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use futures::future::try_join_all;
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
        let (clients, began) = (cx.clients(), cx.began());
        let cluster = clients.ontap.cluster().await?;
        let (nodes, aggregates, lifs, roots, halves) = futures::join!(
            clients.ontap.nodes(),
            clients.ontap.aggregates(),
            clients.all::<IpInterface>("LIFs", Age::Now),
            clients.all_root_volumes(Age::Now),
            halves(clients, began)
        );
        let (nodes, aggregates, lifs) = (nodes?, aggregates?, lifs?);
        let default = oldest_svm(&roots?).known();
        let (interfaces, halves) = halves?;
        let topology = assemble::topology(nodes, &halves);
        let fits = if topology == "ha_single_az" { fit::fits(nodes, &halves, &lifs) } else { None };
        let strays = clients.strays(&lifs, &interfaces).await?;
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

/// Returns the interfaces behind e0a, and what belongs to them by node name.
async fn halves(
    clients: &Clients,
    began: Instant,
) -> Outcome<(Arc<Vec<ec2::NetworkInterface>>, BTreeMap<String, Half>)> {
    let e0a = clients.e0a().await?;
    let surroundings = try_join_all(e0a.iter().map(|e0a| surroundings(clients, e0a)));
    let (interfaces, surroundings) = futures::join!(clients.e0a_interfaces(Age::Since(began)), surroundings);
    let interfaces = interfaces?;
    let mut halves = BTreeMap::new();
    for (e0a, (subnet, instance)) in e0a.iter().zip(surroundings?) {
        let interface = interfaces.iter().find(|interface| interface.id == e0a.interface_id);
        let interface = interface.ok_or_else(|| assemble::half_unknown(e0a))?.clone();
        halves.insert(e0a.node.clone(), Half { interface, subnet, instance });
    }
    Ok((interfaces, halves))
}

async fn surroundings(
    clients: &Clients,
    e0a: &E0a,
) -> Outcome<(ec2::Subnet, Option<(ec2::Instance, ec2::InstanceType)>)> {
    let (subnet, instance) = futures::join!(clients.aws.subnet(&e0a.subnet_id), instance(clients, e0a));
    Ok((subnet?, instance?))
}

async fn instance(clients: &Clients, e0a: &E0a) -> Outcome<Option<(ec2::Instance, ec2::InstanceType)>> {
    let Some(id) = &e0a.instance_id else { return Ok(None) };
    let instance = clients.instance(id).await?;
    let limits = clients.aws.instance_type(&instance.instance_type).await?;
    Ok(Some((instance, limits)))
}
