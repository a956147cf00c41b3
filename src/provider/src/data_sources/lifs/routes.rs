//! Where the route tables lead the floating addresses. The tables are only read.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ec2::{Route, RouteState, RouteTable, RouteTableFilter, RouteTarget};
use ipnet::Ipv4Net;
use ontap::IpInterface;
use provider_core::system::E0a;
use tfplugin::{Attr, Cx, Outcome};

use super::Holders;
use super::model::RouteData;
use crate::clients::Clients;
use crate::diagnose::During;

/// What is known of routes to floating addresses.
pub struct Floating {
    /// The ranges of the nodes' subnets; none for a system without floating addresses.
    subnets: Vec<Ipv4Net>,
    /// The route tables of the VPC; none where they may not be read.
    tables: Option<Vec<RouteTable>>,
    /// The interfaces behind e0a.
    e0a: Vec<E0a>,
}

/// Reads the route tables, if one of the LIFs has a floating address.
pub async fn look(cx: &Cx<Clients>, lifs: &[&IpInterface], holders: &Holders<'_>) -> Outcome<Floating> {
    let e0a = cx.clients().e0a().await?.to_vec();
    let several = cx.clients().is_multi_az().await?;
    let subnets = if several { cx.clients().e0a_subnets().await? } else { Vec::new() };
    let subnets = subnets.into_iter().map(|(_, subnet)| subnet).collect();
    let mut known = Floating { subnets, tables: None, e0a };
    if let Some((_, interface)) = holders.first().filter(|_| lifs.iter().any(|lif| known.floats(lif))) {
        known.tables = tables(cx, &interface.vpc_id).await?;
    }
    Ok(known)
}

/// All route tables of the VPC. Who may not read them learns everything else.
async fn tables(cx: &Cx<Clients>, vpc: &str) -> Outcome<Option<Vec<RouteTable>>> {
    match cx.clients().aws.ec2().route_tables(RouteTableFilter::Vpc(vpc.to_owned())).await {
        Err(error) if error.is_unauthorized() => {
            cx.warn(
                "The routes of floating addresses are not shown",
                format!("{error}. Give the credentials ec2:DescribeRouteTables to see them; nothing else is missing."),
            );
            Ok(None)
        }
        answer => Ok(Some(answer.during(format!("read the route tables of {vpc}"))?)),
    }
}

impl Floating {
    /// The routes of the LIF's address by table; null unless that is a floating address.
    pub fn routes(&self, lif: &IpInterface) -> Attr<BTreeMap<String, RouteData>> {
        let (Some(tables), Some(address)) = (&self.tables, lif.ipv4().filter(|_| self.floats(lif))) else {
            return Attr::Null;
        };
        let routes = tables.iter().filter_map(|table| {
            let route = route_to(table, address)?;
            Some((table.id.clone(), self.data(route)))
        });
        Attr::Known(routes.collect())
    }

    /// Whether the LIF has an address that no subnet of a node holds, of those that clients reach through e0a.
    fn floats(&self, lif: &IpInterface) -> bool {
        let outside = |address| !self.subnets.iter().any(|subnet| subnet.contains(&address));
        let is_on_e0a = lif.location.home_port.name.as_deref() == Some("e0a");
        is_on_e0a && !self.subnets.is_empty() && lif.ipv4().is_some_and(outside)
    }

    fn data(&self, route: &Route) -> RouteData {
        let target = match &route.target {
            RouteTarget::NetworkInterface(id) => Some(id),
            RouteTarget::Local | RouteTarget::Gateway(_) | RouteTarget::Other(_) => None,
        };
        let behind = self.e0a.iter().find(|e0a| Some(&e0a.interface_id) == target);
        RouteData {
            network_interface_id: target.cloned().into(),
            node: behind.map(|e0a| e0a.node.clone()).into(),
            state: state(&route.state).to_owned().into(),
        }
    }
}

/// The route for exactly this address.
fn route_to(table: &RouteTable, address: Ipv4Addr) -> Option<&Route> {
    table.routes.iter().find(|route| route.destination == Ipv4Net::from(address))
}

/// As EC2 writes it.
fn state(state: &RouteState) -> &str {
    match state {
        RouteState::Active => "active",
        RouteState::Blackhole => "blackhole",
        RouteState::Other(other) => other,
    }
}

#[cfg(test)]
#[path = "routes_tests.rs"]
mod tests;
