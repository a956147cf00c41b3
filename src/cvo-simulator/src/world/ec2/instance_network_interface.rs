//! Network interfaces in the format of `DescribeInstances`, which has fewer fields than
//! `DescribeNetworkInterfaces` (EC2 API reference, `InstanceNetworkInterface`).

use std::net::Ipv4Addr;

use serde::{Serialize, Serializer};

use super::describe::item_set;
use super::network_interface::{
    Association, Attachment, Group, Ipv4Prefix, Ipv6Address, NetworkInterface, Operator, PrivateIpAddress,
};

/// Serializes interfaces in the format of an instance.
pub fn network_interface_set<S: Serializer>(
    interfaces: &[NetworkInterface],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let shown: Vec<_> = interfaces.iter().map(InstanceNetworkInterface::of).collect();
    item_set(&shown, serializer)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InstanceNetworkInterface<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    association: Option<InstanceAssociation<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attachment: Option<InstanceAttachment<'a>>,
    description: &'a str,
    #[serde(rename = "groupSet", serialize_with = "borrowed_item_set")]
    groups: &'a [Group],
    interface_type: &'a str,
    #[serde(rename = "ipv6AddressesSet", serialize_with = "borrowed_item_set")]
    ipv6_addresses: &'a [Ipv6Address],
    operator: Operator,
    mac_address: &'a str,
    network_interface_id: &'a str,
    owner_id: &'a str,
    private_dns_name: &'a str,
    private_ip_address: Ipv4Addr,
    #[serde(rename = "privateIpAddressesSet", serialize_with = "item_set")]
    private_ip_addresses: Vec<InstancePrivateIpAddress<'a>>,
    #[serde(rename = "ipv4PrefixSet", serialize_with = "borrowed_item_set")]
    ipv4_prefixes: &'a [Ipv4Prefix],
    source_dest_check: bool,
    status: &'a str,
    subnet_id: &'a str,
    vpc_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InstanceAssociation<'a> {
    ip_owner_id: &'a str,
    public_ip: Ipv4Addr,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InstanceAttachment<'a> {
    attach_time: &'a str,
    attachment_id: &'a str,
    delete_on_termination: bool,
    device_index: u32,
    network_card_index: u32,
    status: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InstancePrivateIpAddress<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    association: Option<InstanceAssociation<'a>>,
    primary: bool,
    private_dns_name: &'a str,
    private_ip_address: Ipv4Addr,
}

impl<'a> InstanceNetworkInterface<'a> {
    fn of(eni: &'a NetworkInterface) -> Self {
        Self {
            association: eni.association.as_ref().map(association),
            attachment: eni.attachment.as_ref().map(attachment),
            description: &eni.description,
            groups: &eni.groups,
            interface_type: eni.interface_type,
            ipv6_addresses: &eni.ipv6_addresses,
            operator: eni.operator,
            mac_address: &eni.mac_address,
            network_interface_id: &eni.network_interface_id,
            owner_id: &eni.owner_id,
            private_dns_name: &eni.private_dns_name,
            private_ip_address: eni.private_ip_address,
            private_ip_addresses: eni.private_ip_addresses.iter().map(private_ip_address).collect(),
            ipv4_prefixes: &eni.ipv4_prefixes,
            source_dest_check: eni.source_dest_check,
            status: eni.status,
            subnet_id: &eni.subnet_id,
            vpc_id: &eni.vpc_id,
        }
    }
}

fn association(association: &Association) -> InstanceAssociation<'_> {
    InstanceAssociation { ip_owner_id: &association.ip_owner_id, public_ip: association.public_ip }
}

fn attachment(attachment: &Attachment) -> InstanceAttachment<'_> {
    InstanceAttachment {
        attach_time: attachment.attach_time,
        attachment_id: &attachment.attachment_id,
        delete_on_termination: attachment.delete_on_termination,
        device_index: attachment.device_index,
        network_card_index: attachment.network_card_index,
        status: attachment.status,
    }
}

fn private_ip_address(held: &PrivateIpAddress) -> InstancePrivateIpAddress<'_> {
    InstancePrivateIpAddress {
        association: held.association.as_ref().map(association),
        primary: held.primary,
        private_dns_name: &held.private_dns_name,
        private_ip_address: held.private_ip_address,
    }
}

/// [`item_set`] for a field that is already a slice.
fn borrowed_item_set<T: Serialize, S: Serializer>(items: &&[T], serializer: S) -> Result<S::Ok, S::Error> {
    item_set(items, serializer)
}
