//! Whether each node of a pair in one availability zone can hold the addresses of both: pure.
//!
//! An address counts for the home node of its LIF, so that a takeover in progress changes nothing.

use std::collections::BTreeMap;

use ec2::{HomeAddresses, TakeoverFit, takeover_fit};
use ontap::{Failover, IpInterface, Node};
use provider_core::system::{AddressUse, Role, uses};

use super::Half;

/// Returns for each node whether it can hold all addresses alone, and how many more its interface can get.
/// Returns `None` if a limit is unknown, and for anything but a pair.
pub fn fits(
    nodes: &[Node],
    halves: &BTreeMap<String, Half>,
    lifs: &[IpInterface],
) -> Option<BTreeMap<String, TakeoverFit>> {
    let names: Vec<_> = halves.keys().collect();
    let [one, other] = names[..] else { return None };
    let homes = [home(one, nodes, halves, lifs)?, home(other, nodes, halves, lifs)?];
    let [of_one, of_other] = takeover_fit(homes);
    Some([(one.clone(), of_one), (other.clone(), of_other)].into())
}

/// Returns how many addresses can still be assigned without breaking a takeover. A LIF that migrates counts
/// in both directions.
pub fn left(fits: &BTreeMap<String, TakeoverFit>) -> usize {
    fits.values().map(|fit| fit.left()).min().unwrap_or_default()
}

fn home(
    node: &str,
    nodes: &[Node],
    halves: &BTreeMap<String, Half>,
    lifs: &[IpInterface],
) -> Option<HomeAddresses> {
    let half = halves.get(node)?;
    let (_, limits) = half.instance.as_ref()?;
    let mut counted = HomeAddresses {
        fixed: half.interface.prefixes.len(),
        migratable: 0,
        limit: limits.ipv4_addresses_per_interface,
    };
    for (holder, half) in halves {
        for held in uses(&half.interface, lifs, nodes) {
            let home = held.lif.and_then(|lif| lif.location.home_node.name.as_ref()).unwrap_or(holder);
            if home != node {
                continue;
            }
            if migrates(&held) {
                counted.migratable += 1;
            } else {
                counted.fixed += 1;
            }
        }
    }
    Some(counted)
}

/// Returns whether a takeover moves the address. An address without a LIF stays where it is.
pub fn migrates(held: &AddressUse<'_>) -> bool {
    let stays = match held.role {
        Role::NodeManagement | Role::Intercluster | Role::Iscsi | Role::Unused => true,
        Role::ClusterManagement | Role::Nas | Role::SvmManagement | Role::Other => false,
    };
    let failover = held.lif.and_then(|lif| lif.location.failover.as_ref());
    !stays && !held.primary && !failover.is_some_and(Failover::stays_on_node)
}
