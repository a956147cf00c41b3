//! Subnets and their CIDR reservations.

use std::net::Ipv4Addr;

use ipnet::{Ipv4Net, Ipv6Net};
use serde::Serialize;

use super::availability_zone::zone_id;
use super::describe::{Described, Paging, Tag, item_set, tag_set};
use super::error::Ec2Error;
use super::filter::Field;
use super::id::IdKind;
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::SubnetSpec;

/// EC2 reserves the first four addresses of a subnet and the last (VPC user guide, subnet sizing).
const RESERVED_AT_START: usize = 4;
const RESERVED: usize = RESERVED_AT_START + 1;

/// A subnet in the format of `DescribeSubnets`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Subnet {
    /// `subnet-…`.
    pub subnet_id: String,
    /// ARN.
    pub subnet_arn: String,
    /// Always `available` here.
    pub state: &'static str,
    /// Account.
    pub owner_id: String,
    /// `vpc-…`.
    pub vpc_id: String,
    /// CIDR block.
    pub cidr_block: Ipv4Net,
    /// Number of addresses that are neither in use nor reserved by EC2.
    pub available_ip_address_count: usize,
    /// For example `eu-central-1a`.
    pub availability_zone: String,
    /// Id of that zone.
    pub availability_zone_id: String,
    /// None here; EC2 always sends the element.
    #[serde(rename = "ipv6CidrBlockAssociationSet", serialize_with = "item_set")]
    pub ipv6_cidr_block_associations: Vec<Ipv6CidrBlockAssociation>,
    /// Whether interfaces get an IPv6 address.
    pub assign_ipv6_address_on_creation: bool,
    /// Whether it is the default subnet of its zone.
    pub default_for_az: bool,
    /// Whether instances get a public address.
    pub map_public_ip_on_launch: bool,
    /// Whether it has no IPv4 addresses.
    pub ipv6_native: bool,
    /// Tags.
    #[serde(rename = "tagSet", serialize_with = "item_set")]
    pub tags: Vec<Tag>,
}

/// An IPv6 block of a subnet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ipv6CidrBlockAssociation {
    /// The block.
    pub ipv6_cidr_block: Ipv6Net,
}

impl Described for Subnet {
    const ACTION: &'static str = "DescribeSubnets";
    const PAGING: Paging = Paging { least: 5, most: 1000, excludes: Some(("SubnetIds", "MaxResults")) };
    const FIELDS: &'static [Field<Self>] = &[
        Field("availability-zone", |subnet| vec![subnet.availability_zone.clone()]),
        Field("availabilityZone", |subnet| vec![subnet.availability_zone.clone()]),
        Field("availability-zone-id", |subnet| vec![subnet.availability_zone_id.clone()]),
        Field("availabilityZoneId", |subnet| vec![subnet.availability_zone_id.clone()]),
        Field("available-ip-address-count", |subnet| vec![subnet.available_ip_address_count.to_string()]),
        Field("cidr", |subnet| vec![subnet.cidr_block.to_string()]),
        Field("cidr-block", |subnet| vec![subnet.cidr_block.to_string()]),
        Field("cidrBlock", |subnet| vec![subnet.cidr_block.to_string()]),
        Field("default-for-az", |subnet| vec![subnet.default_for_az.to_string()]),
        Field("defaultForAz", |subnet| vec![subnet.default_for_az.to_string()]),
        Field("ipv6-native", |subnet| vec![subnet.ipv6_native.to_string()]),
        Field("map-public-ip-on-launch", |subnet| vec![subnet.map_public_ip_on_launch.to_string()]),
        Field("owner-id", |subnet| vec![subnet.owner_id.clone()]),
        Field("state", |subnet| vec![subnet.state.into()]),
        Field("subnet-arn", |subnet| vec![subnet.subnet_arn.clone()]),
        Field("subnet-id", |subnet| vec![subnet.subnet_id.clone()]),
        Field("vpc-id", |subnet| vec![subnet.vpc_id.clone()]),
    ];

    const VALUELESS: &'static [&'static str] = &[
        "customer-owned-ipv4-pool",
        "enable-dns64",
        "enable-lni-at-device-index",
        "ipv6-cidr-block-association.association-id",
        "ipv6-cidr-block-association.ipv6-cidr-block",
        "ipv6-cidr-block-association.state",
        "map-customer-owned-ip-on-launch",
        "outpost-arn",
        "private-dns-name-options-on-launch.enable-resource-name-dns-a-record",
        "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record",
        "private-dns-name-options-on-launch.hostname-type",
    ];

    fn all(account: &Ec2Inventory) -> Vec<Self> {
        account.subnets.iter().map(|spec| shown(account, spec)).collect()
    }

    fn key(&self) -> String {
        self.subnet_id.clone()
    }

    fn check_id(id: &str) -> Result<(), Ec2Error> {
        IdKind::Subnet.check(id)
    }

    fn not_found(ids: &[&str]) -> Ec2Error {
        Ec2Error::not_found(IdKind::Subnet, ids)
    }

    fn tags(&self) -> &[Tag] {
        &self.tags
    }
}

fn shown(account: &Ec2Inventory, spec: &SubnetSpec) -> Subnet {
    let (region, owner) = (&account.region, &account.account_id);
    Subnet {
        subnet_id: spec.id.clone(),
        subnet_arn: format!("arn:aws:ec2:{region}:{owner}:subnet/{}", spec.id),
        state: "available",
        owner_id: owner.clone(),
        vpc_id: spec.vpc_id.clone(),
        cidr_block: spec.cidr,
        available_ip_address_count: available(account, spec),
        availability_zone: spec.availability_zone.clone(),
        availability_zone_id: zone_id(account, &spec.availability_zone),
        ipv6_cidr_block_associations: vec![],
        assign_ipv6_address_on_creation: false,
        default_for_az: false,
        map_public_ip_on_launch: false,
        ipv6_native: false,
        tags: tag_set(&spec.tags),
    }
}

/// Whether EC2 reserves `address`.
pub fn is_reserved(subnet: Ipv4Net, address: Ipv4Addr) -> bool {
    subnet.network().to_bits() + RESERVED_AT_START as u32 > address.to_bits() || address == subnet.broadcast()
}

fn available(account: &Ec2Inventory, subnet: &SubnetSpec) -> usize {
    let used: usize = account
        .interfaces
        .iter()
        .filter(|interface| interface.subnet_id == subnet.id)
        .map(|interface| 1 + interface.secondary_addresses.len() + 16 * interface.ipv4_prefixes.len())
        .sum();
    let size = 1_usize << (32 - subnet.cidr.prefix_len()).min(30);
    size.saturating_sub(RESERVED + used)
}

/// A reservation in the format of `GetSubnetCidrReservations`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SubnetCidrReservation {
    /// `scr-…`.
    pub subnet_cidr_reservation_id: String,
    /// `subnet-…`.
    pub subnet_id: String,
    /// The reserved block.
    pub cidr: Ipv4Net,
    /// `prefix` or `explicit`.
    pub reservation_type: String,
    /// Account.
    pub owner_id: String,
    /// Free text.
    pub description: String,
}

impl Described for SubnetCidrReservation {
    const ACTION: &'static str = "GetSubnetCidrReservations";
    const PAGING: Paging = Paging { least: 5, most: 1000, excludes: None };
    const FIELDS: &'static [Field<Self>] = &[
        Field("reservationType", |reservation| vec![reservation.reservation_type.clone()]),
        Field("subnet-id", |reservation| vec![reservation.subnet_id.clone()]),
    ];

    fn all(account: &Ec2Inventory) -> Vec<Self> {
        let reservations = account.subnets.iter().flat_map(|subnet| {
            subnet.reservations.iter().map(|reservation| Self {
                subnet_cidr_reservation_id: reservation.id.clone(),
                subnet_id: subnet.id.clone(),
                cidr: reservation.cidr,
                reservation_type: reservation.reservation_type.clone(),
                owner_id: account.account_id.clone(),
                description: reservation.description.clone(),
            })
        });
        reservations.collect()
    }

    fn key(&self) -> String {
        self.subnet_cidr_reservation_id.clone()
    }

    fn not_found(ids: &[&str]) -> Ec2Error {
        Ec2Error::invalid_id(ids.first().copied().unwrap_or_default())
    }

    fn tags(&self) -> &[Tag] {
        &[]
    }
}
