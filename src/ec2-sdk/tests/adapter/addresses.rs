//! Assigning and unassigning addresses.

use std::future::pending;
use std::net::Ipv4Addr;
use std::time::Duration;

use ec2::Reassignment::{Allow, Refuse};
use ec2::{Ec2, Error, ErrorKind, Patience, until};

use crate::bench::{Bench, E0A, FOREIGN, address};

/// A predicate over an error.
type Meaning = fn(&Error) -> bool;

#[tokio::test]
async fn assigning_an_address_is_idempotent() {
    let bench = Bench::new();
    for _ in 0..2 {
        bench.ec2.assign_private_ip(E0A, address(50), Refuse).await.unwrap();
    }
    assert_eq!(bench.e0a().await, [11, 12, 13, 14, 15, 16, 50]);
    assert!(bench.ec2.network_interface(E0A).await.unwrap().addresses[0].primary);
}

#[tokio::test]
async fn an_address_in_use_stays_where_it_is_and_the_error_names_it() {
    let bench = Bench::new();
    let error = bench.ec2.assign_private_ip(E0A, address(201), Refuse).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::MoveNotAllowed { addresses: vec![address(201)] });
    assert!(bench.ec2.network_interface(FOREIGN).await.unwrap().has(address(201)));
    assert!(!bench.e0a().await.contains(&201));
}

#[tokio::test]
async fn an_address_moves_only_with_permission() {
    let bench = Bench::new();
    bench.ec2.assign_private_ip(E0A, address(201), Allow).await.unwrap();
    assert!(bench.e0a().await.contains(&201));
    assert!(!bench.ec2.network_interface(FOREIGN).await.unwrap().has(address(201)));
}

#[tokio::test]
async fn refusals_of_ec2_are_distinguished() {
    let bench = Bench::new();
    let ec2 = &bench.ec2;
    let assign = |to: &'static str, what: Ipv4Addr| async move {
        ec2.assign_private_ip(to, what, Allow).await.unwrap_err()
    };
    let cases: [(Error, Meaning); 5] = [
        (assign(E0A, Ipv4Addr::new(10, 20, 2, 50)).await, Error::is_out_of_subnet),
        (assign(E0A, address(3)).await, Error::is_reserved),
        (assign(E0A, address(200)).await, Error::is_primary_address),
        (assign("eni-00000000000000000", address(50)).await, Error::is_not_found),
        (ec2.unassign_private_ip(E0A, address(11)).await.unwrap_err(), Error::is_primary_address),
    ];
    for (error, expected) in cases {
        assert!(expected(&error), "{error:?}");
        assert!(error.code.is_some() && error.request_id.is_some(), "{error:?}");
    }
    let malformed = assign("eni-hello", address(50)).await;
    assert_eq!(malformed.kind, ErrorKind::MalformedId, "{malformed:?}");
    assert_eq!(bench.e0a().await, [11, 12, 13, 14, 15, 16]);
}

#[tokio::test]
async fn a_full_interface_accepts_no_further_address() {
    let bench = Bench::new();
    for host in 50..59 {
        bench.ec2.assign_private_ip(E0A, address(host), Refuse).await.unwrap();
    }
    assert_eq!(bench.e0a().await.len(), 15);
    let error = bench.ec2.assign_private_ip(E0A, address(59), Refuse).await.unwrap_err();
    assert!(error.is_limit_exceeded(), "{error:?}");
    assert_eq!(bench.e0a().await.len(), 15);
}

#[tokio::test]
async fn unassigning_an_address_that_is_not_there_is_an_error_because_it_may_be_elsewhere() {
    let bench = Bench::new();
    bench.ec2.assign_private_ip(E0A, address(50), Refuse).await.unwrap();
    bench.ec2.unassign_private_ip(E0A, address(50)).await.unwrap();
    let error = bench.ec2.unassign_private_ip(E0A, address(50)).await.unwrap_err();
    assert!(error.is_not_assigned() && !error.is_ambiguous(), "{error:?}");
    assert_eq!(bench.e0a().await, [11, 12, 13, 14, 15, 16]);
    let error = bench.ec2.unassign_private_ip("eni-00000000000000000", address(50)).await.unwrap_err();
    assert!(error.is_not_found(), "a missing interface may belong to another account: {error:?}");
}

#[tokio::test]
async fn a_write_that_shows_late_is_awaited() {
    let bench = Bench::new();
    bench.simulator.world().lock().ec2.set_read_delay(Duration::from_secs(1));
    bench.ec2.assign_private_ip(E0A, address(50), Refuse).await.unwrap();
    assert!(!bench.e0a().await.contains(&50), "a stale read");
    let shown = |seen: &ec2::NetworkInterface| seen.has(address(50));
    let seen = until(&bench.ec2, (E0A, "the address 10.20.1.50"), Patience::default(), pending(), shown)
        .await
        .unwrap();
    assert_eq!(seen.used_slots(), 7);
}
