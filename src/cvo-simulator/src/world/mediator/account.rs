//! The parts of the AWS account that belong to the pair, and its /32 routes.

use std::net::Ipv4Addr;

use crate::inventory::ec2::{NetworkInterfaceSpec, RouteTarget};
use crate::world::clock::Moment;
use crate::world::cluster::Cluster;
use crate::world::ec2::{Ec2Error, Ec2World, RouteRequest, UnassignRequest};

/// Returns the EC2 interface behind e0a of a node.
pub fn e0a<'a>(cluster: &Cluster, ec2: &'a Ec2World, node: &str) -> Option<&'a NetworkInterfaceSpec> {
    let instance = &cluster.node_named(node)?.instance_id;
    let is_first = |eni: &&NetworkInterfaceSpec| {
        eni.attachment.as_ref().is_some_and(|at| at.instance_id == *instance && at.device_index == 0)
    };
    ec2.account().interfaces.iter().find(is_first)
}

/// Returns the CIDR blocks of the pair's VPC.
pub fn own_blocks(cluster: &Cluster, ec2: &Ec2World) -> Vec<ipnet::Ipv4Net> {
    let account = ec2.account();
    let interface = cluster.nodes.first().and_then(|node| e0a(cluster, ec2, &node.name));
    let subnet = interface.and_then(|eni| account.subnets.iter().find(|subnet| subnet.id == eni.subnet_id));
    let vpc = subnet.and_then(|subnet| account.vpcs.iter().find(|vpc| vpc.id == subnet.vpc_id));
    vpc.map(|vpc| vpc.cidrs.clone()).unwrap_or_default()
}

pub fn route(table: &str, address: Ipv4Addr, interface: Option<String>) -> RouteRequest {
    RouteRequest {
        route_table_id: table.to_owned(),
        destination_cidr_block: format!("{address}/32"),
        network_interface_id: interface,
        ..RouteRequest::default()
    }
}

/// Replaces the route, or creates it if there is none.
pub fn put_route(ec2: &mut Ec2World, now: Moment, route: &RouteRequest) -> Result<(), Ec2Error> {
    ec2.replace_route(now, route).or_else(|_| ec2.create_route(now, route))
}

/// Removes the route if it leads to the pair. A route that leads elsewhere stays: assumed
/// (`route-elsewhere-stays`).
pub fn remove_route(
    cluster: &Cluster,
    ec2: &mut Ec2World,
    now: Moment,
    table: &str,
    address: Ipv4Addr,
) -> Result<(), Ec2Error> {
    let own: Vec<_> = cluster.nodes.iter().filter_map(|node| e0a(cluster, ec2, &node.name)).collect();
    let is_own = |target: &RouteTarget| match target {
        RouteTarget::NetworkInterface(id) => own.iter().any(|eni| eni.id == *id),
        RouteTarget::Local | RouteTarget::Gateway(_) => false,
    };
    let destination = ipnet::Ipv4Net::from(address);
    let mut tables = ec2.account().route_tables.iter().filter(|known| known.id == table);
    let has_own = tables.any(|table| {
        table.routes.iter().any(|route| route.destination == destination && is_own(&route.target))
    });
    if has_own { ec2.delete_route(now, table, &destination.to_string()) } else { Ok(()) }
}

/// Releases an address from the interface of the pair that has it.
pub fn unassign(
    cluster: &Cluster,
    ec2: &mut Ec2World,
    now: Moment,
    address: Ipv4Addr,
) -> Result<(), Ec2Error> {
    let mut own = cluster.nodes.iter().filter_map(|node| e0a(cluster, ec2, &node.name));
    let Some(holder) = own.find(|eni| eni.secondary_addresses.contains(&address)) else { return Ok(()) };
    let request = UnassignRequest {
        network_interface_id: holder.id.clone(),
        private_ip_addresses: vec![address.to_string()],
        ..UnassignRequest::default()
    };
    ec2.unassign_private_ip_addresses(now, &request)
}
