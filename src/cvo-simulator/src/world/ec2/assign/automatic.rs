//! Addresses and prefixes that EC2 chooses.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::{PREFIX_LENGTH, addresses_of, holder};
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::SubnetSpec;
use crate::world::ec2::error::Ec2Error;
use crate::world::ec2::subnet::is_reserved;

/// Chooses free addresses outside the CIDR reservations (VPC user guide, subnet CIDR reservations). EC2
/// guarantees no order; lowest first is assumed (`ec2-lowest-address-first`).
pub fn addresses(account: &Ec2Inventory, subnet_id: &str, count: usize) -> Result<Vec<Ipv4Addr>, Ec2Error> {
    let subnet = find(account, subnet_id)?;
    let is_free = |address: &Ipv4Addr| {
        !is_reserved(subnet.cidr, *address)
            && !subnet.reservations.iter().any(|reservation| reservation.cidr.contains(address))
            && holder(account, *address).is_none()
    };
    let chosen: Vec<_> = subnet.cidr.hosts().filter(is_free).take(count).collect();
    if chosen.len() == count { Ok(chosen) } else { Err(Ec2Error::insufficient_free_addresses()) }
}

/// Chooses free /28 blocks: from the reservations for prefixes first, then outside all reservations (VPC user
/// guide, subnet CIDR reservations).
pub fn prefixes(account: &Ec2Inventory, subnet_id: &str, count: usize) -> Result<Vec<Ipv4Net>, Ec2Error> {
    let subnet = find(account, subnet_id)?;
    let is_free = |block: &Ipv4Net| {
        addresses_of(*block)
            .all(|address| !is_reserved(subnet.cidr, address) && holder(account, address).is_none())
    };
    let overlaps = |a: Ipv4Net, b: Ipv4Net| a.contains(&b) || b.contains(&a);
    let unreserved =
        |block: &Ipv4Net| !subnet.reservations.iter().any(|reserved| overlaps(reserved.cidr, *block));
    let reserved = subnet.reservations.iter().filter(|reservation| reservation.reservation_type == "prefix");
    let preferred = reserved.flat_map(|reservation| blocks(reservation.cidr));
    let chosen: Vec<_> =
        preferred.chain(blocks(subnet.cidr).filter(unreserved)).filter(is_free).take(count).collect();
    if chosen.len() == count { Ok(chosen) } else { Err(Ec2Error::insufficient_cidr_blocks()) }
}

/// The /28 blocks of `cidr`; none if it is smaller.
fn blocks(cidr: Ipv4Net) -> impl Iterator<Item = Ipv4Net> {
    cidr.subnets(PREFIX_LENGTH).into_iter().flatten()
}

fn find<'a>(account: &'a Ec2Inventory, id: &str) -> Result<&'a SubnetSpec, Ec2Error> {
    account.subnets.iter().find(|subnet| subnet.id == id).ok_or_else(Ec2Error::internal_error)
}
