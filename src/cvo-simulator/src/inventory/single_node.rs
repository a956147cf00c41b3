//! The preset `single-node`: one node, two data aggregates, one subnet.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::Inventory;
use super::cluster::{AggregateSpec, ClusterInventory, InterfaceSpec, NodeSpec, PortSpec, SvmSpec};
use super::ec2::{
    AttachmentSpec, Ec2Inventory, InstanceSpec, NetworkInterfaceSpec, RouteSpec, RouteTableSpec, RouteTarget,
    SecurityGroupSpec, SubnetSpec, Tags, VpcSpec, routes_per_table,
};

const NODE: &str = "cvo-node";
const SVM: &str = "svm_cvo";
const INSTANCE: &str = "i-0c0a51de00000001a";
const INTERFACE: &str = "eni-0c0a51de00000e0a1";
const MAC_ADDRESS: &str = "02:0a:14:01:0b:e1";
const VPC: &str = "vpc-0c0a51de000000001";
const SUBNET: &str = "subnet-0c0a51de00000001a";
const OTHER_SUBNET: &str = "subnet-0c0a51de00000001b";
const GIBIBYTE: u64 = 1 << 30;

/// Addresses of e0a, in the order in which NetApp's network requirements for AWS list the six of a single
/// node. Which of them is the primary one is assumed (`primary-addresses`).
const LIFS: [(&str, Option<&str>, u8, &str); 6] = [
    ("cvo-node_mgmt1", None, 11, "default-management"),
    ("cluster_mgmt", None, 12, "default-management"),
    ("intercluster_1", None, 13, "default-intercluster"),
    ("ip_nas_1", Some(SVM), 14, "default-data-files"),
    ("ip_iscsi_1", Some(SVM), 15, "default-data-iscsi"),
    ("ip_svm_mgmt_1", Some(SVM), 16, "default-management"),
];

pub fn inventory() -> Inventory {
    Inventory { cluster: cluster(), ec2: ec2(), failover_mode: None }
}

fn address(host: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 20, 1, host)
}

fn block(address: [u8; 4], length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::from(address), length)
}

fn named(name: &str) -> Tags {
    Tags::from([("Name".to_owned(), name.to_owned())])
}

fn cluster() -> ClusterInventory {
    let aggregate = |name: &str| AggregateSpec { name: name.into(), node: NODE.into(), size: 500 * GIBIBYTE };
    let interface = |(name, svm, host, policy): (&str, Option<&str>, u8, &str)| InterfaceSpec {
        name: name.into(),
        svm: svm.map(Into::into),
        address: address(host),
        prefix_length: 24,
        node: NODE.into(),
        port: "e0a".into(),
        service_policy: policy.into(),
        failover: None,
    };
    ClusterInventory {
        name: "cvocluster".into(),
        nodes: vec![NodeSpec {
            name: NODE.into(),
            serial_number: "90920140000000000011".into(),
            system_id: "2785120011".into(),
            instance_id: INSTANCE.into(),
            ports: vec![PortSpec {
                name: "e0a".into(),
                mac_address: MAC_ADDRESS.into(),
                broadcast_domain: Some("Default".into()),
            }],
        }],
        aggregates: vec![aggregate("aggr1"), aggregate("aggr2")],
        default_svm: SvmSpec {
            name: SVM.into(),
            root_volume: "svm_cvo_root".into(),
            aggregate: "aggr1".into(),
        },
        interfaces: LIFS.map(interface).into(),
        gateways: vec![address(1)],
    }
}

fn ec2() -> Ec2Inventory {
    let subnet = |id: &str, third: u8, zone: &str, name: &str| SubnetSpec {
        id: id.into(),
        vpc_id: VPC.into(),
        cidr: block([10, 20, third, 0], 24),
        availability_zone: zone.into(),
        reservations: vec![],
        tags: named(name),
    };
    Ec2Inventory {
        region: "eu-central-1".into(),
        account_id: "123456789012".into(),
        vpcs: vec![VpcSpec {
            id: VPC.into(),
            cidrs: vec![block([10, 20, 0, 0], 16)],
            is_default: false,
            tags: named("storage"),
        }],
        subnets: vec![
            subnet(SUBNET, 1, "eu-central-1a", "storage-a"),
            subnet(OTHER_SUBNET, 2, "eu-central-1b", "storage-b"),
        ],
        instances: vec![
            instance(INSTANCE, "m5.2xlarge", NODE),
            instance("i-0f0e1a00000000021", "m5.large", "app"),
        ],
        interfaces: vec![e0a(), foreign()],
        route_tables: vec![route_table()],
        instance_types: vec![],
        routes_per_table: routes_per_table(),
    }
}

fn instance(id: &str, instance_type: &str, name: &str) -> InstanceSpec {
    InstanceSpec {
        id: id.into(),
        instance_type: instance_type.into(),
        state: "running".into(),
        tags: named(name),
    }
}

fn e0a() -> NetworkInterfaceSpec {
    NetworkInterfaceSpec {
        id: INTERFACE.into(),
        subnet_id: SUBNET.into(),
        // NetApp's wording, by which Cloud Volumes ONTAP users recognize the interface.
        description: "Interface for Node & Cluster Management, Inter-Cluster Communication, and Data - e0a"
            .into(),
        mac_address: MAC_ADDRESS.into(),
        attachment: Some(AttachmentSpec {
            id: "eni-attach-0c0a51de000000001".into(),
            instance_id: INSTANCE.into(),
            device_index: 0,
        }),
        primary_address: address(11),
        secondary_addresses: (12..=16).map(address).collect(),
        ipv4_prefixes: vec![],
        elastic_addresses: vec![],
        security_groups: vec![security_group("sg-0c0a51de000000001", "cvo-storage")],
        source_dest_check: true,
        tags: named("cvo-node e0a"),
    }
}

/// An instance of another application in the same subnet, with addresses in use.
fn foreign() -> NetworkInterfaceSpec {
    NetworkInterfaceSpec {
        id: "eni-0f0e1a00000000021".into(),
        subnet_id: SUBNET.into(),
        description: "Primary network interface".into(),
        mac_address: "02:0a:14:01:c8:01".into(),
        attachment: Some(AttachmentSpec {
            id: "eni-attach-0f0e1a00000000021".into(),
            instance_id: "i-0f0e1a00000000021".into(),
            device_index: 0,
        }),
        primary_address: address(200),
        secondary_addresses: vec![address(201), address(202)],
        ipv4_prefixes: vec![],
        elastic_addresses: vec![],
        security_groups: vec![security_group("sg-0f0e1a00000000001", "app")],
        source_dest_check: true,
        tags: named("app"),
    }
}

fn security_group(id: &str, name: &str) -> SecurityGroupSpec {
    SecurityGroupSpec { id: id.into(), name: name.into() }
}

fn route_table() -> RouteTableSpec {
    let route = |destination, target| RouteSpec { destination, target };
    RouteTableSpec {
        id: "rtb-0c0a51de000000001".into(),
        vpc_id: VPC.into(),
        is_main: true,
        subnet_ids: vec![SUBNET.into()],
        routes: vec![
            route(block([10, 20, 0, 0], 16), RouteTarget::Local),
            route(block([0, 0, 0, 0], 0), RouteTarget::Gateway("igw-0c0a51de000000001".into())),
        ],
        tags: named("storage"),
    }
}
