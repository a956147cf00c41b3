//! What the plan of a new address can know already: pure. Nothing is refused that another object of the run
//! can still make right.

use std::net::Ipv4Addr;

use tfplugin_core::{Attr, Diagnostics};

use super::checks::already_there;
use crate::system::{Room, describe_lif, lif_with};

/// A new address, as its plan sees it.
#[derive(Debug, Clone, Copy)]
pub struct Newcomer<'a> {
    /// The interface, and what is known about its addresses.
    pub room: Room<'a>,
    /// The address; `None` if it is left to choose, or not known yet.
    pub address: Option<Ipv4Addr>,
    /// Whether an address that is there may be adopted.
    pub reuse_unused: Attr<bool>,
    /// Whether another object of this run is stored with the address: it may release it first.
    pub is_stored: bool,
    /// Whether another new object of this run names the address.
    pub is_named_twice: bool,
    /// Whether an object of this run is the LIF with the address: it may get another one first.
    pub lif_is_ours: bool,
    /// Number of new addresses that this run has planned before for the interface.
    pub planned_before: usize,
    /// Number of addresses that objects of this run may release from the interface.
    pub leaving: usize,
}

/// Refuses an address that the apply would refuse, whatever the other objects of the run do.
pub fn foreseen(new: &Newcomer<'_>) -> Diagnostics {
    if let Some(address) = new.address {
        if new.is_named_twice {
            return twice(address);
        }
        if new.room.interface.address(address).is_some_and(|held| !held.primary) {
            return already_assigned(new, address);
        }
    }
    match new.room.left() {
        Some(left) if new.planned_before >= left + new.leaving => {
            new.room.refusal("network_interface_id", new.planned_before)
        }
        _ => Diagnostics::new(),
    }
}

fn twice(address: Ipv4Addr) -> Diagnostics {
    Diagnostics::error_at(
        "private_ip",
        format!("{address} is named twice"),
        "Another new cvo_secondary_ip of this run names it, too. Name each address in one cvo_secondary_ip \
         only, or leave private_ip out.",
    )
}

fn already_assigned(new: &Newcomer<'_>, address: Ipv4Addr) -> Diagnostics {
    let lif = lif_with(new.room.lifs, address);
    match new.reuse_unused {
        Attr::Known(false) | Attr::Null if !new.is_stored => already_there(new.room.interface, lif, address),
        Attr::Known(true) if !new.lif_is_ours => lif.map_or_else(Diagnostics::new, |lif| {
            Diagnostics::error_at(
                "private_ip",
                format!("{address} cannot be taken over"),
                format!(
                    "It is the address of {}, and only an unused address is adopted. Choose another address, \
                     or leave private_ip out.",
                    describe_lif(lif)
                ),
            )
        }),
        _ => Diagnostics::new(),
    }
}

#[cfg(test)]
#[path = "foresight_tests.rs"]
mod tests;
