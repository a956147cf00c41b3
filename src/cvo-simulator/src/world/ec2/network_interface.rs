//! Network interfaces in the format of `DescribeNetworkInterfaces`, and `ModifyNetworkInterfaceAttribute`.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::Ipv4Net;
use serde::Serialize;

use super::availability_zone::zone_id;
use super::describe::{Described, Paging, Tag, item_set, tag_set};
use super::error::Ec2Error;
use super::filter::Field;
use super::id::IdKind;
use super::{DEPLOYED_AT, private_dns_name};
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::{AttachmentSpec, ElasticAddressSpec, NetworkInterfaceSpec, SecurityGroupSpec};

/// A network interface. Fields are named and ordered as in the EC2 API reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkInterface {
    /// Elastic IP of the primary address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub association: Option<Association>,
    /// Attachment, if it is attached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
    /// Availability Zone of its subnet.
    pub availability_zone: String,
    /// Id of that zone.
    pub availability_zone_id: String,
    /// Free text.
    pub description: String,
    /// Security groups.
    #[serde(rename = "groupSet", serialize_with = "item_set")]
    pub groups: Vec<Group>,
    /// None here; EC2 always sends the element.
    #[serde(rename = "ipv6AddressesSet", serialize_with = "item_set")]
    pub ipv6_addresses: Vec<Ipv6Address>,
    /// Always `interface` here.
    pub interface_type: &'static str,
    /// MAC address.
    pub mac_address: String,
    /// `eni-…`.
    pub network_interface_id: String,
    /// The AWS service that manages it.
    pub operator: Operator,
    /// Account.
    pub owner_id: String,
    /// DNS name of the primary address.
    pub private_dns_name: String,
    /// Primary address.
    pub private_ip_address: Ipv4Addr,
    /// All addresses, the primary one first.
    #[serde(rename = "privateIpAddressesSet", serialize_with = "item_set")]
    pub private_ip_addresses: Vec<PrivateIpAddress>,
    /// Delegated /28 prefixes.
    #[serde(rename = "ipv4PrefixSet", serialize_with = "item_set")]
    pub ipv4_prefixes: Vec<Ipv4Prefix>,
    /// Whether an AWS service manages it.
    pub requester_managed: bool,
    /// Whether traffic that is not for its own addresses is dropped.
    pub source_dest_check: bool,
    /// `in-use` or `available`.
    pub status: &'static str,
    /// `subnet-…`.
    pub subnet_id: String,
    /// Tags.
    #[serde(rename = "tagSet", serialize_with = "item_set")]
    pub tags: Vec<Tag>,
    /// `vpc-…`.
    pub vpc_id: String,
}

/// An IPv6 address of an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ipv6Address {
    /// The address.
    pub ipv6_address: Ipv6Addr,
}

/// The AWS service that manages an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Operator {
    /// Always false here.
    pub managed: bool,
}

/// An Elastic IP associated with an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Association {
    /// `eipalloc-…`.
    pub allocation_id: String,
    /// `eipassoc-…`.
    pub association_id: String,
    /// Account that owns the Elastic IP.
    pub ip_owner_id: String,
    /// The public address.
    pub public_ip: Ipv4Addr,
}

/// The attachment of an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// Time of attachment, in EC2's format.
    pub attach_time: &'static str,
    /// `eni-attach-…`.
    pub attachment_id: String,
    /// Whether the interface is deleted with the instance; true for the first interface.
    pub delete_on_termination: bool,
    /// 0 for the first interface.
    pub device_index: u32,
    /// Always 0: no instance type here has a second network card.
    pub network_card_index: u32,
    /// `i-…`.
    pub instance_id: String,
    /// Account.
    pub instance_owner_id: String,
    /// Always `attached` here.
    pub status: &'static str,
}

/// A reference to a security group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// `sg-…`.
    pub group_id: String,
    /// Its name.
    pub group_name: String,
}

/// An address of an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PrivateIpAddress {
    /// Elastic IP associated with the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub association: Option<Association>,
    /// Whether it is the primary address.
    pub primary: bool,
    /// DNS name.
    pub private_dns_name: String,
    /// The address.
    pub private_ip_address: Ipv4Addr,
}

/// A delegated prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ipv4Prefix {
    /// A /28 block.
    pub ipv4_prefix: Ipv4Net,
}

impl NetworkInterface {
    fn new(account: &Ec2Inventory, spec: &NetworkInterfaceSpec) -> Self {
        let subnet = account.subnets.iter().find(|subnet| subnet.id == spec.subnet_id);
        let secondaries = spec.secondary_addresses.iter().copied();
        let private_ip_addresses: Vec<_> = std::iter::once(spec.primary_address)
            .chain(secondaries)
            .map(|address| shown_address(account, spec, address))
            .collect();
        let availability_zone = subnet.map(|subnet| subnet.availability_zone.clone()).unwrap_or_default();
        let attachment = spec.attachment.as_ref().map(|attachment| shown_attachment(account, attachment));
        Self {
            association: private_ip_addresses.first().and_then(|primary| primary.association.clone()),
            status: if attachment.is_some() { "in-use" } else { "available" },
            attachment,
            availability_zone_id: zone_id(account, &availability_zone),
            availability_zone,
            description: spec.description.clone(),
            groups: group_set(&spec.security_groups),
            ipv6_addresses: vec![],
            interface_type: "interface",
            mac_address: spec.mac_address.clone(),
            network_interface_id: spec.id.clone(),
            operator: Operator { managed: false },
            owner_id: account.account_id.clone(),
            private_dns_name: private_dns_name(&account.region, spec.primary_address),
            private_ip_address: spec.primary_address,
            private_ip_addresses,
            ipv4_prefixes: spec.ipv4_prefixes.iter().map(|&ipv4_prefix| Ipv4Prefix { ipv4_prefix }).collect(),
            requester_managed: false,
            source_dest_check: spec.source_dest_check,
            subnet_id: spec.subnet_id.clone(),
            tags: tag_set(&spec.tags),
            vpc_id: subnet.map(|subnet| subnet.vpc_id.clone()).unwrap_or_default(),
        }
    }
}

pub fn group_set(groups: &[SecurityGroupSpec]) -> Vec<Group> {
    groups.iter().map(|group| Group { group_id: group.id.clone(), group_name: group.name.clone() }).collect()
}

fn shown_address(account: &Ec2Inventory, spec: &NetworkInterfaceSpec, address: Ipv4Addr) -> PrivateIpAddress {
    let elastic = spec.elastic_addresses.iter().find(|elastic| elastic.private_address == address);
    PrivateIpAddress {
        association: elastic.map(|elastic| shown_association(account, elastic)),
        primary: address == spec.primary_address,
        private_dns_name: private_dns_name(&account.region, address),
        private_ip_address: address,
    }
}

fn shown_association(account: &Ec2Inventory, elastic: &ElasticAddressSpec) -> Association {
    Association {
        allocation_id: elastic.allocation_id.clone(),
        association_id: elastic.association_id.clone(),
        ip_owner_id: account.account_id.clone(),
        public_ip: elastic.public_address,
    }
}

fn shown_attachment(account: &Ec2Inventory, attachment: &AttachmentSpec) -> Attachment {
    Attachment {
        attach_time: DEPLOYED_AT,
        attachment_id: attachment.id.clone(),
        delete_on_termination: attachment.device_index == 0,
        device_index: attachment.device_index,
        network_card_index: 0,
        instance_id: attachment.instance_id.clone(),
        instance_owner_id: account.account_id.clone(),
        status: "attached",
    }
}

impl Described for NetworkInterface {
    const ACTION: &'static str = "DescribeNetworkInterfaces";
    const PAGING: Paging =
        Paging { least: 5, most: 1000, excludes: Some(("networkInterfaceIdSet", "maxResults")) };
    const FIELDS: &'static [Field<Self>] = FIELDS;
    const VALUELESS: &'static [&'static str] =
        &["association.public-dns-name", "ipv6-addresses.ipv6-address", "operator.principal", "requester-id"];

    fn all(account: &Ec2Inventory) -> Vec<Self> {
        account.interfaces.iter().map(|spec| Self::new(account, spec)).collect()
    }

    fn key(&self) -> String {
        self.network_interface_id.clone()
    }

    fn check_id(id: &str) -> Result<(), Ec2Error> {
        IdKind::NetworkInterface.check(id)
    }

    fn not_found(ids: &[&str]) -> Ec2Error {
        Ec2Error::not_found(IdKind::NetworkInterface, ids)
    }

    fn tags(&self) -> &[Tag] {
        &self.tags
    }
}

fn of_addresses(eni: &NetworkInterface, value: fn(&PrivateIpAddress) -> Option<String>) -> Vec<String> {
    eni.private_ip_addresses.iter().filter_map(value).collect()
}

fn of_attachment(eni: &NetworkInterface, value: fn(&Attachment) -> String) -> Vec<String> {
    eni.attachment.iter().map(value).collect()
}

fn of_association(eni: &NetworkInterface, value: fn(&Association) -> String) -> Vec<String> {
    eni.association.iter().map(value).collect()
}

/// Filters of `DescribeNetworkInterfaces` (EC2 API reference).
const FIELDS: &[Field<NetworkInterface>] = &[
    Field("addresses.association.owner-id", |eni| {
        of_addresses(eni, |a| Some(a.association.as_ref()?.ip_owner_id.clone()))
    }),
    Field("addresses.association.public-ip", |eni| {
        of_addresses(eni, |a| Some(a.association.as_ref()?.public_ip.to_string()))
    }),
    Field("addresses.primary", |eni| of_addresses(eni, |a| Some(a.primary.to_string()))),
    Field("addresses.private-ip-address", |eni| {
        of_addresses(eni, |a| Some(a.private_ip_address.to_string()))
    }),
    Field("association.allocation-id", |eni| of_association(eni, |a| a.allocation_id.clone())),
    Field("association.association-id", |eni| of_association(eni, |a| a.association_id.clone())),
    Field("association.ip-owner-id", |eni| of_association(eni, |a| a.ip_owner_id.clone())),
    Field("association.public-ip", |eni| of_association(eni, |a| a.public_ip.to_string())),
    Field("attachment.attach-time", |eni| of_attachment(eni, |a| a.attach_time.into())),
    Field("attachment.attachment-id", |eni| of_attachment(eni, |a| a.attachment_id.clone())),
    Field("attachment.delete-on-termination", |eni| {
        of_attachment(eni, |a| a.delete_on_termination.to_string())
    }),
    Field("attachment.device-index", |eni| of_attachment(eni, |a| a.device_index.to_string())),
    Field("attachment.instance-id", |eni| of_attachment(eni, |a| a.instance_id.clone())),
    Field("attachment.instance-owner-id", |eni| of_attachment(eni, |a| a.instance_owner_id.clone())),
    Field("attachment.status", |eni| of_attachment(eni, |a| a.status.into())),
    Field("availability-zone", |eni| vec![eni.availability_zone.clone()]),
    Field("availability-zone-id", |eni| vec![eni.availability_zone_id.clone()]),
    Field("description", |eni| vec![eni.description.clone()]),
    Field("group-id", |eni| eni.groups.iter().map(|group| group.group_id.clone()).collect()),
    // No longer in the reference, but still accepted: assumed (`ec2-former-filter-names`).
    Field("group-name", |eni| eni.groups.iter().map(|group| group.group_name.clone()).collect()),
    Field("interface-type", |eni| vec![eni.interface_type.into()]),
    Field("mac-address", |eni| vec![eni.mac_address.clone()]),
    Field("network-interface-id", |eni| vec![eni.network_interface_id.clone()]),
    Field("operator.managed", |eni| vec![eni.operator.managed.to_string()]),
    Field("owner-id", |eni| vec![eni.owner_id.clone()]),
    Field("private-dns-name", |eni| vec![eni.private_dns_name.clone()]),
    Field("private-ip-address", |eni| of_addresses(eni, |a| Some(a.private_ip_address.to_string()))),
    Field("requester-managed", |eni| vec![eni.requester_managed.to_string()]),
    Field("source-dest-check", |eni| vec![eni.source_dest_check.to_string()]),
    Field("status", |eni| vec![eni.status.into()]),
    Field("subnet-id", |eni| vec![eni.subnet_id.clone()]),
    Field("vpc-id", |eni| vec![eni.vpc_id.clone()]),
];
