//! Floating addresses of a pair in several availability zones: pure rules.
//!
//! Such an address is outside every VPC; route tables lead it to e0a of the node that has it.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ec2_core::{Route, RouteState, RouteTable, RouteTarget, Vpc, covering_vpc};
use ipnet::Ipv4Net;
use tfplugin_core::{Attr, Diagnostics};

use super::model::LifModel;
use crate::values::lif::HOME_PORT_ONLY;

/// The VPCs, route tables and interfaces around a pair, from EC2.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// Every VPC that the credentials can see.
    pub vpcs: Vec<Vpc>,
    /// The given route tables, or all tables of the pair's VPC.
    pub tables: Vec<RouteTable>,
    /// The interfaces behind e0a of the nodes.
    pub pair: Vec<String>,
    /// Ranges of other VPCs that the provider block names for all LIFs.
    pub additional_cidrs: Option<BTreeSet<String>>,
}

/// Returns what is wrong with an address outside the home node's subnet; `own_vpc` is the pair's.
pub fn refusals(around: &Surroundings, model: &LifModel, address: Ipv4Addr, own_vpc: &str) -> Diagnostics {
    let mut found = Diagnostics::new();
    if is_special(address) {
        let detail = "Floating addresses are unicast addresses such as 192.168.200.10.";
        found.push_error_at("address", format!("{address} cannot be the address of a LIF"), detail);
        return found;
    }
    if let Some((vpc, cidr)) = covering_vpc(address, &around.vpcs) {
        found.push_error_at(
            "address",
            format!("{address} lies in {} of VPC {}", cidr, vpc.id),
            inside(&vpc.id, own_vpc),
        );
    }
    let theirs = model.additional_cidrs.known().into_iter().chain(&around.additional_cidrs).flatten();
    if let Some(cidr) =
        theirs.filter_map(|cidr| cidr.parse::<Ipv4Net>().ok()).find(|cidr| cidr.contains(&address))
    {
        let detail = "additional_cidrs, here or in the provider block, has it, so a network that cannot be \
                      seen from here uses it. Choose an address outside.";
        found.push_error_at("address", format!("{address} lies in {cidr}"), detail);
    }
    routed_elsewhere(around, address, &mut found);
    if model.additional_cidrs.is_null() && around.additional_cidrs.is_none() {
        let detail = format!(
            "{address} lies outside the {} VPCs that the credentials see; those of other accounts were not \
             looked at. Write their ranges in additional_cidrs, once for all LIFs in the provider block or \
             here, or [] if there are none.",
            around.vpcs.len()
        );
        found.push_warning_at("address", format!("Only visible VPCs were compared with {address}"), detail);
    }
    found
}

fn inside(vpc: &str, own: &str) -> String {
    let why = if vpc == own {
        "That is the VPC of the system, and the address is outside the subnet of the home node."
    } else {
        "Inside a VPC EC2 delivers such an address by itself and follows no route for it."
    };
    format!(
        "{why} Choose an address outside every VPC (a floating address), or one of the home node's subnet."
    )
}

fn is_special(address: Ipv4Addr) -> bool {
    address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.octets()[0] == 0
}

/// Refuses a route for exactly this address to another target, and warns about a broader one, which may be
/// intended.
fn routed_elsewhere(around: &Surroundings, address: Ipv4Addr, found: &mut Diagnostics) {
    let all = around.tables.iter().flat_map(|table| table.routes.iter().map(move |route| (table, route)));
    for (table, route) in all.filter(|(_, route)| route.destination.contains(&address)) {
        let (id, destination, target) = (&table.id, route.destination, describe(&route.target));
        match destination.prefix_len() {
            0 => {}
            32 if leads_to(route, &around.pair) => {}
            32 => found.push_error_at(
                "address",
                format!("{address} is routed elsewhere"),
                format!(
                    "Route table {id} leads {destination} to {target}, which is no e0a of this pair. Choose \
                     another address, or remove that route if it is left over."
                ),
            ),
            _ => found.push_warning_at(
                "address",
                format!("{address} lies in a range that is routed elsewhere"),
                format!(
                    "Route table {id} leads {destination} to {target}. The route of the floating address \
                     goes first, as long as it exists."
                ),
            ),
        }
    }
}

fn describe(target: &RouteTarget) -> &str {
    match target {
        RouteTarget::NetworkInterface(id) | RouteTarget::Gateway(id) | RouteTarget::Other(id) => id,
        RouteTarget::Local => "the VPC itself",
    }
}

fn leads_to(route: &Route, pair: &[String]) -> bool {
    matches!(&route.target, RouteTarget::NetworkInterface(id) if pair.contains(id))
}

/// Returns the tables that contain the pair's routes: the given ones, else those with a /32 route to the
/// pair.
pub fn keeping_routes<'a>(tables: &'a [RouteTable], given: bool, pair: &[String]) -> Vec<&'a RouteTable> {
    let of_pair = |route: &Route| route.destination.prefix_len() == 32 && leads_to(route, pair);
    tables.iter().filter(|table| given || table.routes.iter().any(of_pair)).collect()
}

/// Returns whether an active route of the table leads the address to the pair. That it has the destination
/// /32 is assumed (`floating-route-is-32`).
pub fn has_route(table: &RouteTable, address: Ipv4Addr, pair: &[String]) -> bool {
    let exactly = Ipv4Net::from(address);
    let works = |route: &&Route| route.destination == exactly && route.state == RouteState::Active;
    table.routes.iter().filter(works).any(|route| leads_to(route, pair))
}

/// Returns whether the table has any route for exactly this address.
pub fn names_address(table: &RouteTable, address: Ipv4Addr) -> bool {
    table.routes.iter().any(|route| route.destination == Ipv4Net::from(address))
}

/// Refuses a LIF that migrates with a private address, which cannot follow it into another zone. `failover`
/// is the value in the configuration.
pub fn refuse_private_roaming(model: &LifModel, failover: &Attr<String>) -> Diagnostics {
    let mut refusals = Diagnostics::new();
    let stays = model.serves_blocks() != Some(false) || *failover == Attr::Known(HOME_PORT_ONLY.to_owned());
    if let Some(address) = model.address().filter(|_| !stays && !failover.is_unknown()) {
        let detail = "The nodes are in several availability zones, and an address of one node's subnet \
             cannot follow the LIF to the other. Choose a floating address outside every VPC, or write \
             failover = \"home_port_only\".";
        refusals.push_error_at("address", format!("{address} cannot migrate with the LIF"), detail);
    }
    refusals
}

#[cfg(test)]
#[path = "floating_tests.rs"]
mod tests;
