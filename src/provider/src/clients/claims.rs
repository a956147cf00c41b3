//! Which addresses the objects of this run own, and which ones a configuration or state names. EC2 records no
//! owner of an address. Without this table two objects could take over the same address, or one could release
//! an address that now belongs to another.
//!
//! An address alone is a sufficient key: the interfaces behind e0a of one system are in one VPC, and the two
//! nodes of a pair pass their addresses to each other.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use provider_core::secondary_ip::Claim;
use rand::seq::IteratorRandom;

/// The object that owns an address.
#[derive(Debug)]
struct Owner {
    token: String,
    claim: Claim,
}

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

/// What is known about the addresses of this run.
#[derive(Debug, Default)]
struct Known {
    owners: BTreeMap<Ipv4Addr, Owner>,
    named: BTreeSet<Ipv4Addr>,
    stored: BTreeSet<Ipv4Addr>,
    places: BTreeMap<Ipv4Addr, Option<String>>,
    leaving: BTreeMap<Ipv4Addr, String>,
    new: Vec<(New, bool)>,
    new_of_lifs: BTreeMap<Ipv4Addr, String>,
    lifs: BTreeSet<String>,
}

/// The addresses of this run. The token in an object's state tells it apart from other objects.
#[derive(Debug, Default)]
pub struct Claims(Mutex<Known>);

impl Claims {
    /// Records that a plan, an apply or a refresh has seen an object name this address, so that it is never
    /// chosen for another object.
    pub fn name(&self, address: Ipv4Addr) {
        self.known().named.insert(address);
    }

    /// Records that an object of this run is stored with this address.
    pub fn store(&self, address: Ipv4Addr) {
        let mut known = self.known();
        known.named.insert(address);
        known.stored.insert(address);
    }

    /// Returns whether an object of this run is stored with this address or has got it.
    pub fn has(&self, address: Ipv4Addr) -> bool {
        let known = self.known();
        known.stored.contains(&address) || known.owners.contains_key(&address)
    }

    /// Records that an object of this run may release the address from the interface.
    pub fn leave(&self, address: Ipv4Addr, interface: &str) {
        self.known().leaving.insert(address, interface.to_owned());
    }

    /// Returns the addresses that objects of this run may release from the interface.
    pub fn leaving(&self, interface: &str) -> Vec<Ipv4Addr> {
        let known = self.known();
        let from = known.leaving.iter().filter(|(_, from)| from.as_str() == interface);
        from.map(|(address, _)| *address).collect()
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

    /// Records the interface of a `cvo_secondary_ip` with this address, as it is stored or planned. `None` if
    /// the plan does not know it yet.
    pub fn place(&self, address: Ipv4Addr, interface: Option<&str>) {
        let mut known = self.known();
        known.named.insert(address);
        known.places.insert(address, interface.map(str::to_owned));
    }

    /// Returns the interface that a `cvo_secondary_ip` of this run gives to the address.
    pub fn place_of(&self, address: Ipv4Addr) -> Option<String> {
        self.known().places.get(&address).cloned().flatten()
    }

    /// Records that the LIF with this uuid belongs to an object of this run.
    pub fn know_lif(&self, uuid: &str) {
        self.known().lifs.insert(uuid.to_owned());
    }

    /// Returns whether the LIF with this uuid belongs to an object of this run.
    pub fn knows_lif(&self, uuid: &str) -> bool {
        self.known().lifs.contains(uuid)
    }

    /// Records that the object with this token owns the address or is about to.
    ///
    /// # Errors
    /// Returns how another object claimed the address; that object keeps it.
    pub fn claim(&self, address: Ipv4Addr, token: &str) -> Result<(), Claim> {
        let mut known = self.known();
        known.named.insert(address);
        match known.owners.get(&address) {
            Some(owner) if owner.token != token => Err(owner.claim),
            Some(_) => Ok(()),
            None => {
                known.owners.insert(address, Owner { token: token.to_owned(), claim: Claim::Named });
                Ok(())
            }
        }
    }

    /// Chooses at random one of the addresses that no object owns or names, and gives it to the object with
    /// this token.
    pub fn choose(&self, free: impl Iterator<Item = Ipv4Addr>, token: &str) -> Option<Ipv4Addr> {
        let mut known = self.known();
        let is_open =
            |address: &Ipv4Addr| !known.named.contains(address) && !known.owners.contains_key(address);
        let chosen = free.filter(is_open).choose(&mut rand::rng())?;
        known.owners.insert(chosen, Owner { token: token.to_owned(), claim: Claim::Chosen });
        Some(chosen)
    }

    /// Records that the object with this token does not own the address, or no longer does.
    pub fn release(&self, address: Ipv4Addr, token: &str) {
        let mut known = self.known();
        if known.owners.get(&address).is_some_and(|owner| owner.token == token) {
            known.owners.remove(&address);
        }
    }

    /// Returns every address that objects of this run own or name.
    pub fn all(&self) -> BTreeSet<Ipv4Addr> {
        let known = self.known();
        known.named.iter().chain(known.owners.keys()).copied().collect()
    }

    /// Returns how an object other than the one with this token claimed the address in this run.
    pub fn of_another(&self, address: Ipv4Addr, token: Option<&str>) -> Option<Claim> {
        let known = self.known();
        let owner = known.owners.get(&address)?;
        (Some(&*owner.token) != token).then_some(owner.claim)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(host: u8) -> Ipv4Addr {
        Ipv4Addr::new(10, 0, 1, host)
    }

    #[test]
    fn the_first_object_owns_the_address_until_it_releases_it() {
        let claims = Claims::default();
        assert_eq!(claims.claim(address(5), "one"), Ok(()));
        assert_eq!(claims.claim(address(5), "one"), Ok(()), "its own address");
        assert_eq!(claims.claim(address(5), "other"), Err(Claim::Named));
        assert_eq!(claims.of_another(address(5), Some("one")), None);
        assert_eq!(
            claims.of_another(address(5), None),
            Some(Claim::Named),
            "an object without a token owns nothing"
        );
        claims.release(address(5), "other");
        assert_eq!(
            claims.of_another(address(5), Some("other")),
            Some(Claim::Named),
            "only the owner can release an address"
        );
        claims.release(address(5), "one");
        assert_eq!(claims.claim(address(5), "other"), Ok(()));
    }

    #[test]
    fn new_addresses_count_from_their_plan_until_their_create_begins() {
        let claims = Claims::default();
        let new = |host: Option<u8>| New { interface: "eni-0a".to_owned(), address: host.map(address) };
        let count = |host| claims.plan_new(new(host), true).on_interface;
        assert_eq!((count(Some(5)), count(None), count(None)), (0, 1, 2));
        claims.begin_new(&new(None));
        let again = claims.plan_new(new(Some(5)), false);
        assert_eq!(again, PlannedBefore { on_interface: 2, is_named: true });
        let elsewhere = New { interface: "eni-0b".to_owned(), address: None };
        assert_eq!(count(None), 2, "what is there already needs no room");
        assert_eq!(claims.plan_new(elsewhere, true), PlannedBefore { on_interface: 0, is_named: false });
    }

    #[test]
    fn an_address_that_is_named_or_owned_is_never_chosen() {
        let claims = Claims::default();
        claims.name(address(5));
        claims.claim(address(6), "one").unwrap();
        let hosts = || (5..=7).map(address);
        assert_eq!(claims.choose(hosts(), "other"), Some(address(7)));
        assert_eq!(claims.choose(hosts(), "third"), None);
        assert_eq!(claims.claim(address(7), "one"), Err(Claim::Chosen));
        claims.release(address(7), "other");
        assert_eq!(claims.choose(hosts(), "third"), None, "another object has named it in the meantime");
    }
}
