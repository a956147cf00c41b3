//! `AssignPrivateIpAddresses` and `UnassignPrivateIpAddresses`.
//!
//! A request takes effect completely or not at all: the rules work on a copy of the account that is discarded
//! on error. Neither action has a `DryRun` (EC2 API reference), so the permission cannot be tested in
//! advance.

mod automatic;
mod unassign;

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::error::Ec2Error;
use super::instance_type;
use super::network_interface_attribute::interface_mut;
use super::subnet::is_reserved;
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::NetworkInterfaceSpec;

pub use unassign::UnassignRequest;
pub(super) use unassign::unassign;

/// Length of a delegated prefix (EC2 user guide, prefix delegation).
const PREFIX_LENGTH: u8 = 28;

/// A request to assign addresses or prefixes to an interface.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssignRequest {
    /// `eni-…`.
    pub network_interface_id: String,
    /// Addresses, as spelled in the request.
    pub private_ip_addresses: Vec<String>,
    /// Number of addresses that EC2 is to choose.
    pub secondary_private_ip_address_count: Option<i64>,
    /// /28 blocks, as spelled in the request.
    pub ipv4_prefixes: Vec<String>,
    /// Number of /28 blocks that EC2 is to choose.
    pub ipv4_prefix_count: Option<i64>,
    /// Whether to take an address from the interface that has it. This applies to the request only and is not
    /// stored with the address.
    pub allow_reassignment: bool,
}

/// The result of an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// `eni-…`.
    pub network_interface_id: String,
    /// Addresses of this request only, not earlier ones (EC2 API reference, example).
    pub private_ip_addresses: Vec<Ipv4Addr>,
    /// Prefixes of this request only.
    pub ipv4_prefixes: Vec<Ipv4Net>,
}

/// Assigns more addresses or prefixes to an interface.
pub fn assign(account: &mut Ec2Inventory, request: &AssignRequest) -> Result<Assigned, Ec2Error> {
    check_parameters(request)?;
    let id = &request.network_interface_id;
    let interface = interface_mut(account, id)?.clone();
    let subnet = subnet_of(account, &interface)?;

    let mut addresses = addresses(&request.private_ip_addresses)?;
    let mut prefixes = prefixes(&request.ipv4_prefixes, subnet)?;
    check_addresses(account, &interface, subnet, &addresses, request.allow_reassignment)?;
    check_prefixes(account, &interface, &prefixes)?;
    if let Some(count) = wanted("secondaryPrivateIpAddressCount", request.secondary_private_ip_address_count)?
    {
        addresses = automatic::addresses(account, &interface.subnet_id, count)?;
    }
    if let Some(count) = wanted("ipv4PrefixCount", request.ipv4_prefix_count)? {
        prefixes = automatic::prefixes(account, &interface.subnet_id, count)?;
    }

    move_here(account, id, &addresses);
    let interface = interface_mut(account, id)?;
    let new: Vec<_> = addresses
        .iter()
        .copied()
        .filter(|address| !interface.secondary_addresses.contains(address))
        .collect();
    interface.secondary_addresses.extend(new);
    let new: Vec<_> =
        prefixes.iter().copied().filter(|prefix| !interface.ipv4_prefixes.contains(prefix)).collect();
    interface.ipv4_prefixes.extend(new);
    check_limit(account, id)?;
    Ok(Assigned {
        network_interface_id: id.clone(),
        private_ip_addresses: addresses,
        ipv4_prefixes: prefixes,
    })
}

/// Requires exactly one way of specifying what to assign. EC2 API reference: lists and counts exclude each
/// other, and one of them is required. That addresses and prefixes also exclude each other is assumed
/// (`ec2-prefixes`).
fn check_parameters(request: &AssignRequest) -> Result<(), Ec2Error> {
    let ways = [
        !request.private_ip_addresses.is_empty(),
        request.secondary_private_ip_address_count.is_some(),
        !request.ipv4_prefixes.is_empty(),
        request.ipv4_prefix_count.is_some(),
    ];
    match ways.into_iter().filter(|&given| given).count() {
        0 => Err(Ec2Error::nothing_to_assign()),
        1 => Ok(()),
        _ => Err(Ec2Error::several_ways_to_assign()),
    }
}

/// A count of zero or less is refused: assumed (`ec2-odd-requests`).
fn wanted(name: &str, count: Option<i64>) -> Result<Option<usize>, Ec2Error> {
    let Some(count) = count else { return Ok(None) };
    match usize::try_from(count) {
        Ok(count @ 1..) => Ok(Some(count)),
        _ => Err(Ec2Error::invalid_value(name, &count.to_string())),
    }
}

/// Duplicate addresses count once: assumed (`ec2-odd-requests`).
fn addresses(texts: &[String]) -> Result<Vec<Ipv4Addr>, Ec2Error> {
    let mut addresses = Vec::new();
    for text in texts {
        let address = text.parse().map_err(|_| Ec2Error::malformed_address(text))?;
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    Ok(addresses)
}

/// Duplicate prefixes count once: assumed (`ec2-odd-requests`).
fn prefixes(texts: &[String], subnet: Ipv4Net) -> Result<Vec<Ipv4Net>, Ec2Error> {
    let mut prefixes = Vec::new();
    for text in texts {
        let prefix: Ipv4Net = text.parse().map_err(|_| Ec2Error::malformed_prefix(text))?;
        if prefix.prefix_len() != PREFIX_LENGTH || prefix.trunc() != prefix {
            return Err(Ec2Error::malformed_prefix(text));
        }
        if !subnet.contains(&prefix) {
            return Err(Ec2Error::address_outside_subnet());
        }
        if let Some(address) = addresses_of(prefix).find(|address| is_reserved(subnet, *address)) {
            return Err(Ec2Error::reserved_address(address));
        }
        if !prefixes.contains(&prefix) {
            prefixes.push(prefix);
        }
    }
    Ok(prefixes)
}

/// Every address of a block, including the first and the last.
fn addresses_of(block: Ipv4Net) -> impl Iterator<Item = Ipv4Addr> {
    (block.network().to_bits()..=block.broadcast().to_bits()).map(Ipv4Addr::from_bits)
}

/// Refuses addresses that are outside the subnet, reserved by AWS or held by others. CIDR reservations affect
/// only automatic choices (VPC user guide, subnet CIDR reservations).
fn check_addresses(
    account: &Ec2Inventory,
    interface: &NetworkInterfaceSpec,
    subnet: Ipv4Net,
    addresses: &[Ipv4Addr],
    allow_reassignment: bool,
) -> Result<(), Ec2Error> {
    for &address in addresses {
        if !subnet.contains(&address) {
            return Err(Ec2Error::address_outside_subnet());
        }
        if is_reserved(subnet, address) {
            return Err(Ec2Error::reserved_address(address));
        }
    }
    // An address that the interface has already is assigned again without an error: assumed
    // (`ec2-assign-again`).
    let held =
        |address: &&Ipv4Addr| holder(account, **address).is_some_and(|(eni, _)| eni.id != interface.id);
    let taken: Vec<_> = addresses.iter().filter(held).copied().collect();
    if !allow_reassignment && !taken.is_empty() {
        return Err(Ec2Error::move_not_allowed(&taken));
    }
    // An address of a prefix moves only with its prefix: assumed (`ec2-prefixes`).
    let in_prefix = |address: &&Ipv4Addr| matches!(holder(account, **address), Some((_, Holding::Prefix)));
    let in_prefixes: Vec<_> = addresses.iter().filter(in_prefix).copied().collect();
    if !in_prefixes.is_empty() {
        return Err(Ec2Error::move_not_allowed(&in_prefixes));
    }
    // That the interface's own primary address is refused like the primary address of another interface is
    // assumed (`ec2-primary-stays`).
    let is_primary = |address: &Ipv4Addr| matches!(holder(account, *address), Some((_, Holding::Primary)));
    if addresses.iter().any(is_primary) { Err(Ec2Error::primary_cannot_move()) } else { Ok(()) }
}

/// Prefixes never move, and none of their addresses may be in use: assumed (`ec2-prefixes`).
fn check_prefixes(
    account: &Ec2Inventory,
    interface: &NetworkInterfaceSpec,
    prefixes: &[Ipv4Net],
) -> Result<(), Ec2Error> {
    let taken = |prefix: &&Ipv4Net| {
        let is_new = !interface.ipv4_prefixes.contains(prefix);
        is_new && addresses_of(**prefix).any(|address| holder(account, address).is_some())
    };
    match prefixes.iter().find(taken) {
        Some(&prefix) => Err(Ec2Error::prefix_in_use(prefix)),
        None => Ok(()),
    }
}

/// In what role an interface holds an address.
enum Holding {
    Primary,
    Secondary,
    Prefix,
}

fn holder(account: &Ec2Inventory, address: Ipv4Addr) -> Option<(&NetworkInterfaceSpec, Holding)> {
    let subnet = account.subnets.iter().find(|subnet| subnet.cidr.contains(&address))?;
    let interfaces = account.interfaces.iter().filter(|interface| interface.subnet_id == subnet.id);
    let mut holdings = interfaces.filter_map(|interface| {
        let holding = if interface.primary_address == address {
            Holding::Primary
        } else if interface.secondary_addresses.contains(&address) {
            Holding::Secondary
        } else if interface.ipv4_prefixes.iter().any(|prefix| prefix.contains(&address)) {
            Holding::Prefix
        } else {
            return None;
        };
        Some((interface, holding))
    });
    holdings.next()
}

/// Takes the addresses from the interfaces that hold them, along with their Elastic IPs (EC2 API reference,
/// `AssignPrivateIpAddresses`).
fn move_here(account: &mut Ec2Inventory, id: &str, addresses: &[Ipv4Addr]) {
    let Some(subnet) = account.interfaces.iter().find(|eni| eni.id == id).map(|eni| eni.subnet_id.clone())
    else {
        return;
    };
    let mut elastic = Vec::new();
    for other in account.interfaces.iter_mut().filter(|eni| eni.id != id && eni.subnet_id == subnet) {
        other.secondary_addresses.retain(|address| !addresses.contains(address));
        elastic.extend(other.elastic_addresses.extract_if(.., |it| addresses.contains(&it.private_address)));
    }
    if let Some(interface) = account.interfaces.iter_mut().find(|eni| eni.id == id) {
        interface.elastic_addresses.extend(elastic);
    }
}

/// Primary address, secondary addresses and prefixes share the slots of the interface (EC2 user guide).
fn check_limit(account: &Ec2Inventory, id: &str) -> Result<(), Ec2Error> {
    let Some(interface) = account.interfaces.iter().find(|eni| eni.id == id) else { return Ok(()) };
    let instance_id = interface.attachment.as_ref().map(|attachment| &attachment.instance_id);
    let instance = account.instances.iter().find(|instance| Some(&instance.id) == instance_id);
    let limit = instance_type::slots(account, instance.map(|instance| instance.instance_type.as_str()));
    let used = 1 + interface.secondary_addresses.len() + interface.ipv4_prefixes.len();
    if used > limit { Err(Ec2Error::private_ip_address_limit_exceeded()) } else { Ok(()) }
}

fn subnet_of(account: &Ec2Inventory, interface: &NetworkInterfaceSpec) -> Result<Ipv4Net, Ec2Error> {
    let subnet = account.subnets.iter().find(|subnet| subnet.id == interface.subnet_id);
    subnet.map(|subnet| subnet.cidr).ok_or_else(Ec2Error::internal_error)
}
