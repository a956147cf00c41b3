//! What the provider needs from EC2: one trait over the structs of `ec2-core`, calls within a budget, and
//! reads that wait for a write to show.
//!
//! *Invariant:* this crate names no AWS SDK and opens no socket, so everything that depends on it compiles
//! without the SDK. The adapter is a separate crate.
#![deny(missing_docs)]

mod bucket;
mod budget;
mod lane;
mod rate_limited;
mod settle;

use std::net::Ipv4Addr;

use async_trait::async_trait;

pub use bucket::Allowance;
pub use budget::Budget;
pub use ec2_core::*;
pub use rate_limited::{RateLimited, Stopped};
pub use settle::{Patience, until};

/// The part of EC2 that the provider uses.
///
/// Reads are eventually consistent: use [`until`] after a write. Addresses are always explicit. EC2 can also
/// assign a given number of addresses of its own choice, but repeating such a call after a lost answer
/// assigns twice.
#[async_trait]
pub trait Ec2: Send + Sync {
    /// Returns one network interface; [`ErrorKind::NotFound`] when EC2 does not know it.
    async fn network_interface(&self, id: &str) -> Result<NetworkInterface, Error>;

    /// Returns every interface that the filter selects, from all pages, in no particular order.
    ///
    /// With [`InterfaceFilter::Ids`], one unknown id makes the whole call fail.
    async fn network_interfaces(&self, filter: InterfaceFilter) -> Result<Vec<NetworkInterface>, Error>;

    /// Returns the instances with these ids. One unknown id makes the whole call fail.
    async fn instances(&self, ids: &[String]) -> Result<Vec<Instance>, Error>;

    /// Returns the limits of an instance type. When the permission `ec2:DescribeInstanceTypes` is missing,
    /// they come from NetApp's list of supported types ([`InstanceType::source`] tells which).
    async fn instance_type(&self, name: &str) -> Result<InstanceType, Error>;

    /// Returns one subnet; [`ErrorKind::NotFound`] when EC2 does not know it.
    async fn subnet(&self, id: &str) -> Result<Subnet, Error>;

    /// Returns the IPv4 ranges of the subnet that EC2 excludes from its automatic choice.
    async fn subnet_cidr_reservations(&self, subnet: &str) -> Result<Vec<CidrReservation>, Error>;

    /// Returns every VPC of the Region that the credentials can see, from all pages. VPCs of other accounts
    /// are included only when they are shared with this account.
    async fn vpcs(&self) -> Result<Vec<Vpc>, Error>;

    /// Returns every route table that the filter selects, from all pages, in no particular order.
    ///
    /// With [`RouteTableFilter::Ids`], one unknown id makes the whole call fail.
    async fn route_tables(&self, filter: RouteTableFilter) -> Result<Vec<RouteTable>, Error>;

    /// Assigns secondary addresses to the interface, all or none. It is not an error if the interface already
    /// has some of them.
    async fn assign_private_ips(
        &self,
        interface: &str,
        addresses: &[Ipv4Addr],
        reassignment: Reassignment,
    ) -> Result<(), Error>;

    /// Removes secondary addresses from the interface, all or none. If it does not have one of them, the error is
    /// [`ErrorKind::NotAssigned`], unless it was the only one and an earlier attempt of this call may have
    /// removed it: the address may have gone to another interface meanwhile.
    async fn unassign_private_ips(&self, interface: &str, addresses: &[Ipv4Addr]) -> Result<(), Error>;

    /// Assigns a secondary address to the interface. It is not an error if the interface already has it.
    async fn assign_private_ip(
        &self,
        interface: &str,
        address: Ipv4Addr,
        reassignment: Reassignment,
    ) -> Result<(), Error> {
        self.assign_private_ips(interface, &[address], reassignment).await
    }

    /// Removes a secondary address from the interface, as [`Self::unassign_private_ips`] does.
    async fn unassign_private_ip(&self, interface: &str, address: Ipv4Addr) -> Result<(), Error> {
        self.unassign_private_ips(interface, &[address]).await
    }
}
