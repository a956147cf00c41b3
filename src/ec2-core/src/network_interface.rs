//! Network interfaces (ENIs) and their addresses.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

/// Which interfaces a call lists. Every variant is filtered by EC2, because unfiltered lists have a smaller
/// request budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InterfaceFilter {
    /// The interfaces with these ids.
    Ids(Vec<String>),
    /// The interfaces that have one of these addresses, as primary or as secondary.
    ///
    /// The same private address can exist in several VPCs: check [`NetworkInterface::vpc_id`].
    PrivateIps(Vec<Ipv4Addr>),
    /// The interfaces attached to one of these instances.
    Instances(Vec<String>),
    /// All interfaces of one subnet.
    Subnet(String),
}

/// A network interface (ENI).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkInterface {
    /// `eni-...`.
    pub id: String,
    /// Free text given by its creator; may be empty.
    pub description: String,
    /// Account that owns it, 12 digits.
    pub owner_id: String,
    /// `subnet-...`.
    pub subnet_id: String,
    /// `vpc-...`.
    pub vpc_id: String,
    /// For example `eu-central-1a`.
    pub availability_zone: String,
    /// How it is attached to an instance; `None` when detached.
    pub attachment: Option<Attachment>,
    /// All IPv4 addresses, the primary one first.
    pub addresses: Vec<PrivateAddress>,
    /// Delegated IPv4 prefixes (each a /28). Each takes one slot of the address limit and occupies 16
    /// addresses.
    pub prefixes: Vec<Ipv4Net>,
    /// `available`, `in-use` and others, as EC2 spells it.
    pub status: String,
}

/// How an interface is attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// `i-...`; `None` when an AWS service, not an instance, uses the interface.
    pub instance_id: Option<String>,
    /// 0 for eth0, which is e0a of a Cloud Volumes ONTAP node.
    pub device_index: i32,
    /// `attaching`, `attached`, `detaching` or `detached`.
    pub status: String,
}

/// One private IPv4 address of an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateAddress {
    /// The address.
    pub address: Ipv4Addr,
    /// Whether it is the primary address, which belongs to its interface for good: it can neither be moved
    /// nor unassigned.
    pub primary: bool,
    /// Elastic IP that is associated with the address.
    pub elastic_ip: Option<Ipv4Addr>,
}

impl NetworkInterface {
    /// Returns the entry for this address, if the interface has it.
    pub fn address(&self, address: Ipv4Addr) -> Option<&PrivateAddress> {
        self.addresses.iter().find(|held| held.address == address)
    }

    /// Whether the interface has the address, as primary or as secondary.
    pub fn has(&self, address: Ipv4Addr) -> bool {
        self.address(address).is_some()
    }

    /// Returns its primary address, which never changes.
    pub fn primary(&self) -> Option<Ipv4Addr> {
        self.addresses.iter().find(|held| held.primary).map(|held| held.address)
    }

    /// How many slots of [`crate::InstanceType::ipv4_addresses_per_interface`] are in use: primary,
    /// secondaries, prefixes.
    pub fn used_slots(&self) -> usize {
        self.addresses.len() + self.prefixes.len()
    }

    /// Returns the id of the instance it is attached to, if any.
    pub fn instance_id(&self) -> Option<&str> {
        self.attachment.as_ref()?.instance_id.as_deref()
    }
}
