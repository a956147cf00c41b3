//! The identity of an address, and which interface it belongs to when only that is known: pure.

use std::net::Ipv4Addr;

use ec2_core::NetworkInterface;
use ontap_core::IpInterface;
use tfplugin_core::{Diagnostics, Identity, Outcome};

use super::import::not_importable;
use super::model::SecondaryIpModel;
use crate::system::{E0a, lif_with};
use crate::values::Ipv4;

/// What tells an address from all others. The interface does not: in a pair in one availability zone the
/// address may go to that of the partner.
#[derive(Debug, Clone, PartialEq, Identity)]
pub struct SecondaryIpIdentity {
    /// Id of the subnet that the address is in.
    pub subnet_id: String,
    /// The address.
    pub private_ip: Ipv4,
}

impl SecondaryIpIdentity {
    /// Returns the identity of an address in this subnet; `None` if the address is not known.
    #[must_use]
    pub fn of(address: &SecondaryIpModel, subnet: &str) -> Option<Self> {
        Some(Self { subnet_id: subnet.to_owned(), private_ip: *address.private_ip.known()? })
    }
}

/// Returns those of the interfaces behind e0a that are in a subnet.
///
/// # Errors
/// There are none. The message names the subnets of this system.
pub fn in_subnet<'a>(e0a: &'a [E0a], subnet: &str) -> Outcome<Vec<&'a E0a>> {
    let there: Vec<_> = e0a.iter().filter(|e0a| e0a.subnet_id == subnet).collect();
    if !there.is_empty() {
        return Ok(there);
    }
    let known: Vec<_> = e0a.iter().map(|e0a| format!("{} ({})", e0a.subnet_id, e0a.node)).collect();
    Err(Diagnostics::error(
        format!("No node of this system has its port e0a in {subnet}"),
        format!(
            "The address to import would be of another system. Nothing is imported. The subnets of the nodes \
             are: {}. Correct subnet_id in the identity, or the provider block.",
            known.join(", ")
        ),
    ))
}

/// Returns which of these interfaces has the address as a secondary one.
///
/// # Errors
/// None of them has it, or it is a primary address.
pub fn holder_among<'a>(
    interfaces: &[&'a NetworkInterface],
    subnet: &str,
    address: Ipv4Addr,
) -> Outcome<&'a NetworkInterface> {
    match interfaces.iter().find_map(|found| Some((*found, found.address(address)?))) {
        Some((found, held)) if held.primary => {
            Err(not_importable(found, &format!("{address} is its primary address")))
        }
        Some((found, _)) => Ok(found),
        None => {
            let ids: Vec<_> = interfaces.iter().map(|found| found.id.as_str()).collect();
            Err(Diagnostics::error(
                format!("{address} is on no interface of this system in {subnet}"),
                format!(
                    "Nothing is imported. The address must be on {}. To have it assigned, leave the import \
                     block out.",
                    ids.join(" or ")
                ),
            ))
        }
    }
}

/// Returns the interface that an address belongs to: that of the home of its LIF, which a takeover does not
/// change, or else the one that has it. `there` are the interfaces in its subnet.
#[must_use]
pub fn home_of<'a>(address: Ipv4Addr, holder: &'a str, there: &[&'a E0a], lifs: &[IpInterface]) -> &'a str {
    let home = lif_with(lifs, address).and_then(|lif| lif.location.home_node.name.as_ref());
    let of_home = there.iter().find(|e0a| Some(&e0a.node) == home);
    of_home.map_or(holder, |e0a| e0a.interface_id.as_str())
}

#[cfg(test)]
#[path = "identity_schema_tests.rs"]
mod tests;
