//! Import ids, and the refusal of an address that cannot be imported: pure.

use std::net::Ipv4Addr;

use ec2_core::NetworkInterface;
use tfplugin_core::{Diagnostics, Outcome, Text};

use crate::values::{InterfaceId, Ipv4};

/// Returns the interface and the address that an import id names.
///
/// # Errors
/// Returns a refusal if the id has another form.
pub fn parse_id(id: &str) -> Outcome<(InterfaceId, Ipv4Addr)> {
    let parts = id.split_once('/').and_then(|(interface, address)| {
        Some((InterfaceId::parse(interface).ok()?, Ipv4::parse(address).ok()?.0))
    });
    parts.ok_or_else(|| {
        Diagnostics::error(
            format!("{id:?} is not an import id of a secondary address"),
            "Write the interface, a slash and the address, such as \"eni-0a1b2c3d4e5f60718/10.0.1.20\".",
        )
    })
}

/// Refuses an address that is not a secondary address of the interface. `why` completes "Of eni-0a1b, ...".
pub fn not_importable(interface: &NetworkInterface, why: &str) -> Diagnostics {
    let secondaries: Vec<_> = interface
        .addresses
        .iter()
        .filter(|held| !held.primary)
        .map(|held| held.address.to_string())
        .collect();
    Diagnostics::error(
        format!("The address cannot be imported from {}", interface.id),
        format!("Of {}, {why}. Its secondary addresses are: {}.", interface.id, secondaries.join(", ")),
    )
}
