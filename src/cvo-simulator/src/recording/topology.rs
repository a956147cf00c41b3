//! How the addresses of a recorded pair follow their LIFs.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

use ipnet::Ipv4Net;

use crate::inventory::FailoverMode;
use crate::inventory::ec2::RouteTableSpec;
use crate::world::cluster::{CLUSTER_IPSPACE, Cluster};
use crate::world::ec2::Ec2World;
use crate::world::mediator::{e0a, own_blocks};

/// Returns the failover mode: addresses float if the nodes are in several zones, or if LIFs have addresses
/// outside the VPC. `None` for a single node.
pub fn failover_mode(cluster: &Cluster, ec2: &Ec2World) -> Option<FailoverMode> {
    if !cluster.is_pair() {
        return None;
    }
    let floating = floating_addresses(cluster, ec2);
    if floating.is_empty() && zones(cluster, ec2).len() < 2 {
        return Some(FailoverMode::PrivateIp);
    }
    Some(FailoverMode::FloatingIp { route_table_ids: route_tables(cluster, ec2, &floating) })
}

fn floating_addresses(cluster: &Cluster, ec2: &Ec2World) -> BTreeSet<Ipv4Addr> {
    let blocks = own_blocks(cluster, ec2);
    let outer = cluster.interfaces.iter().filter(|lif| lif.ipspace != CLUSTER_IPSPACE && !blocks.is_empty());
    let addresses = outer.filter_map(|lif| match lif.address {
        IpAddr::V4(address) => Some(address),
        IpAddr::V6(_) => None,
    });
    addresses.filter(|address| !blocks.iter().any(|block| block.contains(address))).collect()
}

fn zones<'a>(cluster: &Cluster, ec2: &'a Ec2World) -> BTreeSet<&'a str> {
    let subnets =
        cluster.nodes.iter().filter_map(|node| e0a(cluster, ec2, &node.name)).map(|eni| &eni.subnet_id);
    let zone = |id: &String| ec2.account().subnets.iter().find(|subnet| subnet.id == *id);
    subnets.filter_map(zone).map(|subnet| subnet.availability_zone.as_str()).collect()
}

/// The tables that have a route of a floating address. If none has, all tables of the VPC.
fn route_tables(cluster: &Cluster, ec2: &Ec2World, floating: &BTreeSet<Ipv4Addr>) -> Vec<String> {
    let account = ec2.account();
    let leads = |table: &&RouteTableSpec| {
        table
            .routes
            .iter()
            .any(|route| route.destination.prefix_len() == 32 && floating.contains(&route.destination.addr()))
    };
    let leading: Vec<_> = account.route_tables.iter().filter(leads).map(|table| table.id.clone()).collect();
    if !leading.is_empty() {
        return leading;
    }
    let blocks: Vec<Ipv4Net> = own_blocks(cluster, ec2);
    let own = account.vpcs.iter().filter(|vpc| vpc.cidrs == blocks).map(|vpc| &vpc.id).next();
    let of_vpc = account.route_tables.iter().filter(|table| Some(&table.vpc_id) == own);
    of_vpc.map(|table| table.id.clone()).collect()
}
