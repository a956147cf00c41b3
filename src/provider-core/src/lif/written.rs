//! What a person would write for a LIF: pure.

use ipnet::Ipv4Net;
use ontap_core::IpInterface;
use tfplugin_core::Attr;

use super::model::LifModel;
use crate::values::lif::{HOME_PORT_ONLY, has_block_services};
use crate::written::Written;

/// What the state of a LIF does not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Around {
    /// Length of the mask of the home node's subnet.
    pub prefix: Option<u8>,
    /// Whether its services are for blocks.
    pub serves_blocks: Option<bool>,
}

impl Around {
    /// Returns what the record of the LIF and the subnet of its home node tell.
    pub fn of(lif: &IpInterface, subnet: Option<Ipv4Net>) -> Self {
        let serves_blocks = (!lif.services.is_empty()).then(|| has_block_services(&lif.services));
        Self { prefix: subnet.map(|subnet| subnet.prefix_len()), serves_blocks }
    }

    /// Returns whether the LIF serves blocks; if its services are not known, a built-in policy tells.
    fn serves_blocks(self, lif: &LifModel) -> Option<bool> {
        let is_built_in = lif.service_policy.known().is_some_and(|policy| policy.starts_with("default-"));
        self.serves_blocks.or(lif.serves_blocks().filter(|_| is_built_in))
    }
}

impl Written for LifModel {
    type Around = Around;

    /// A mask that cannot be compared stays as it is without being written. Of the values of `failover` only
    /// one is surely no choice of ONTAP's.
    fn goes_without_saying(&self, attribute: &str, around: &Around) -> bool {
        let serves_blocks = around.serves_blocks(self);
        match attribute {
            "netmask" => {
                let length = self.netmask.known().map(|mask| mask.length());
                around.prefix.is_none() || around.prefix == length
            }
            "auto_revert" => serves_blocks.is_some_and(|blocks| self.auto_revert == Attr::Known(!blocks)),
            "failover" => serves_blocks != Some(false) || self.failover != Attr::from(HOME_PORT_ONLY),
            _ => false,
        }
    }
}

#[cfg(test)]
#[path = "written_tests.rs"]
mod tests;
