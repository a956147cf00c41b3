//! What the plans of this run do with addresses, as far as Terraform has called them: which ones go, and which
//! new ones come.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ec2::NetworkInterface;

/// A new address whose create was planned and has not begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// The interface that gets it.
    pub interface: String,
    /// The address; `None` if it is left to choose.
    pub address: Option<Ipv4Addr>,
}

/// What a plan of a new address finds planned already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedBefore {
    /// Number of new addresses for the same interface.
    pub on_interface: usize,
    /// Whether one of them is the same address.
    pub is_named: bool,
}

/// What becomes of a stored address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Its plan has not come. That of a tainted object never comes: only its successor is planned.
    Open,
    Stays,
    Leaves,
}

/// The address of a stored object.
#[derive(Debug)]
struct Held {
    interface: String,
    /// What tells the object from others, and its successor is given in a replacement.
    token: Option<String>,
    fate: Fate,
}

/// How many addresses leave an interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Leaving {
    /// Those that plans release.
    pub planned: usize,
    /// Those whose plans have not come.
    pub open: usize,
}

#[derive(Debug, Default)]
struct Known {
    held: BTreeMap<Ipv4Addr, Held>,
    seen: BTreeSet<Ipv4Addr>,
    new: Vec<(New, bool)>,
    new_of_lifs: BTreeMap<Ipv4Addr, String>,
}

/// What the plans of this run do with addresses.
#[derive(Debug, Default)]
pub struct Forecast(Mutex<Known>);

impl Forecast {
    /// Records that an object is stored with the address on the interface, which its destroy releases.
    pub fn hold(&self, address: Ipv4Addr, interface: &str) {
        let held = Held { interface: interface.to_owned(), token: None, fate: Fate::Open };
        self.known().held.entry(address).or_insert(held);
    }

    /// Records that a plan leaves the address on the interface. `token` tells its object from others.
    pub fn keep(&self, address: Ipv4Addr, interface: &str, token: Option<String>) {
        let held = Held { interface: interface.to_owned(), token, fate: Fate::Stays };
        self.known().held.insert(address, held);
    }

    /// Records that a plan releases the address from the interface.
    pub fn leave(&self, address: Ipv4Addr, interface: &str) {
        let held = Held { interface: interface.to_owned(), token: None, fate: Fate::Leaves };
        self.known().held.insert(address, held);
    }

    /// Records the plan of a create that was given this token: it takes the place of the stored object that has
    /// it, whose address leaves after all.
    pub fn succeed(&self, token: &str) {
        for held in self.known().held.values_mut().filter(|held| held.token.as_deref() == Some(token)) {
            held.fate = Fate::Leaves;
        }
    }

    /// Returns how many addresses of objects of this run leave the interface, of those that it has.
    pub fn leaving(&self, interface: &NetworkInterface) -> Leaving {
        let known = self.known();
        let number = |fate| {
            let is_counted = |(address, held): &(&Ipv4Addr, &Held)| {
                held.fate == fate && held.interface == interface.id && interface.has(**address)
            };
            known.held.iter().filter(is_counted).count()
        };
        Leaving { planned: number(Fate::Leaves), open: number(Fate::Open) }
    }

    /// Records that this process has read the object with this address, or made it.
    pub fn see(&self, address: Ipv4Addr) {
        self.known().seen.insert(address);
    }

    /// Returns whether this process has read the object with this address, or made it. An apply has not: what it
    /// changes was read by the process that planned.
    pub fn has_seen(&self, address: Ipv4Addr) -> bool {
        self.known().seen.contains(&address)
    }

    /// Records the plan of a new address, and returns what was planned before. One that is there already needs no
    /// room. Terraform plans each create once in the process that plans, and once more in the process that
    /// applies.
    pub fn plan_new(&self, new: New, needs_room: bool) -> PlannedBefore {
        let mut known = self.known();
        let is_counted = |other: &New, counts: bool| counts && other.interface == new.interface;
        let before = PlannedBefore {
            on_interface: known.new.iter().filter(|(other, counts)| is_counted(other, *counts)).count(),
            is_named: new.address.is_some()
                && known.new.iter().any(|(other, _)| other.address == new.address),
        };
        known.new.push((new, needs_room));
        before
    }

    /// Records that the create of a new address begins: EC2 shows it from now on, or it fails.
    pub fn begin_new(&self, new: &New) {
        let mut known = self.known();
        if let Some(place) = known.new.iter().position(|(other, _)| other == new) {
            known.new.swap_remove(place);
        }
    }

    /// Records that the plan gives the address to the LIF that `lif` tells from others. Returns whether the plan
    /// of another LIF does so, too.
    pub fn plan_lif(&self, address: Ipv4Addr, lif: &str) -> bool {
        let mut known = self.known();
        let other = known.new_of_lifs.entry(address).or_insert_with(|| lif.to_owned());
        other != lif
    }

    /// Records that the planned change of a LIF begins: ONTAP shows its address from now on, or it fails.
    pub fn begin_lif(&self, address: Ipv4Addr) {
        self.known().new_of_lifs.remove(&address);
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[path = "forecast_tests.rs"]
mod tests;
