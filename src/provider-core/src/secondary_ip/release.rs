//! Whether an address may be released: only from e0a of a node of this system, and only if nothing uses it.

use std::net::Ipv4Addr;

use ec2_core::NetworkInterface;
use ontap_core::IpInterface;
use tfplugin_core::{Diagnostics, Outcome};

use super::checks::describe_interface;
use crate::system::{E0a, describe_lif, unseen};

/// Refuses to release an address that has an Elastic IP or may be in use.
pub fn release(interface: &NetworkInterface, lifs: &[IpInterface], address: Ipv4Addr) -> Outcome<()> {
    if let Some(elastic) = interface.address(address).and_then(|held| held.elastic_ip) {
        return Err(Diagnostics::error(
            format!("{address} is in use and stays on {}", interface.id),
            format!(
                "The Elastic IP {elastic} is tied to it. Disassociate that first, then destroy again; to \
                 only forget the address, use \"terraform state rm\"."
            ),
        ));
    }
    unseen(lifs).map_or(Ok(()), |why| Err(possibly_in_use(interface, address, &why)))
}

/// Gives up the release of an address that was on another interface each time.
pub fn moves_about(now: &str, address: Ipv4Addr) -> Diagnostics {
    Diagnostics::error(
        format!("{address} is not released: it went from one interface to the other"),
        format!(
            "It was on {now} last. A takeover or giveback of the pair moves addresses: look at the pair (\"storage \
             failover show\"), then destroy again. The stored state is kept."
        ),
    )
}

/// Refuses to release an address that a LIF has.
pub fn in_use(interface: &NetworkInterface, lif: &IpInterface, address: Ipv4Addr) -> Diagnostics {
    Diagnostics::error(
        format!("{address} is in use and stays on {}", interface.id),
        format!(
            "{} has it. Nothing was changed on the interface. Is the LIF managed here too? Let its address \
             refer to private_ip of this resource, so that Terraform knows the order, or destroy again. If \
             the LIF still has the address then, it is only forgotten, and stays on the interface. To change \
             the address of a LIF, set lifecycle {{ create_before_destroy = true }} here: the new one is \
             assigned, the LIF follows, then this one is released.",
            describe_lif(lif)
        ),
    )
}

/// Refuses to release an address that another object of this run has obtained in the meantime.
pub fn of_another(interface: &str, address: Ipv4Addr) -> Diagnostics {
    Diagnostics::error(
        format!("{address} is another object's by now and stays on {interface}"),
        format!(
            "Another cvo_secondary_ip of this run has got the address, such as the successor of this one. \
             Nothing was changed on the interface. {FORGOTTEN}"
        ),
    )
}

/// The consequence of a refusal.
const FORGOTTEN: &str = "In the state release_on_destroy is false for this object from now on: apply again, \
     and it is only forgotten.";

/// Refuses an interface that is not behind e0a of this system. `found` is the interface, if it could be read;
/// `action` completes "Addresses are ...".
pub fn not_ours(id: &str, found: Option<&NetworkInterface>, e0a: &[E0a], action: &str) -> Diagnostics {
    let interface =
        found.map_or_else(|| format!("{id}, of which nothing could be read,"), describe_interface);
    let ours: Vec<_> = e0a.iter().map(|e0a| format!("{} of node {}", e0a.interface_id, e0a.node)).collect();
    Diagnostics::error_at(
        "network_interface_id",
        format!("Network interface {id} is not that of a node of this system"),
        format!(
            "Addresses are {action} behind e0a of this system only: {}. {interface} is none of them. If the \
             provider's endpoint or aws.network_interface_ids lead to the wrong system, correct them. If \
             this state was copied or damaged, or the interface is no longer there, use \"terraform state \
             rm\" of this object, which forgets it and leaves the interface alone.",
            ours.join(", ")
        ),
    )
}

fn possibly_in_use(interface: &NetworkInterface, address: Ipv4Addr, why: &str) -> Diagnostics {
    Diagnostics::error(
        format!("{address} may be in use and stays on {}", interface.id),
        format!("{why} Or apply release_on_destroy = false first: the address is then only forgotten."),
    )
}
