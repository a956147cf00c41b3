use super::super::shown::{address, interface as shown};
use super::*;

fn interface(hosts: &[u8]) -> NetworkInterface {
    shown("eni-0a", hosts)
}

#[test]
fn new_addresses_count_from_their_plan_until_their_create_begins() {
    let forecast = Forecast::default();
    let new = |host: Option<u8>| New { interface: "eni-0a".to_owned(), address: host.map(address) };
    let count = |host| forecast.plan_new(new(host), true).on_interface;
    assert_eq!((count(Some(5)), count(None), count(None)), (0, 1, 2));
    forecast.begin_new(&new(None));
    let again = forecast.plan_new(new(Some(5)), false);
    assert_eq!(again, PlannedBefore { on_interface: 2, is_named: true });
    let elsewhere = New { interface: "eni-0b".to_owned(), address: None };
    assert_eq!(count(None), 2, "what is there already needs no room");
    assert_eq!(forecast.plan_new(elsewhere, true), PlannedBefore { on_interface: 0, is_named: false });
}

#[test]
fn a_stored_address_may_leave_until_its_own_plan_keeps_it() {
    let forecast = Forecast::default();
    let leaving = || forecast.leaving(&interface(&[5, 6]));
    for host in [5, 6, 7] {
        forecast.hold(address(host), "eni-0a");
    }
    assert_eq!(leaving(), Leaving { planned: 0, open: 2 }, "the interface does not have the third");
    forecast.keep(address(5), "eni-0a", Some("one".to_owned()));
    forecast.hold(address(5), "eni-0a");
    assert_eq!(leaving(), Leaving { planned: 0, open: 1 });
    forecast.succeed("other");
    assert_eq!(leaving(), Leaving { planned: 0, open: 1 });
    forecast.succeed("one");
    assert_eq!(leaving(), Leaving { planned: 1, open: 1 }, "a successor is planned as a new one");
    forecast.leave(address(6), "eni-0a");
    assert_eq!(leaving(), Leaving { planned: 2, open: 0 });
    forecast.keep(address(6), "eni-0b", None);
    assert_eq!(leaving(), Leaving { planned: 1, open: 0 });
}
