//! `UnassignPrivateIpAddresses`.

use super::addresses;
use crate::inventory::Ec2Inventory;
use crate::world::ec2::error::Ec2Error;
use crate::world::ec2::network_interface_attribute::interface_mut;

/// A request to remove addresses or prefixes from an interface.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnassignRequest {
    /// `eni-…`.
    pub network_interface_id: String,
    /// Secondary addresses, as spelled in the request.
    pub private_ip_addresses: Vec<String>,
    /// Prefixes, as spelled in the request.
    pub ipv4_prefixes: Vec<String>,
}

/// Removes addresses or prefixes from an interface. An Elastic IP of such an address is disassociated (EC2
/// user guide, Elastic IP addresses). The simulated world does not include the allocation itself.
pub(in crate::world::ec2) fn unassign(
    account: &mut Ec2Inventory,
    request: &UnassignRequest,
) -> Result<(), Ec2Error> {
    if request.private_ip_addresses.is_empty() && request.ipv4_prefixes.is_empty() {
        return Err(Ec2Error::nothing_to_unassign());
    }
    let interface = interface_mut(account, &request.network_interface_id)?;
    let addresses = addresses(&request.private_ip_addresses)?;
    if addresses.contains(&interface.primary_address) {
        return Err(Ec2Error::primary_cannot_be_unassigned(interface.primary_address));
    }
    let has_prefix = |text: &String| interface.ipv4_prefixes.iter().any(|prefix| prefix.to_string() == *text);
    let has_all = addresses.iter().all(|address| interface.secondary_addresses.contains(address))
        && request.ipv4_prefixes.iter().all(has_prefix);
    if !has_all {
        return Err(Ec2Error::not_assigned(&interface.id));
    }
    interface.secondary_addresses.retain(|address| !addresses.contains(address));
    interface.elastic_addresses.retain(|elastic| !addresses.contains(&elastic.private_address));
    interface.ipv4_prefixes.retain(|prefix| !request.ipv4_prefixes.contains(&prefix.to_string()));
    Ok(())
}
