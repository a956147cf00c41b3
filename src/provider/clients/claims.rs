//! Which addresses resources of this run have got. EC2 keeps no owner of an address, so that two resources could
//! otherwise take over the same unused one.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Addresses by interface.
#[derive(Debug, Default)]
pub(crate) struct Claims(Mutex<BTreeSet<(String, Ipv4Addr)>>);

impl Claims {
    /// A resource has got the address.
    pub(crate) fn claim(&self, interface: &str, address: Ipv4Addr) {
        self.all().insert((interface.to_owned(), address));
    }

    /// The resource that had the address is gone.
    pub(crate) fn release(&self, interface: &str, address: Ipv4Addr) {
        self.all().remove(&(interface.to_owned(), address));
    }

    /// Whether a resource of this run has got the address.
    pub(crate) fn has(&self, interface: &str, address: Ipv4Addr) -> bool {
        self.all().contains(&(interface.to_owned(), address))
    }

    fn all(&self) -> MutexGuard<'_, BTreeSet<(String, Ipv4Addr)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
