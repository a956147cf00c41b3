//! What is made up of the AWS side where it was not recorded, as plain as it can be and still serve: an
//! instance and an interface for each node, in subnets after the netmasks of its LIFs.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::Ipv4Net;

use super::instances::USUAL_TYPE;
use super::interfaces::mac_address;
use super::networks::around;
use crate::inventory::ec2::{
    AttachmentSpec, InstanceSpec, NetworkInterfaceSpec, RouteSpec, RouteTableSpec, RouteTarget, SubnetSpec,
    Tags, VpcSpec,
};
use crate::recording::report::Report;
use crate::world::cluster::{CLUSTER_IPSPACE, Cluster};
use crate::world::ec2::{Ec2World, derived};
use crate::world::ip_interface::Interface;
use crate::world::mediator::e0a;

/// The type of an instance with more LIFs than a usual one can have addresses.
const LARGE_TYPE: &str = "m5.16xlarge";

/// LIFs of a system up to which a usual type leaves room for some more.
const FEW: usize = 10;

/// Adds what is missing around the nodes.
pub fn complete(cluster: &mut Cluster, ec2: &mut Ec2World, report: &mut Report) {
    let networks = networks(cluster);
    for at in 0..cluster.nodes.len() {
        let name = cluster.nodes[at].name.clone();
        if e0a(cluster, ec2, &name).is_none() {
            let instance = assure_instance(cluster, at, ec2, report);
            cluster.nodes[at].instance_id.clone_from(&instance);
            make_interface(cluster, &name, &instance, &networks, ec2, report);
        }
    }
    assure_vpcs(ec2, report);
    assure_route_tables(cluster, ec2, report);
}

/// The addresses of LIFs that AWS has to do with, with their netmasks.
fn outer(cluster: &Cluster) -> impl Iterator<Item = (&Interface, Ipv4Addr)> {
    let lifs = cluster.interfaces.iter().filter(|lif| lif.ipspace != CLUSTER_IPSPACE);
    lifs.filter_map(|lif| match lif.address {
        IpAddr::V4(address) => Some((lif, address)),
        IpAddr::V6(_) => None,
    })
}

/// The networks of the nodes. On a pair those of the LIFs that stay with their node, because an address of
/// another network floats; where none stays, and on a single node, those of all LIFs.
fn networks(cluster: &Cluster) -> Vec<Ipv4Net> {
    let mut networks: Vec<Ipv4Net> = vec![];
    for node in &cluster.nodes {
        let own: Vec<_> = outer(cluster).filter(|(lif, _)| lif.home_node == node.name).collect();
        let staying: Vec<_> = own.iter().filter(|(lif, _)| lif.is_bound_to_its_node()).copied().collect();
        let deciding = if staying.is_empty() || !cluster.is_pair() { own } else { staying };
        for (lif, address) in deciding {
            if !networks.iter().any(|network| network.contains(&address)) {
                networks.push(around(address, lif.prefix_length));
            }
        }
    }
    networks
}

fn assure_instance(cluster: &Cluster, at: usize, ec2: &mut Ec2World, report: &mut Report) -> String {
    let node = &cluster.nodes[at];
    let id = match node.instance_id.as_str() {
        "" => derived("i", &node.uuid.to_string()),
        recorded => recorded.to_owned(),
    };
    if ec2.account().instances.iter().all(|instance| instance.id != id) {
        report.made_up("instance(s)", &id);
        let kind = if outer(cluster).count() > FEW { LARGE_TYPE } else { USUAL_TYPE };
        ec2.account_mut().instances.push(InstanceSpec {
            id: id.clone(),
            instance_type: kind.to_owned(),
            state: "running".to_owned(),
            tags: Tags::from([("Name".to_owned(), node.name.clone())]),
        });
    }
    id
}

/// Makes the interface behind e0a of a node, with the addresses of the LIFs that are there and do not float.
/// A node without LIFs gets none.
fn make_interface(
    cluster: &Cluster,
    node: &str,
    instance: &str,
    networks: &[Ipv4Net],
    ec2: &mut Ec2World,
    report: &mut Report,
) {
    let assigned = |address: &Ipv4Addr| {
        let mut interfaces = ec2.account().interfaces.iter();
        interfaces.any(|eni| eni.primary_address == *address || eni.secondary_addresses.contains(address))
    };
    let here = outer(cluster).filter(|(lif, _)| lif.node == node);
    let mut lifs: Vec<_> = here.filter(|(_, address)| !assigned(address)).collect();
    lifs.retain(|(_, address)| networks.iter().any(|network| network.contains(address)));
    // The primary address is that of a LIF that does not move.
    lifs.sort_by_key(|(lif, _)| (lif.svm.is_some(), !lif.is_bound_to_its_node()));
    let Some((_, primary)) = lifs.first().copied() else { return };
    let id = derived("eni", instance);
    report.made_up("network interface(s)", &id);
    let network = networks.iter().find(|network| network.contains(&primary)).copied();
    let subnet_id = subnet(primary, network.unwrap_or_default(), ec2, report);
    ec2.account_mut().interfaces.push(NetworkInterfaceSpec {
        subnet_id,
        // The wording is NetApp's, as in the presets.
        description: "Interface for Node & Cluster Management, Inter-Cluster Communication, and Data - e0a"
            .into(),
        mac_address: mac_address(&id),
        attachment: Some(AttachmentSpec {
            id: derived("eni-attach", &id),
            instance_id: instance.to_owned(),
            device_index: 0,
        }),
        primary_address: primary,
        secondary_addresses: lifs[1..].iter().map(|(_, address)| *address).collect(),
        ipv4_prefixes: vec![],
        elastic_addresses: vec![],
        security_groups: vec![],
        source_dest_check: true,
        tags: Tags::from([("Name".to_owned(), format!("{node} e0a"))]),
        id,
    });
}

/// Returns the subnet of an address, which is made in a zone of its own if there is none.
fn subnet(address: Ipv4Addr, network: Ipv4Net, ec2: &mut Ec2World, report: &mut Report) -> String {
    let account = ec2.account_mut();
    if let Some(known) = account.subnets.iter().find(|subnet| subnet.cidr.contains(&address)) {
        return known.id.clone();
    }
    let id = derived("subnet", &network.to_string());
    report.made_up("subnet(s)", format!("{id} {network}"));
    let vpcs = account.vpcs.iter();
    let around = vpcs.clone().find(|vpc| vpc.cidrs.iter().any(|cidr| cidr.contains(&network)));
    let used = account.subnets.iter().map(|subnet| subnet.vpc_id.clone()).next();
    let vpc_id = around.map(|vpc| vpc.id.clone()).or(used).unwrap_or_else(|| derived("vpc", "recording"));
    let letter = ["a", "b", "c"].get(account.subnets.len()).unwrap_or(&"a");
    account.subnets.push(SubnetSpec {
        id: id.clone(),
        vpc_id,
        cidr: network,
        availability_zone: format!("{}{letter}", account.region),
        reservations: vec![],
        tags: Tags::new(),
    });
    id
}

/// Makes the VPCs of subnets whose own was not recorded, each with the blocks of its subnets.
fn assure_vpcs(ec2: &mut Ec2World, report: &mut Report) {
    let account = ec2.account_mut();
    for subnet in &account.subnets {
        match account.vpcs.iter_mut().find(|vpc| vpc.id == subnet.vpc_id) {
            Some(vpc) if vpc.cidrs.iter().any(|cidr| cidr.contains(&subnet.cidr)) => {}
            Some(vpc) => vpc.cidrs.push(subnet.cidr),
            None => {
                report.made_up("VPC(s)", &subnet.vpc_id);
                account.vpcs.push(VpcSpec {
                    id: subnet.vpc_id.clone(),
                    cidrs: vec![subnet.cidr],
                    is_default: false,
                    tags: Tags::new(),
                });
            }
        }
    }
}

/// Makes a main route table for each VPC that has no table, with the routes of floating addresses.
fn assure_route_tables(cluster: &Cluster, ec2: &mut Ec2World, report: &mut Report) {
    let account = ec2.account();
    let blocks = |vpc: &VpcSpec| vpc.cidrs.iter().map(|&cidr| (cidr, RouteTarget::Local)).collect::<Vec<_>>();
    let bare =
        account.vpcs.iter().filter(|vpc| account.route_tables.iter().all(|table| table.vpc_id != vpc.id));
    let bare: Vec<_> = bare.map(|vpc| (vpc.id.clone(), blocks(vpc))).collect();
    for (vpc_id, mut routes) in bare {
        let id = derived("rtb", &vpc_id);
        report.made_up("route table(s)", &id);
        for (lif, address) in outer(cluster).filter(|_| cluster.is_pair()) {
            let behind = e0a(cluster, ec2, &lif.node);
            let subnets = &ec2.account().subnets;
            let is_here = |subnet: &str| subnets.iter().any(|it| it.id == subnet && it.vpc_id == vpc_id);
            let floats = !routes.iter().any(|(block, _)| block.contains(&address));
            if let Some(eni) = behind.filter(|eni| floats && is_here(&eni.subnet_id)) {
                routes.push((address.into(), RouteTarget::NetworkInterface(eni.id.clone())));
            }
        }
        ec2.account_mut().route_tables.push(RouteTableSpec {
            id,
            vpc_id,
            is_main: true,
            subnet_ids: vec![],
            routes: routes
                .into_iter()
                .map(|(destination, target)| RouteSpec { destination, target })
                .collect(),
            tags: Tags::new(),
        });
    }
}
