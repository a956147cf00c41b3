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

/// What is known about the addresses of this run.
#[derive(Debug, Default)]
struct Known {
    owners: BTreeMap<Ipv4Addr, Owner>,
    named: BTreeSet<Ipv4Addr>,
    stored: BTreeSet<Ipv4Addr>,
    places: BTreeMap<Ipv4Addr, Option<String>>,
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
