//! A scripted EC2.

use std::collections::{BTreeMap, VecDeque};
use std::future::pending;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use ec2::{
    Allowance, Budget, CidrReservation, Ec2, Error, ErrorKind, Instance, InstanceType, InterfaceFilter,
    NetworkInterface, PrivateAddress, RateLimited, Reassignment, RouteTable, RouteTableFilter, Stopped,
    Subnet, Vpc,
};
use tokio::time::Instant;

pub(crate) const ENI: &str = "eni-1";

/// How long a write takes.
pub(crate) const WRITE: Duration = Duration::from_millis(20);

/// More than any test uses.
pub(crate) const PLENTY: Allowance = Allowance { at_once: 1000.0, per_second: 1000.0 };

/// The answer to one look: the addresses, or an error.
pub(crate) type Look = Result<&'static [&'static str], ErrorKind>;

/// A write that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) action: &'static str,
    pub(crate) interface: String,
    /// The last octets of its addresses.
    pub(crate) hosts: Vec<u8>,
    pub(crate) begun: Instant,
    pub(crate) ended: Instant,
}

/// Plays its looks in order, repeats the last one forever, and records its writes. A write fails if an error
/// is next in `errors`, or if it has an address of `bad`.
#[derive(Default)]
pub(crate) struct Scripted {
    pub(crate) looks: Mutex<VecDeque<Look>>,
    pub(crate) errors: Mutex<VecDeque<Error>>,
    pub(crate) bad: Mutex<BTreeMap<u8, Error>>,
    writes: Mutex<Vec<Done>>,
}

impl Scripted {
    pub(crate) fn new(looks: &[Look]) -> Self {
        Self { looks: Mutex::new(looks.iter().cloned().collect()), ..Self::default() }
    }

    pub(crate) fn writes(&self) -> Vec<Done> {
        self.writes.lock().unwrap().clone()
    }

    /// Returns the last octets of the addresses of each write.
    pub(crate) fn hosts(&self) -> Vec<Vec<u8>> {
        self.writes().into_iter().map(|done| done.hosts).collect()
    }

    async fn write(
        &self,
        action: &'static str,
        interface: &str,
        addresses: &[Ipv4Addr],
    ) -> Result<(), Error> {
        let begun = Instant::now();
        tokio::time::sleep(WRITE).await;
        let hosts: Vec<_> = addresses.iter().map(|address| address.octets()[3]).collect();
        let bad = hosts.iter().find_map(|host| self.bad.lock().unwrap().get(host).cloned());
        let done = Done { action, interface: interface.to_owned(), hosts, begun, ended: Instant::now() };
        self.writes.lock().unwrap().push(done);
        match self.errors.lock().unwrap().pop_front().or(bad) {
            Some(error) => Err(error),
            None => Ok(()),
        }
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

    async fn assign_private_ips(
        &self,
        interface: &str,
        addresses: &[Ipv4Addr],
        _: Reassignment,
    ) -> Result<(), Error> {
        self.write("AssignPrivateIpAddresses", interface, addresses).await
    }

    async fn unassign_private_ips(&self, interface: &str, addresses: &[Ipv4Addr]) -> Result<(), Error> {
        self.write("UnassignPrivateIpAddresses", interface, addresses).await
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

pub(crate) fn address(host: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 0, 1, host)
}

/// Returns a script and what calls it within this budget for writes.
pub(crate) fn limited(writes: Allowance) -> (Arc<Scripted>, Arc<RateLimited>) {
    limited_until(writes, || Box::pin(pending()))
}

/// The same, for callers that may be told to stop.
pub(crate) fn limited_until(writes: Allowance, stopped: Stopped) -> (Arc<Scripted>, Arc<RateLimited>) {
    let script = Arc::new(Scripted::new(&[Ok(&[])]));
    let budget = Arc::new(Budget::new(writes, PLENTY));
    let limited = RateLimited::new(Arc::<Scripted>::clone(&script), budget, stopped);
    (script, Arc::new(limited))
}
