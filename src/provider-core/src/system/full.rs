//! A network interface without room for another address: pure.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ec2_core::NetworkInterface;
use ontap_core::{IpInterface, Node};
use tfplugin_core::{Diagnostics, counted};

use super::addresses::{AddressUse, Role, uses};

/// An interface, and what is known about the use of its addresses.
#[derive(Debug, Clone, Copy)]
pub struct Room<'a> {
    /// The interface, as it was read.
    pub interface: &'a NetworkInterface,
    /// LIFs of every scope, storage VM and state.
    pub lifs: &'a [IpInterface],
    /// The nodes of the cluster.
    pub nodes: &'a [Node],
    /// Addresses that objects of this run have or name.
    pub own: &'a BTreeSet<Ipv4Addr>,
    /// Number of addresses that the instance type allows on one interface; unknown for a detached interface.
    pub limit: Option<usize>,
    /// Number of addresses that others of this run bring, and that `interface` does not show.
    pub coming: usize,
}

impl Room<'_> {
    /// Returns how many more addresses the interface can get, or `None` if the limit is unknown.
    pub fn left(&self) -> Option<usize> {
        self.limit.map(|limit| limit.saturating_sub(self.interface.used_slots() + self.coming))
    }

    /// Refuses an interface without room; `attribute` is the one that names it. Lists what occupies its
    /// addresses, and as ways out only what this run does not have itself. `planned` is the number of new
    /// addresses that the run has planned besides.
    pub fn refusal(&self, attribute: &str, planned: usize) -> Diagnostics {
        let uses = uses(self.interface, self.lifs, self.nodes);
        let (id, used) = (&self.interface.id, self.interface.used_slots());
        let limit = self.limit.unwrap_or(used);
        let (summary, besides) = match planned {
            0 => (format!("Network interface {id} is full"), String::new()),
            _ => (
                format!("Network interface {id} has room for {} new addresses", limit.saturating_sub(used)),
                format!(" This is new address {} of this run.", planned + 1),
            ),
        };
        Diagnostics::error_at(
            attribute,
            summary,
            format!(
                "Its instance type allows {limit} private IPv4 addresses and {used} are in use: {}.{}{besides} {}",
                self.users(&uses).join(", "),
                self.on_their_way(),
                self.ways_out(&uses)
            ),
        )
    }

    fn on_their_way(&self) -> String {
        match self.coming {
            0 => String::new(),
            coming => format!(" {} of this run on the way there.", counted(coming, "more is", "more are")),
        }
    }

    fn users(&self, uses: &[AddressUse<'_>]) -> Vec<String> {
        let user = |held: &AddressUse<'_>| {
            if held.lif.is_none() && !held.primary && self.own.contains(&held.address) {
                format!("{} (of this configuration)", held.address)
            } else {
                held.describe()
            }
        };
        uses.iter().map(user).collect()
    }

    fn ways_out(&self, uses: &[AddressUse<'_>]) -> String {
        let is_free = |held: &&AddressUse<'_>| {
            let is_unused = held.role == Role::Unused && !held.primary && held.elastic_ip.is_none();
            is_unused && !self.own.contains(&held.address)
        };
        let free: Vec<_> = uses.iter().filter(is_free).map(|held| held.address.to_string()).collect();
        let release = if free.is_empty() {
            String::new()
        } else {
            format!(
                "If nobody needs {}, release it in EC2, or name it in private_ip with reuse_unused = true. ",
                free.join(" or ")
            )
        };
        format!(
            "{release}An instance type with more addresses makes room, and so do storage VMs without a \
             management LIF (management_lif = false in the module storage-vm)."
        )
    }
}
