//! Rate-limited writes and reads that wait, tested against a scripted EC2.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use std::collections::VecDeque;
use std::future::{pending, ready};
use std::net::Ipv4Addr;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use captured_log::Log;
use ec2::{
    CidrReservation, Ec2, Error, ErrorKind, Instance, InstanceType, InterfaceFilter, NetworkInterface,
    Patience, PrivateAddress, RateLimited, Reassignment, RouteTable, RouteTableFilter, Subnet, Vpc, until,
};
use tokio::time::Instant;
use tracing_subscriber::filter::LevelFilter;

const ENI: &str = "eni-1";

/// The answer to one look: the addresses, or an error.
type Look = Result<&'static [&'static str], ErrorKind>;

/// Plays its looks in order, repeats the last one forever, and records when writes begin and end.
#[derive(Default)]
struct Scripted {
    looks: Mutex<VecDeque<Look>>,
    writes: Mutex<Vec<(String, Instant, Instant)>>,
}

impl Scripted {
    fn new(looks: &[Look]) -> Self {
        Self { looks: Mutex::new(looks.iter().cloned().collect()), ..Self::default() }
    }

    async fn write(&self, interface: &str) {
        let start = Instant::now();
        tokio::time::sleep(Duration::from_millis(20)).await;
        self.writes.lock().unwrap().push((interface.to_owned(), start, Instant::now()));
    }
}

#[async_trait]
impl Ec2 for Scripted {
    async fn network_interface(&self, id: &str) -> Result<NetworkInterface, Error> {
        let mut looks = self.looks.lock().unwrap();
        let look = if looks.len() > 1 { looks.pop_front() } else { looks.front().cloned() };
        match look.expect("a script has at least one look") {
            Ok(addresses) => Ok(interface(id, addresses)),
            Err(kind) => Err(Error::local("DescribeNetworkInterfaces", kind, "scripted")),
        }
    }

    async fn network_interfaces(&self, _: InterfaceFilter) -> Result<Vec<NetworkInterface>, Error> {
        Ok(Vec::new())
    }

    async fn instances(&self, _: &[String]) -> Result<Vec<Instance>, Error> {
        Ok(Vec::new())
    }

    async fn instance_type(&self, name: &str) -> Result<InstanceType, Error> {
        InstanceType::documented(name).ok_or_else(|| Error::local("", ErrorKind::NotFound, ""))
    }

    async fn subnet(&self, _: &str) -> Result<Subnet, Error> {
        Err(Error::local("DescribeSubnets", ErrorKind::NotFound, "scripted"))
    }

    async fn subnet_cidr_reservations(&self, _: &str) -> Result<Vec<CidrReservation>, Error> {
        Ok(Vec::new())
    }

    async fn vpcs(&self) -> Result<Vec<Vpc>, Error> {
        Ok(Vec::new())
    }

    async fn route_tables(&self, _: RouteTableFilter) -> Result<Vec<RouteTable>, Error> {
        Ok(Vec::new())
    }

    async fn assign_private_ip(&self, interface: &str, _: Ipv4Addr, _: Reassignment) -> Result<(), Error> {
        self.write(interface).await;
        Ok(())
    }

    async fn unassign_private_ip(&self, interface: &str, _: Ipv4Addr) -> Result<(), Error> {
        self.write(interface).await;
        Ok(())
    }
}

fn interface(id: &str, addresses: &[&str]) -> NetworkInterface {
    let address = |address: &&str| PrivateAddress {
        address: address.parse().unwrap(),
        primary: false,
        elastic_ip: None,
    };
    NetworkInterface {
        id: id.into(),
        description: String::new(),
        owner_id: "123456789012".into(),
        subnet_id: "subnet-1".into(),
        vpc_id: "vpc-1".into(),
        availability_zone: "eu-central-1a".into(),
        attachment: None,
        addresses: addresses.iter().map(address).collect(),
        prefixes: Vec::new(),
        status: "in-use".into(),
    }
}

fn address() -> Ipv4Addr {
    Ipv4Addr::new(10, 0, 1, 50)
}

fn patience(total: u64) -> Patience {
    Patience {
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(5),
        total: Duration::from_millis(total),
    }
}

async fn wait(script: &Scripted, total: u64) -> Result<NetworkInterface, Error> {
    until(script, (ENI, "the address 10.0.1.50"), patience(total), pending(), |seen| seen.has(address()))
        .await
}

#[tokio::test(start_paused = true)]
async fn a_change_counts_only_when_two_looks_in_a_row_show_it() {
    let with: Look = Ok(&["10.0.1.50"]);
    let without: Look = Ok(&[]);
    let script = Scripted::new(&[without.clone(), with.clone(), without, with.clone(), with]);
    assert!(wait(&script, 5_000).await.unwrap().has(address()));
    assert_eq!(script.looks.lock().unwrap().len(), 1, "the whole script was played");
}

#[tokio::test(start_paused = true)]
async fn a_transient_error_does_not_count_as_a_look() {
    let script = Scripted::new(&[
        Ok(&["10.0.1.50"]),
        Err(ErrorKind::Throttled),
        Err(ErrorKind::Timeout),
        Err(ErrorKind::Unreachable),
        Err(ErrorKind::Unavailable),
        Ok(&["10.0.1.50"]),
    ]);
    assert!(wait(&script, 5_000).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_timeout_names_what_was_expected() {
    let error = wait(&Scripted::new(&[Ok(&[])]), 60).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unsettled);
    assert!(error.message.contains("eni-1 does not show the address 10.0.1.50"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_at_once_when_the_interface_is_gone() {
    let error = wait(&Scripted::new(&[Err(ErrorKind::NotFound)]), 60_000).await.unwrap_err();
    assert!(error.is_not_found());
}

#[tokio::test(start_paused = true)]
async fn writes_to_one_interface_never_overlap() {
    let limited = RateLimited::with_pause(Scripted::default(), Duration::ZERO, || Box::pin(pending()));
    let assign = limited.assign_private_ip(ENI, address(), Reassignment::Refuse);
    let (first, second) = tokio::join!(assign, limited.unassign_private_ip(ENI, address()));
    first.and(second).unwrap();
    let writes = limited.into_inner().writes.into_inner().unwrap();
    assert!(writes[1].1 >= writes[0].2, "{writes:?}");
}

#[tokio::test(start_paused = true)]
async fn writes_to_several_interfaces_are_spread_over_time() {
    let pause = Duration::from_millis(40);
    let limited = RateLimited::with_pause(Scripted::default(), pause, || Box::pin(pending()));
    let write = |id: &'static str| limited.assign_private_ip(id, address(), Reassignment::Refuse);
    let (first, second, third) = tokio::join!(write("eni-1"), write("eni-2"), write("eni-3"));
    first.and(second).and(third).unwrap();
    let mut starts: Vec<_> =
        limited.into_inner().writes.into_inner().unwrap().into_iter().map(|(_, start, _)| start).collect();
    starts.sort_unstable();
    assert!(starts.windows(2).all(|two| two[1] - two[0] >= pause), "{starts:?}");
}

#[tokio::test(start_paused = true)]
async fn reads_are_not_delayed() {
    let limited =
        RateLimited::with_pause(Scripted::new(&[Ok(&[])]), Duration::from_secs(3600), || Box::pin(pending()));
    limited.assign_private_ip(ENI, address(), Reassignment::Refuse).await.unwrap();
    let read = limited.network_interface(ENI);
    assert!(tokio::time::timeout(Duration::from_secs(5), read).await.unwrap().is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_stopped_caller_waits_for_nothing() {
    let script = Scripted::new(&[Ok(&[])]);
    let holds = |seen: &NetworkInterface| seen.has(address());
    let looked = until(&script, (ENI, "the address"), patience(60_000), ready(()), holds).await;
    assert_eq!(looked.unwrap_err().kind, ErrorKind::Stopped);
    let limited = RateLimited::with_pause(script, Duration::from_secs(3600), || Box::pin(ready(())));
    let sent = limited.assign_private_ip(ENI, address(), Reassignment::Refuse).await.unwrap_err();
    assert_eq!(sent.kind, ErrorKind::Stopped);
    assert!(!sent.is_ambiguous(), "it was not sent");
    assert!(limited.into_inner().writes.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn long_waits_for_a_turn_and_for_a_change_to_show_are_told() {
    let log = Log::default();
    let _guard = log.keep(LevelFilter::INFO);
    wait(&Scripted::new(&[Ok(&[])]), 12_000).await.unwrap_err();
    let pause = Duration::from_secs(15);
    let limited = RateLimited::with_pause(Scripted::default(), pause, || Box::pin(pending()));
    let write = |id: &'static str| limited.assign_private_ip(id, address(), Reassignment::Refuse);
    let (first, second) = tokio::join!(write("eni-1"), write("eni-2"));
    first.and(second).unwrap();
    let lines = log.lines("INFO");
    let [show, turn] = &lines[..] else { panic!("{lines:?}") };
    assert!(show.contains("still waiting for eni-1 to show the address 10.0.1.50"), "{show}");
    assert!(turn.contains("still waiting for the turn of AssignPrivateIpAddresses on eni-2"), "{turn}");
}
