//! What the provider needs of EC2: one trait over the structs of `ec2-core`, gentle writing and patient reading.
//!
//! *Invariant:* this crate names no AWS SDK and opens no socket, so everything that depends on it compiles
//! without the SDK. The adapter is a crate of its own.
#![deny(missing_docs)]

mod rate_limited;
mod settle;

use std::net::Ipv4Addr;

use async_trait::async_trait;

pub use ec2_core::*;
pub use rate_limited::{RateLimited, Stopped};
pub use settle::{Patience, until};

/// The part of EC2 that the provider uses.
///
/// Reads are eventually consistent: after a write use [`until`]. Addresses are always explicit. EC2 could also be
/// asked for a number of addresses, but a repeat of such a call after a lost answer assigns twice.
#[async_trait]
pub trait Ec2: Send + Sync {
    /// One network interface; [`ErrorKind::NotFound`] when EC2 does not know it.
    async fn network_interface(&self, id: &str) -> Result<NetworkInterface, Error>;

    /// Every interface that the filter selects, all pages, in no particular order.
    ///
    /// An id that EC2 does not know makes a call with [`InterfaceFilter::Ids`] fail as a whole.
    async fn network_interfaces(&self, filter: InterfaceFilter) -> Result<Vec<NetworkInterface>, Error>;

    /// The instances with these ids; an unknown one makes the whole call fail.
    async fn instances(&self, ids: &[String]) -> Result<Vec<Instance>, Error>;

    /// Limits of an instance type, from NetApp's list of supported types when the permission
    /// `ec2:DescribeInstanceTypes` is missing ([`InstanceType::source`] says which).
    async fn instance_type(&self, name: &str) -> Result<InstanceType, Error>;

    /// One subnet; [`ErrorKind::NotFound`] when EC2 does not know it.
    async fn subnet(&self, id: &str) -> Result<Subnet, Error>;

    /// The IPv4 ranges of the subnet that EC2 keeps away from its own automatic choice.
    async fn subnet_cidr_reservations(&self, subnet: &str) -> Result<Vec<CidrReservation>, Error>;

    /// Every VPC of the Region that the credentials can see, all pages. VPCs of other accounts are among them only
    /// when they are shared with this one.
    async fn vpcs(&self) -> Result<Vec<Vpc>, Error>;

    /// Every route table that the filter selects, all pages, in no particular order.
    ///
    /// An id that EC2 does not know makes a call with [`RouteTableFilter::Ids`] fail as a whole.
    async fn route_tables(&self, filter: RouteTableFilter) -> Result<Vec<RouteTable>, Error>;

    /// Gives the interface one more secondary address. An address that it has already is no error.
    async fn assign_private_ip(
        &self,
        interface: &str,
        address: Ipv4Addr,
        reassignment: Reassignment,
    ) -> Result<(), Error>;

    /// Takes a secondary address off the interface. An address that is not there is no error.
    async fn unassign_private_ip(&self, interface: &str, address: Ipv4Addr) -> Result<(), Error>;
}
