//! Another home for a LIF with a private address, within a pair of one availability zone: the LIF and its
//! address end on the same node. Pure.

use std::net::Ipv4Addr;

use ec2_core::{NetworkInterface, PrivateAddress};
use ontap_core::NodeFailover;
use serde::{Deserialize, Serialize};
use tfplugin_core::{Attr, Diagnostics, Outcome};

use super::checks::Seen;
use super::model::LifModel;
use crate::object::OntapModel;
use crate::system::{Pair, Room};

/// The former home of a LIF whose address may still be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin<'a> {
    /// The node.
    pub node: &'a str,
    /// The interface behind its e0a.
    pub interface: &'a str,
}

impl Origin<'_> {
    /// Returns the address if its interface has it as a secondary one.
    pub fn holds<'a>(
        &self,
        holders: &'a [NetworkInterface],
        address: Ipv4Addr,
    ) -> Option<&'a PrivateAddress> {
        let holder = holders.iter().find(|holder| holder.id == self.interface)?;
        holder.address(address).filter(|held| !held.primary)
    }
}

/// A change of the home whose end was not seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfinished {
    /// The former home node.
    pub from: String,
    /// The address that goes with the LIF.
    pub address: Ipv4Addr,
}

/// Returns the home node that the LIF leaves, or left in a change whose end was not seen.
pub fn former_home<'a>(
    now: &'a LifModel,
    planned: &LifModel,
    unfinished: Option<&'a Unfinished>,
) -> Option<&'a str> {
    if now.home_node != planned.home_node {
        return now.home_node.known().map(String::as_str);
    }
    let unfinished = unfinished.filter(|unfinished| planned.address() == Some(unfinished.address))?;
    Some(unfinished.from.as_str()).filter(|from| planned.home_node != Attr::from(*from))
}

/// Refuses another home while the addresses of the pair are on their way.
///
/// # Errors
/// A takeover or giveback is in progress.
pub fn refuse_in_takeover(pair: &Pair, planned: &LifModel) -> Outcome<()> {
    let Some((node, failover)) = pair.in_progress() else { return Ok(()) };
    Err(Diagnostics::error_at(
        "home_node",
        format!("{} cannot get another home now: node {node} {failover}", planned.subject()),
        "LIFs and addresses of both nodes are where the failover has brought them. Apply again after the \
         giveback (\"storage failover show\" tells).",
    ))
}

/// Refuses an address that cannot follow the LIF to its new home.
pub fn impossible(seen: &Seen<'_>, held: &PrivateAddress) -> Diagnostics {
    let (interface, address) = (&seen.home.interface, held.address);
    if let Some(elastic) = held.elastic_ip {
        return Diagnostics::error_at(
            "home_node",
            format!("{address} cannot go with the LIF"),
            format!(
                "The Elastic IP {elastic} is tied to it. Disassociate that first, or give the LIF a new \
                 address on its new home."
            ),
        );
    }
    let (limit, coming) = (seen.limit, seen.coming);
    let room = Room { interface, lifs: seen.lifs, nodes: &[], own: seen.own, limit, coming };
    if room.left() == Some(0) { room.refusal("home_node", 0) } else { Diagnostics::new() }
}

/// Refuses to take an address along that its `cvo_secondary_ip` keeps on the former home's interface.
pub fn address_stays_behind(address: Ipv4Addr, stays_on: &str, wanted: &str, node: &str) -> Diagnostics {
    Diagnostics::error_at(
        "home_node",
        format!("{address} is to stay on {stays_on}, and the LIF is to leave it"),
        format!(
            "Port e0a of node {node} is {wanted}. Give the cvo_secondary_ip of {address} network_interface_id \
             = \"{wanted}\" together with this home_node: both change in place, in one apply. Or give the LIF \
             a new address on {wanted}."
        ),
    )
}

/// The error for a failover that began while the address was awaited.
pub fn failover_began(address: Ipv4Addr, node: &str, failover: NodeFailover) -> Diagnostics {
    Diagnostics::error_at(
        "home_node",
        format!("{address} cannot be brought after its LIF now: node {node} {failover}"),
        "The LIF has its new home; whether its address goes there is up to the failover. The LIF is kept with \
         complete = false: apply again after the giveback.",
    )
}

/// Where the address was seen, for messages.
fn whereabouts(address: Ipv4Addr, holder: Option<&str>) -> String {
    match holder {
        Some(holder) => format!("{address} is on {holder}"),
        None => format!("{address} is on neither interface of the pair"),
    }
}

/// Describes why the address is not where its LIF is: the reason of an error.
pub fn not_followed(address: Ipv4Addr, wanted: &str, seconds: u64, holder: Option<&str>) -> String {
    format!(
        "{seconds} seconds after that, {}, and it could not be assigned to {wanted}.",
        whereabouts(address, holder)
    )
}

/// Describes an address that another interface has got: the reason of an error.
pub fn address_elsewhere(address: Ipv4Addr, holder: &str) -> String {
    format!("{address} is on {holder} by now, which is no interface of this pair.")
}

/// The error for a LIF that was put back to its former home.
pub fn went_back(lif: &LifModel, wanted: &str, why: &str, holder: Option<&str>) -> Diagnostics {
    let node = lif.home_node.value_or_default();
    let address = lif.address().unwrap_or(Ipv4Addr::UNSPECIFIED);
    Diagnostics::error_at(
        "home_node",
        format!("{} could not get its home on node {wanted} and is back on node {node}", lif.subject()),
        format!("{why} Now {}.", whereabouts(address, holder)),
    )
}

/// The error for a LIF that is at its new home without its address and could not be put back.
pub fn stranded(lif: &LifModel, former: &str, why: &str, holder: Option<&str>) -> Diagnostics {
    let node = lif.home_node.value_or_default();
    let address = lif.address().unwrap_or(Ipv4Addr::UNSPECIFIED);
    Diagnostics::error_at(
        "home_node",
        format!("{} has its home on node {node}, and its address is not there", lif.subject()),
        format!(
            "{why} It could not be put back to node {former} either. Now {}, so that nobody may reach the \
             LIF. It is kept with complete = false: apply again, and the address is brought to its home.",
            whereabouts(address, holder)
        ),
    )
}

#[cfg(test)]
#[path = "rehoming_tests.rs"]
mod tests;
