//! The objects of EC2 as `aws ec2 describe-…` prints them, as far as the simulated account has room for them.
//! Every member may be absent.

use std::net::Ipv4Addr;

use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct VpcRecord {
    pub vpc_id: Option<String>,
    pub cidr_block: Option<String>,
    pub cidr_block_association_set: Option<Vec<BlockRecord>>,
    pub is_default: Option<bool>,
    pub tags: Option<Vec<TagRecord>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct BlockRecord {
    pub cidr_block: Option<String>,
    pub cidr_block_state: Option<BlockState>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct BlockState {
    pub state: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TagRecord {
    pub key: Option<String>,
    pub value: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SubnetRecord {
    pub subnet_id: Option<String>,
    pub vpc_id: Option<String>,
    pub cidr_block: Option<String>,
    pub availability_zone: Option<String>,
    pub tags: Option<Vec<TagRecord>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ReservationRecord {
    pub subnet_cidr_reservation_id: Option<String>,
    pub subnet_id: Option<String>,
    pub cidr: Option<String>,
    pub reservation_type: Option<String>,
    pub description: Option<String>,
}

/// A reservation of instances, in which EC2 lists them.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct InstancesRecord {
    pub instances: Option<Vec<InstanceRecord>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct InstanceRecord {
    pub instance_id: Option<String>,
    pub instance_type: Option<String>,
    pub state: Option<InstanceState>,
    pub tags: Option<Vec<TagRecord>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct InstanceState {
    pub name: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct InstanceTypeRecord {
    pub instance_type: Option<String>,
    pub network_info: Option<NetworkInfo>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct NetworkInfo {
    pub maximum_network_interfaces: Option<u32>,
    pub ipv4_addresses_per_interface: Option<usize>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct InterfaceRecord {
    pub network_interface_id: Option<String>,
    pub subnet_id: Option<String>,
    pub vpc_id: Option<String>,
    pub availability_zone: Option<String>,
    pub description: Option<String>,
    pub owner_id: Option<String>,
    pub mac_address: Option<String>,
    pub source_dest_check: Option<bool>,
    pub attachment: Option<AttachmentRecord>,
    pub private_ip_address: Option<Ipv4Addr>,
    pub private_ip_addresses: Option<Vec<AddressRecord>>,
    pub ipv4_prefixes: Option<Vec<PrefixRecord>>,
    pub ipv6_addresses: Option<Vec<serde::de::IgnoredAny>>,
    pub groups: Option<Vec<GroupRecord>>,
    pub tag_set: Option<Vec<TagRecord>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AttachmentRecord {
    pub attachment_id: Option<String>,
    pub instance_id: Option<String>,
    pub device_index: Option<u32>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AddressRecord {
    pub private_ip_address: Option<Ipv4Addr>,
    pub primary: Option<bool>,
    pub association: Option<AssociationRecord>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AssociationRecord {
    pub public_ip: Option<Ipv4Addr>,
    pub allocation_id: Option<String>,
    pub association_id: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PrefixRecord {
    pub ipv4_prefix: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct GroupRecord {
    pub group_id: Option<String>,
    pub group_name: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RouteTableRecord {
    pub route_table_id: Option<String>,
    pub vpc_id: Option<String>,
    pub associations: Option<Vec<TableAssociation>>,
    pub routes: Option<Vec<RouteRecord>>,
    pub tags: Option<Vec<TagRecord>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TableAssociation {
    pub main: Option<bool>,
    pub subnet_id: Option<String>,
    pub association_state: Option<BlockState>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RouteRecord {
    pub destination_cidr_block: Option<String>,
    pub gateway_id: Option<String>,
    pub nat_gateway_id: Option<String>,
    pub network_interface_id: Option<String>,
    pub transit_gateway_id: Option<String>,
    pub vpc_peering_connection_id: Option<String>,
    pub local_gateway_id: Option<String>,
    pub carrier_gateway_id: Option<String>,
}
