//! Looking where a LIF is to be.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ec2::Subnet;
use provider_core::lif::{Home, LifModel, Placement, Surroundings, Zones};
use tfplugin::{Cx, Outcome};

use super::routes;
use crate::clients::Clients;
use crate::diagnose::During;

/// Looks where the LIF is to be.
pub async fn look(cx: &Cx<Clients>, model: &LifModel) -> Outcome<Placement> {
    let mut ports: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for node in cx.clients().ontap.nodes().await? {
        ports.entry(node.name.clone()).or_default();
    }
    for port in cx.clients().ontap.ports().await? {
        if let Some(of_node) = port.node.name.as_ref().and_then(|node| ports.get_mut(node)) {
            of_node.push(port.name.clone());
        }
    }
    let home = match model.home_node.known().filter(|node| ports.contains_key(*node)) {
        Some(node) => home(cx, model, node).await?,
        None => None,
    };
    Ok(Placement { ports, home })
}

async fn home(cx: &Cx<Clients>, model: &LifModel, node: &str) -> Outcome<Option<Home>> {
    let Some(e0a) = cx.clients().e0a().await?.iter().find(|e0a| e0a.node == node) else { return Ok(None) };
    let interface = cx.clients().aws.interface(&e0a.interface_id).await?;
    let subnet = cx.clients().aws.subnet(&e0a.subnet_id).await?;
    let zones = zones(cx, model, &subnet).await?;
    Ok(Some(Home { interface, subnet, zones }))
}

/// The availability zones of the nodes; EC2 is asked about its surroundings only for an address outside the subnet.
async fn zones(cx: &Cx<Clients>, model: &LifModel, subnet: &Subnet) -> Outcome<Zones> {
    if !cx.clients().is_multi_az().await? {
        return Ok(Zones::One);
    }
    match model.address() {
        Some(address) if !subnet.cidr.contains(&address) => {
            let vpcs = cx.clients().aws.ec2().vpcs().await.during("list the VPCs")?;
            let tables = routes::tables(cx, model, &subnet.vpc_id).await?;
            Ok(Zones::Outside(Surroundings { vpcs, tables, pair: routes::pair(cx).await? }))
        }
        _ => Ok(Zones::Several),
    }
}

/// The LIF's address and its VPC, if that is a floating address.
pub async fn floating(cx: &Cx<Clients>, model: &LifModel) -> Outcome<Option<(Ipv4Addr, String)>> {
    Ok(look(cx, model).await?.home.and_then(|home| home.floating(model)))
}
