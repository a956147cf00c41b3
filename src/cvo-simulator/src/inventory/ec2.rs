//! The AWS side of a system: the objects in the account before the first API call.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

/// Tags of an AWS object.
pub type Tags = BTreeMap<String, String>;

/// The part of an AWS account around the system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ec2Inventory {
    /// Region, for example `eu-central-1`.
    pub region: String,
    /// Twelve-digit account number.
    pub account_id: String,
    /// Virtual private clouds.
    pub vpcs: Vec<VpcSpec>,
    /// Subnets of these VPCs.
    pub subnets: Vec<SubnetSpec>,
    /// Instances, of the system and of others.
    pub instances: Vec<InstanceSpec>,
    /// Network interfaces, attached or not.
    pub interfaces: Vec<NetworkInterfaceSpec>,
    /// Route tables.
    pub route_tables: Vec<RouteTableSpec>,
    /// Limits of instance types other than those that the simulator knows.
    #[serde(default)]
    pub instance_types: Vec<InstanceTypeSpec>,
    /// Maximum number of routes in a table.
    #[serde(default = "routes_per_table")]
    pub routes_per_table: usize,
}

/// Returns the default for IPv4 (VPC user guide, quotas).
pub const fn routes_per_table() -> usize {
    500
}

/// The limits of an instance type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceTypeSpec {
    /// For example `m5.2xlarge`.
    pub name: String,
    /// Most network interfaces.
    pub interfaces: u32,
    /// Most IPv4 addresses of an interface, including the primary one.
    pub addresses: usize,
}

/// A VPC.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VpcSpec {
    /// `vpc-…`.
    pub id: String,
    /// All blocks, the primary one first.
    pub cidrs: Vec<Ipv4Net>,
    /// Whether it is the default VPC of the region.
    pub is_default: bool,
    /// Tags.
    pub tags: Tags,
}

/// A subnet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SubnetSpec {
    /// `subnet-…`.
    pub id: String,
    /// VPC of the subnet.
    pub vpc_id: String,
    /// CIDR block.
    pub cidr: Ipv4Net,
    /// For example `eu-central-1a`.
    pub availability_zone: String,
    /// Blocks that EC2 does not choose addresses from.
    pub reservations: Vec<CidrReservationSpec>,
    /// Tags.
    pub tags: Tags,
}

/// A CIDR reservation of a subnet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CidrReservationSpec {
    /// `scr-…`.
    pub id: String,
    /// The reserved block.
    pub cidr: Ipv4Net,
    /// `prefix` or `explicit`.
    pub reservation_type: String,
    /// Free text.
    pub description: String,
}

/// An instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InstanceSpec {
    /// `i-…`.
    pub id: String,
    /// For example `m5.2xlarge`. It limits the number of addresses per interface.
    pub instance_type: String,
    /// `running` or `stopped`.
    pub state: String,
    /// Tags, including `Name`.
    pub tags: Tags,
}

/// A network interface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NetworkInterfaceSpec {
    /// `eni-…`.
    pub id: String,
    /// Subnet of its addresses.
    pub subnet_id: String,
    /// Free text. Cloud Volumes ONTAP ends it with the name of the port, as in ` - e0a`.
    pub description: String,
    /// `aa:bb:cc:dd:ee:ff`.
    pub mac_address: String,
    /// Attachment; `None` for an interface with status `available`.
    pub attachment: Option<AttachmentSpec>,
    /// Primary private address.
    pub primary_address: Ipv4Addr,
    /// Secondary private addresses.
    pub secondary_addresses: Vec<Ipv4Addr>,
    /// Delegated /28 prefixes.
    pub ipv4_prefixes: Vec<Ipv4Net>,
    /// Elastic IPs.
    pub elastic_addresses: Vec<ElasticAddressSpec>,
    /// Security groups.
    pub security_groups: Vec<SecurityGroupSpec>,
    /// Whether traffic that is not for its own addresses is dropped.
    pub source_dest_check: bool,
    /// Tags.
    pub tags: Tags,
}

/// The attachment of an interface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttachmentSpec {
    /// `eni-attach-…`.
    pub id: String,
    /// Instance that it is attached to.
    pub instance_id: String,
    /// 0 for the interface that ONTAP calls e0a.
    pub device_index: u32,
}

/// A security group of an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityGroupSpec {
    /// `sg-…`.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// An Elastic IP that is associated with a private address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ElasticAddressSpec {
    /// `eipalloc-…`.
    pub allocation_id: String,
    /// `eipassoc-…`.
    pub association_id: String,
    /// The public address.
    pub public_address: Ipv4Addr,
    /// The private address that it is associated with.
    pub private_address: Ipv4Addr,
}

/// A route table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RouteTableSpec {
    /// `rtb-…`.
    pub id: String,
    /// VPC of the table.
    pub vpc_id: String,
    /// Whether subnets without their own association use it.
    pub is_main: bool,
    /// Subnets that are associated with it.
    pub subnet_ids: Vec<String>,
    /// Routes, including the local one.
    pub routes: Vec<RouteSpec>,
    /// Tags.
    pub tags: Tags,
}

/// A route of a route table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RouteSpec {
    /// Destination block.
    pub destination: Ipv4Net,
    /// Target.
    pub target: RouteTarget,
}

/// The target of a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RouteTarget {
    /// Within the VPC.
    Local,
    /// To a gateway or another object by its id: `igw-…`, `vgw-…`, `vpce-…`, `nat-…`, `tgw-…` or `pcx-…`.
    Gateway(String),
    /// To a network interface, `eni-…`.
    NetworkInterface(String),
}
