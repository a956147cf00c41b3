//! The EC2 half of the world: the account as an inventory, and the rules of the actions that read or change
//! it.
//!
//! Every rule names its source: the EC2 API reference, the EC2 or VPC user guide, the EC2 developer guide, or
//! "assumed" with a key of `docs/development/assumptions.md`. Reads go through
//! [`Ec2World::describe_network_interfaces`] and the other `describe_` methods, writes through methods named
//! after the actions. [`Ec2World::admit`] is the throttle for both.

mod assign;
mod attributes;
mod availability_zone;
mod describe;
mod error;
mod filter;
mod id;
mod instance;
mod instance_network_interface;
mod instance_type;
mod network_interface;
mod network_interface_attribute;
mod past;
mod route;
mod route_table;
mod snapshot;
mod subnet;
mod tags;
mod throttle;
mod vpc;

#[cfg(test)]
mod tests;

use std::net::Ipv4Addr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::clock::Moment;
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::Tags;
use describe::{Described, describe};
use past::Past;
use throttle::Throttle;

pub use assign::{AssignRequest, Assigned, UnassignRequest};
pub use attributes::Attributes;
pub use availability_zone::AvailabilityZone;
pub use describe::{DescribeRequest, Page, Tag};
pub use error::Ec2Error;
pub use filter::Filter;
pub(crate) use id::derived;
pub use instance::{Instance, InstanceState, Monitoring, Placement, Reservation};
pub use instance_type::{InstanceTypeInfo, MemoryInfo, NetworkInfo, VCpuInfo};
pub use network_interface::{
    Association, Attachment, Group, Ipv4Prefix, Ipv6Address, NetworkInterface, Operator, PrivateIpAddress,
};
pub use network_interface_attribute::Attribute;
pub use route::RouteRequest;
pub use route_table::{AssociationState, PropagatingGateway, Route, RouteTable, RouteTableAssociation};
pub use subnet::{Ipv6CidrBlockAssociation, Subnet, SubnetCidrReservation};
pub use tags::{DeletedTag, TagDescription};
pub use throttle::Scope;
pub use vpc::{CidrBlockAssociation, CidrBlockState, Vpc};

/// Creation time of every object of an inventory, in EC2's format: assumed (`deployed-texts`).
const DEPLOYED_AT: &str = "2026-01-15T09:30:00.000Z";

/// The whole state of EC2.
///
/// Tests in the same process may call it directly, for example as the implementation of a port to EC2:
///
/// ```
/// use cvo_simulator::Preset;
/// use cvo_simulator::world::clock::{Clock, ClockMode};
/// use cvo_simulator::world::ec2::{AssignRequest, DescribeRequest, Ec2World};
///
/// let now = Clock::new(ClockMode::Explicit).now();
/// let mut ec2 = Ec2World::new(Preset::SingleNode.inventory().ec2);
/// let by_address = DescribeRequest::default().filter("addresses.private-ip-address", ["10.20.1.14"]);
/// let interface = ec2.describe_network_interfaces(now, &by_address)?.items.remove(0);
/// let request = AssignRequest {
///     network_interface_id: interface.network_interface_id,
///     private_ip_addresses: vec!["10.20.1.20".into()],
///     ..AssignRequest::default()
/// };
/// ec2.assign_private_ip_addresses(now, &request)?;
/// assert_eq!(ec2.assign_private_ip_addresses(now, &AssignRequest::default()).unwrap_err().code, "InvalidParameter");
/// # Ok::<(), cvo_simulator::world::ec2::Ec2Error>(())
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ec2World {
    account: Ec2Inventory,
    past: Past,
    throttle: Throttle,
}

type Answer<T> = Result<Page<T>, Ec2Error>;

impl Ec2World {
    /// Creates the account that `inventory` describes.
    pub fn new(inventory: Ec2Inventory) -> Self {
        Self { account: inventory, past: Past::new(), throttle: Throttle::default() }
    }

    /// Returns the region of the account.
    pub fn region(&self) -> &str {
        &self.account.region
    }

    /// Returns the twelve-digit id of the account.
    pub fn account_id(&self) -> &str {
        &self.account.account_id
    }

    /// Returns the actual state of the account, regardless of what reads show.
    pub fn account(&self) -> &Ec2Inventory {
        &self.account
    }

    /// Returns the account for changes other than API calls, such as an instance that stops or an interface
    /// that a person deletes.
    pub fn account_mut(&mut self) -> &mut Ec2Inventory {
        &mut self.account
    }

    /// Sets how long reads do not show a write. EC2 is eventually consistent (EC2 developer guide). With
    /// zero, the default, reads show every write at once.
    pub fn set_read_delay(&mut self, delay: Duration) {
        self.past.set_delay(delay);
    }

    /// Takes a token from the bucket of `action`.
    ///
    /// # Errors
    ///
    /// `RequestLimitExceeded` if the bucket is empty.
    pub fn admit(&mut self, now: Moment, action: &str, scope: Scope) -> Result<(), Ec2Error> {
        self.throttle.take(now, action, scope)
    }

    /// Answers a read from the state that is visible at `now`.
    fn read<T: Described>(&self, now: Moment, request: &DescribeRequest) -> Answer<T> {
        describe(self.past.shown(now).unwrap_or(&self.account), request)
    }

    /// Applies all of a change or none of it.
    fn write<T>(
        &mut self,
        now: Moment,
        change: impl FnOnce(&mut Ec2Inventory) -> Result<T, Ec2Error>,
    ) -> Result<T, Ec2Error> {
        let mut account = self.account.clone();
        let answer = change(&mut account)?;
        let replaced = std::mem::replace(&mut self.account, account);
        self.past.remember(now, replaced);
        Ok(answer)
    }
}

/// The read actions.
///
/// # Errors
///
/// All of them refuse malformed or unknown ids, filters that the action does not
/// have, and invalid limits and page tokens.
impl Ec2World {
    /// Describes interfaces.
    pub fn describe_network_interfaces(
        &self,
        now: Moment,
        request: &DescribeRequest,
    ) -> Answer<NetworkInterface> {
        self.read(now, request)
    }

    /// Describes instances.
    pub fn describe_instances(&self, now: Moment, request: &DescribeRequest) -> Answer<Reservation> {
        self.read(now, request)
    }

    /// Describes instance types; `ids` are their names.
    pub fn describe_instance_types(
        &self,
        now: Moment,
        request: &DescribeRequest,
    ) -> Answer<InstanceTypeInfo> {
        self.read(now, request)
    }

    /// Describes subnets.
    pub fn describe_subnets(&self, now: Moment, request: &DescribeRequest) -> Answer<Subnet> {
        self.read(now, request)
    }

    /// Describes the CIDR reservations of one subnet. The `ids` of `request` are ignored.
    pub fn get_subnet_cidr_reservations(
        &self,
        now: Moment,
        subnet_id: &str,
        request: &DescribeRequest,
    ) -> Answer<SubnetCidrReservation> {
        self.describe_subnets(now, &DescribeRequest::ids([subnet_id]))?;
        let request = DescribeRequest { ids: vec![], ..request.clone() };
        self.read(now, &request.filter("subnet-id", [subnet_id]))
    }

    /// Describes VPCs.
    pub fn describe_vpcs(&self, now: Moment, request: &DescribeRequest) -> Answer<Vpc> {
        self.read(now, request)
    }

    /// Describes route tables.
    pub fn describe_route_tables(&self, now: Moment, request: &DescribeRequest) -> Answer<RouteTable> {
        self.read(now, request)
    }

    /// Describes Availability Zones; `ids` are their names.
    pub fn describe_availability_zones(
        &self,
        now: Moment,
        request: &DescribeRequest,
    ) -> Answer<AvailabilityZone> {
        self.read(now, request)
    }

    /// Returns one attribute of a VPC.
    pub fn describe_vpc_attribute(&self, now: Moment, id: &str, name: &str) -> Result<Attributes, Ec2Error> {
        let vpcs = self.describe_vpcs(now, &DescribeRequest::ids([id]))?;
        attributes::of_vpc(&vpcs.items, name)
    }

    /// Returns one attribute of an instance.
    pub fn describe_instance_attribute(
        &self,
        now: Moment,
        id: &str,
        name: &str,
    ) -> Result<Attributes, Ec2Error> {
        let reservations = self.describe_instances(now, &DescribeRequest::ids([id]))?;
        attributes::of_instance(&reservations.items, name)
    }

    /// Describes tags. The `ids` of `request` are ignored.
    pub fn describe_tags(&self, now: Moment, request: &DescribeRequest) -> Answer<TagDescription> {
        self.read(now, &DescribeRequest { ids: vec![], ..request.clone() })
    }
}

/// The write actions. Each takes effect completely or not at all.
///
/// # Errors
///
/// See the comments on the rules in the file of each action.
impl Ec2World {
    /// Assigns secondary addresses or prefixes to an interface.
    pub fn assign_private_ip_addresses(
        &mut self,
        now: Moment,
        request: &AssignRequest,
    ) -> Result<Assigned, Ec2Error> {
        self.write(now, |account| assign::assign(account, request))
    }

    /// Unassigns secondary addresses or prefixes from an interface.
    pub fn unassign_private_ip_addresses(
        &mut self,
        now: Moment,
        request: &UnassignRequest,
    ) -> Result<(), Ec2Error> {
        self.write(now, |account| assign::unassign(account, request))
    }

    /// Changes one attribute of an interface.
    pub fn modify_network_interface_attribute(
        &mut self,
        now: Moment,
        network_interface_id: &str,
        attribute: &Attribute,
    ) -> Result<(), Ec2Error> {
        self.write(now, |account| {
            network_interface_attribute::modify(account, network_interface_id, attribute)
        })
    }

    /// Adds a route.
    pub fn create_route(&mut self, now: Moment, request: &RouteRequest) -> Result<(), Ec2Error> {
        self.write(now, |account| route::create(account, request))
    }

    /// Changes the target of a route.
    pub fn replace_route(&mut self, now: Moment, request: &RouteRequest) -> Result<(), Ec2Error> {
        self.write(now, |account| route::replace(account, request))
    }

    /// Removes a route.
    pub fn delete_route(
        &mut self,
        now: Moment,
        route_table_id: &str,
        destination: &str,
    ) -> Result<(), Ec2Error> {
        self.write(now, |account| route::delete(account, route_table_id, destination))
    }

    /// Adds tags to objects.
    pub fn create_tags(&mut self, now: Moment, ids: &[String], tags: &Tags) -> Result<(), Ec2Error> {
        self.write(now, |account| tags::create(account, ids, tags))
    }

    /// Removes tags from objects.
    pub fn delete_tags(&mut self, now: Moment, ids: &[String], tags: &[DeletedTag]) -> Result<(), Ec2Error> {
        self.write(now, |account| tags::delete(account, ids, tags))
    }
}

/// The default DNS name of an address (VPC user guide, DNS attributes).
fn private_dns_name(region: &str, address: Ipv4Addr) -> String {
    let domain =
        if region == "us-east-1" { "ec2.internal".to_owned() } else { format!("{region}.compute.internal") };
    format!("ip-{}.{domain}", address.to_string().replace('.', "-"))
}
