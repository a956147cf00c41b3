//! Which addresses objects of this run have got, and which it has seen named. EC2 keeps no owner of an address, so that two
//! objects could otherwise take over the same one, or one could release what is another's by now.
//!
//! An address is known by itself: the interfaces behind e0a of one system are in one VPC, and those of a pair give their
//! addresses to each other.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use provider_core::secondary_ip::Claim;
use rand::seq::IteratorRandom;

/// The object that has an address.
#[derive(Debug)]
struct Owner {
    token: String,
    claim: Claim,
}

/// What is known of the addresses of this run.
#[derive(Debug, Default)]
struct Known {
    owners: BTreeMap<Ipv4Addr, Owner>,
    named: BTreeSet<Ipv4Addr>,
    lifs: BTreeSet<String>,
}

/// The addresses of this run. An object is told from another one by the token that it keeps with its state.
#[derive(Debug, Default)]
pub struct Claims(Mutex<Known>);

impl Claims {
    /// A plan, an apply or a refresh has seen the address named by some object: it is never chosen for another one.
    pub fn name(&self, address: Ipv4Addr) {
        self.known().named.insert(address);
    }

    /// The LIF with this uuid is that of an object of this run.
    pub fn know_lif(&self, uuid: &str) {
        self.known().lifs.insert(uuid.to_owned());
    }

    /// Whether the LIF with this uuid is that of an object of this run.
    pub fn knows_lif(&self, uuid: &str) -> bool {
        self.known().lifs.contains(uuid)
    }

    /// The object with this token has got the address, or is about to.
    ///
    /// # Errors
    /// How another object has got it, which then keeps it.
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

    /// One of the addresses, at random, that no object has got and none has been seen to name; the object with this token
    /// has got it from now on.
    pub fn choose(&self, free: impl Iterator<Item = Ipv4Addr>, token: &str) -> Option<Ipv4Addr> {
        let mut known = self.known();
        let is_open =
            |address: &Ipv4Addr| !known.named.contains(address) && !known.owners.contains_key(address);
        let chosen = free.filter(is_open).choose(&mut rand::rng())?;
        known.owners.insert(chosen, Owner { token: token.to_owned(), claim: Claim::Chosen });
        Some(chosen)
    }

    /// The object with this token has not got the address, or no longer.
    pub fn release(&self, address: Ipv4Addr, token: &str) {
        let mut known = self.known();
        if known.owners.get(&address).is_some_and(|owner| owner.token == token) {
            known.owners.remove(&address);
        }
    }

    /// How an object other than the one with this token has got the address in this run.
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
    fn the_first_object_has_the_address_until_it_gives_it_back() {
        let claims = Claims::default();
        assert_eq!(claims.claim(address(5), "one"), Ok(()));
        assert_eq!(claims.claim(address(5), "one"), Ok(()), "its own");
        assert_eq!(claims.claim(address(5), "other"), Err(Claim::Named));
        assert_eq!(claims.of_another(address(5), Some("one")), None);
        assert_eq!(claims.of_another(address(5), None), Some(Claim::Named), "no token is no proof");
        claims.release(address(5), "other");
        assert_eq!(claims.of_another(address(5), Some("other")), Some(Claim::Named), "not its own to give");
        claims.release(address(5), "one");
        assert_eq!(claims.claim(address(5), "other"), Ok(()));
    }

    #[test]
    fn what_is_named_or_has_an_owner_is_never_chosen() {
        let claims = Claims::default();
        claims.name(address(5));
        claims.claim(address(6), "one").unwrap();
        let hosts = || (5..=7).map(address);
        assert_eq!(claims.choose(hosts(), "other"), Some(address(7)));
        assert_eq!(claims.choose(hosts(), "third"), None);
        assert_eq!(claims.claim(address(7), "one"), Err(Claim::Chosen));
        claims.release(address(7), "other");
        assert_eq!(claims.choose(hosts(), "third"), None, "one has asked for it by name meanwhile");
    }
}
