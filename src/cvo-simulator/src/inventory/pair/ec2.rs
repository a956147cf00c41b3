//! The AWS side of a pair: VPCs, subnets, instances and route tables.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::{Address, NODES, PORTS, Pair};
use crate::inventory::ec2::{
    Ec2Inventory, InstanceSpec, RouteSpec, RouteTableSpec, RouteTarget, SubnetSpec, Tags, VpcSpec,
    routes_per_table,
};

/// Blocks of an unrelated VPC in the region. Floating addresses must not be in its range either.
const OTHER_VPC: [Ipv4Addr; 2] = [Ipv4Addr::new(10, 60, 0, 0), Ipv4Addr::new(10, 61, 0, 0)];

pub fn named(name: &str) -> Tags {
    Tags::from([("Name".to_owned(), name.to_owned())])
}

impl Pair {
    pub(super) fn ec2(&self) -> Ec2Inventory {
        let mut node_subnets = self.node_subnets.to_vec();
        node_subnets.dedup();
        let nodes = NODES.iter().enumerate();
        let foreign = node_subnets.iter().map(|&subnet| instance(self.foreign_id(subnet), "m5.large", "app"));
        let ports = (0..NODES.len()).flat_map(|node| (0..PORTS.len()).map(move |port| (node, port)));
        let foreign_interfaces = node_subnets.iter().map(|&subnet| self.foreign_interface(subnet));
        Ec2Inventory {
            region: "eu-central-1".into(),
            account_id: "123456789012".into(),
            vpcs: vec![
                vpc(self.vpc_id(), vec![self.block(0, 16)], "storage"),
                vpc(
                    self.other_vpc_id(),
                    OTHER_VPC.map(|block| Ipv4Net::new_assert(block, 16)).into(),
                    "other",
                ),
            ],
            subnets: self.subnets.iter().map(|&(subnet, letter)| self.subnet(subnet, letter)).collect(),
            instances: nodes
                .map(|(node, name)| instance(self.instance_id(node), "m5.2xlarge", name))
                .chain([instance(self.mediator_id(), "t3.micro", "cvo-mediator")])
                .chain(foreign)
                .collect(),
            interfaces: ports
                .map(|(node, port)| self.node_interface(node, port))
                .chain([self.mediator_interface()])
                .chain(foreign_interfaces)
                .collect(),
            route_tables: self.route_tables(),
            instance_types: vec![],
            routes_per_table: routes_per_table(),
        }
    }

    fn subnet(&self, subnet: u8, letter: char) -> SubnetSpec {
        SubnetSpec {
            id: self.subnet_id(subnet),
            vpc_id: self.vpc_id(),
            cidr: self.block(subnet, 24),
            availability_zone: format!("eu-central-1{letter}"),
            reservations: vec![],
            tags: named(&format!("storage-{letter}")),
        }
    }

    fn route_tables(&self) -> Vec<RouteTableSpec> {
        let mut routes = vec![
            route(self.block(0, 16), RouteTarget::Local),
            route(Ipv4Net::default(), RouteTarget::Gateway(self.gateway_id())),
        ];
        routes.extend(self.lifs.iter().filter_map(|lif| match lif.address {
            Address::Floating(address) => {
                let e0a = RouteTarget::NetworkInterface(self.interface_id(lif.node, 0));
                Some(route(address.into(), e0a))
            }
            Address::Private(_) => None,
        }));
        let node_subnets = self.node_subnets.map(|subnet| self.subnet_id(subnet));
        let mut associated = node_subnets.to_vec();
        associated.dedup();
        let table = |(at, id): (usize, String)| RouteTableSpec {
            id,
            vpc_id: self.vpc_id(),
            is_main: at == 0,
            subnet_ids: if at == 0 { vec![] } else { associated.clone() },
            routes: routes.clone(),
            tags: named(if at == 0 { "main" } else { "storage" }),
        };
        let mut tables: Vec<_> = self.route_table_ids().into_iter().enumerate().map(table).collect();
        tables.push(self.other_route_table());
        tables
    }

    fn other_route_table(&self) -> RouteTableSpec {
        let local = |block| route(Ipv4Net::new_assert(block, 16), RouteTarget::Local);
        RouteTableSpec {
            id: self.other_route_table_id(),
            vpc_id: self.other_vpc_id(),
            is_main: true,
            subnet_ids: vec![],
            routes: OTHER_VPC.map(local).into(),
            tags: named("other"),
        }
    }
}

fn vpc(id: String, cidrs: Vec<Ipv4Net>, name: &str) -> VpcSpec {
    VpcSpec { id, cidrs, is_default: false, tags: named(name) }
}

fn instance(id: String, instance_type: &str, name: &str) -> InstanceSpec {
    InstanceSpec { id, instance_type: instance_type.into(), state: "running".into(), tags: named(name) }
}

fn route(destination: Ipv4Net, target: RouteTarget) -> RouteSpec {
    RouteSpec { destination, target }
}
