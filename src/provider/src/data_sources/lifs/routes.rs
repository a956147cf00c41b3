//! Routes to the floating addresses in the route tables, which are only read.

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
use crate::diagnose::{self, During};

/// The data that the routes of floating addresses are derived from.
pub struct Floating {
    /// The ranges of the nodes' subnets; empty for a system without floating addresses.
    subnets: Vec<Ipv4Net>,
    /// The route tables of the VPC; absent if they were not read or may not be read.
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

/// Returns all route tables of the VPC. Without the permission, warns and returns `None`, so that the rest is
/// still shown.
async fn tables(cx: &Cx<Clients>, vpc: &str) -> Outcome<Option<Vec<RouteTable>>> {
    match cx.clients().aws.ec2().route_tables(RouteTableFilter::Vpc(vpc.to_owned())).await {
        Err(error) if error.is_unauthorized() => {
            diagnose::warn(
                cx,
                "The routes of floating addresses are not shown",
                &error,
                "Give the credentials ec2:DescribeRouteTables to see them; nothing else is missing.",
            );
            Ok(None)
        }
        answer => Ok(Some(answer.during(format!("read the route tables of {vpc}"))?)),
    }
}

impl Floating {
    /// Returns the routes of the LIF's address by table; null unless the address is a floating one.
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

    /// Returns whether the LIF has its home on e0a and an address outside every node's subnet.
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

/// Returns the route for exactly this address.
fn route_to(table: &RouteTable, address: Ipv4Addr) -> Option<&Route> {
    table.routes.iter().find(|route| route.destination == Ipv4Net::from(address))
}

/// Returns the state in EC2's spelling.
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
