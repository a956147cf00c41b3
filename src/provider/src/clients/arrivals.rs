//! Addresses that are on their way to an interface. Several operations look at the same time whether an interface has
//! room; each counts those that came before it and do not show yet. EC2 refuses an address that finds no room, but a
//! LIF that gets another home has gone there before EC2 is asked.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ec2::NetworkInterface;

/// What is on its way, by interface, in the order of coming.
#[derive(Debug, Clone, Default)]
pub struct Arrivals(Arc<Mutex<BTreeMap<String, Vec<Coming>>>>);

/// How far one address is.
type Coming = Arc<Mutex<Stage>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It may still be chosen.
    OnItsWay(Option<Ipv4Addr>),
    Arrived(Option<Ipv4Addr>),
    GivenUp,
}

/// A place on an interface that is kept for as long as this lives.
#[derive(Debug)]
pub struct Arriving {
    arrivals: Arrivals,
    interface: String,
    own: Coming,
    before: Vec<Coming>,
}

impl Arrivals {
    /// Keeps a place on the interface. To be called before the interface is read.
    pub fn enter(&self, interface: &str, address: Option<Ipv4Addr>) -> Arriving {
        let own = Arc::new(Mutex::new(Stage::OnItsWay(address)));
        let mut all = locked(&self.0);
        let here = all.entry(interface.to_owned()).or_default();
        let before = here.clone();
        here.push(Arc::clone(&own));
        drop(all);
        Arriving { arrivals: self.clone(), interface: interface.to_owned(), own, before }
    }
}

impl Arriving {
    /// Names the address that was chosen.
    pub fn chosen(&self, address: Ipv4Addr) {
        *locked(&self.own) = Stage::OnItsWay(Some(address));
    }

    /// Records that the address is where it was to go.
    pub fn arrived(&self) {
        let mut own = locked(&self.own);
        if let Stage::OnItsWay(address) = *own {
            *own = Stage::Arrived(address);
        }
    }

    /// Returns how many addresses the interface will have besides those that this read of it shows.
    pub fn others_to_come(&self, interface: &NetworkInterface) -> usize {
        let is_to_come = |coming: &&Coming| match *locked(coming) {
            Stage::OnItsWay(None) => true,
            Stage::OnItsWay(Some(address)) | Stage::Arrived(Some(address)) => !interface.has(address),
            Stage::Arrived(None) | Stage::GivenUp => false,
        };
        self.before.iter().filter(is_to_come).count()
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        let mut own = locked(&self.own);
        if matches!(*own, Stage::OnItsWay(_)) {
            *own = Stage::GivenUp;
        }
        drop(own);
        if let Some(here) = locked(&self.arrivals.0).get_mut(&self.interface) {
            here.retain(|coming| !Arc::ptr_eq(coming, &self.own));
        }
    }
}

fn locked<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::super::shown::{address, interface as shown};
    use super::*;

    fn interface(hosts: &[u8]) -> NetworkInterface {
        shown("eni-1", hosts)
    }

    #[test]
    fn those_that_came_before_and_do_not_show_are_to_come() {
        let arrivals = Arrivals::default();
        let first = arrivals.enter("eni-1", Some(address(1)));
        let chosen = arrivals.enter("eni-1", None);
        let elsewhere = arrivals.enter("eni-2", Some(address(9)));
        let last = arrivals.enter("eni-1", Some(address(3)));
        let to_come = |of: &Arriving, shown: &[u8]| of.others_to_come(&interface(shown));
        assert_eq!((to_come(&first, &[]), to_come(&chosen, &[]), to_come(&elsewhere, &[])), (0, 1, 0));
        assert_eq!((to_come(&last, &[]), to_come(&last, &[1]), to_come(&last, &[1, 3])), (2, 1, 1));
        chosen.chosen(address(2));
        assert_eq!(to_come(&last, &[1, 2]), 0);
        first.arrived();
        drop(first);
        assert_eq!(to_come(&last, &[2]), 1, "it has arrived since the interface was read");
        drop(chosen);
        assert_eq!(to_come(&last, &[1]), 0, "it was given up");
        assert_eq!(
            to_come(&arrivals.enter("eni-1", None), &[]),
            1,
            "only what is under way counts for those who come"
        );
    }
}
