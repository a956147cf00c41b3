//! The EC2 port directly on the simulated world: no SDK, no HTTP.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use cvo_simulator::SharedWorld;
use cvo_simulator::world::ec2::{
    AssignRequest, DescribeRequest, Ec2Error, NetworkInterface as Interface, Route as SimRoute,
    RouteTable as SimRouteTable, UnassignRequest,
};
use ec2::{
    Attachment, CidrReservation, Ec2, Error, ErrorKind, Instance, InstanceType, InterfaceFilter, LimitSource,
    NetworkInterface, PrivateAddress, Reassignment, Route, RouteState, RouteTable, RouteTableFilter,
    RouteTarget, Subnet, Vpc,
};

use super::ec2_trouble::Troubles;

/// The calls that were made, the action without permission, and the trouble in force.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    pub(super) troubles: Troubles,
    made: Mutex<Vec<&'static str>>,
    denied: Mutex<Option<&'static str>>,
}

impl Calls {
    /// Returns the calls since the last call of this method, by action.
    pub(crate) fn take(&self) -> Vec<&'static str> {
        std::mem::take(&mut *self.made.lock().unwrap())
    }

    /// Takes the permission for this action away from the credentials.
    pub(crate) fn deny(&self, action: &'static str) {
        *self.denied.lock().unwrap() = Some(action);
    }

    fn call(&self, action: &'static str) -> Result<(), Error> {
        self.made.lock().unwrap().push(action);
        if *self.denied.lock().unwrap() == Some(action) {
            Err(Error::answered(action, "UnauthorizedOperation", "You are not authorized.", None))
        } else {
            Ok(())
        }
    }
}

/// EC2 as the simulated world has it.
pub(crate) struct SimEc2 {
    pub(crate) world: SharedWorld,
    pub(crate) calls: Arc<Calls>,
}

impl SimEc2 {
    async fn interfaces(&self, request: &DescribeRequest) -> Result<Vec<NetworkInterface>, Error> {
        let action = "DescribeNetworkInterfaces";
        self.calls.call(action)?;
        let look = || {
            let world = self.world.lock();
            let page = world.ec2.describe_network_interfaces(world.clock.now(), request);
            let page = page.map_err(|error| answered(action, error))?;
            Ok(page.items.into_iter().map(interface).collect())
        };
        self.calls.troubles.through(action, look).await
    }
}

#[async_trait]
impl Ec2 for SimEc2 {
    async fn network_interface(&self, id: &str) -> Result<NetworkInterface, Error> {
        self.interfaces(&DescribeRequest::ids([id]))
            .await?
            .pop()
            .ok_or_else(|| missing("DescribeNetworkInterfaces", id))
    }

    async fn network_interfaces(&self, filter: InterfaceFilter) -> Result<Vec<NetworkInterface>, Error> {
        let by = |name: &str, values: Vec<String>| DescribeRequest::default().filter(name, values);
        self.interfaces(&match filter {
            InterfaceFilter::Ids(ids) => DescribeRequest::ids(ids),
            InterfaceFilter::PrivateIps(addresses) => {
                by("addresses.private-ip-address", addresses.iter().map(ToString::to_string).collect())
            }
            InterfaceFilter::Instances(ids) => by("attachment.instance-id", ids),
            InterfaceFilter::Subnet(id) => by("subnet-id", vec![id]),
        })
        .await
    }

    async fn instances(&self, ids: &[String]) -> Result<Vec<Instance>, Error> {
        self.calls.call("DescribeInstances")?;
        let world = self.world.lock();
        let page = world.ec2.describe_instances(world.clock.now(), &DescribeRequest::ids(ids.to_vec()));
        let page = page.map_err(|error| answered("DescribeInstances", error))?;
        let found = page.items.into_iter().flat_map(|reservation| reservation.instances);
        let instances = found.map(|found| Instance {
            id: found.instance_id,
            instance_type: found.instance_type,
            availability_zone: found.placement.availability_zone,
            state: found.instance_state.name,
            subnet_id: found.subnet_id,
            vpc_id: found.vpc_id,
        });
        Ok(instances.collect())
    }

    async fn instance_type(&self, name: &str) -> Result<InstanceType, Error> {
        self.calls.call("DescribeInstanceTypes")?;
        let world = self.world.lock();
        let page = world.ec2.describe_instance_types(world.clock.now(), &DescribeRequest::ids([name]));
        let mut page = page.map_err(|error| answered("DescribeInstanceTypes", error))?;
        let found = page.items.pop().ok_or_else(|| missing("DescribeInstanceTypes", name))?;
        Ok(InstanceType {
            name: found.instance_type,
            ipv4_addresses_per_interface: found.network_info.ipv4_addresses_per_interface,
            maximum_network_interfaces: found.network_info.maximum_network_interfaces as usize,
            source: LimitSource::Ec2,
        })
    }

    async fn subnet(&self, id: &str) -> Result<Subnet, Error> {
        self.calls.call("DescribeSubnets")?;
        let world = self.world.lock();
        let page = world.ec2.describe_subnets(world.clock.now(), &DescribeRequest::ids([id]));
        let mut page = page.map_err(|error| answered("DescribeSubnets", error))?;
        let found = page.items.pop().ok_or_else(|| missing("DescribeSubnets", id))?;
        Ok(Subnet {
            id: found.subnet_id,
            vpc_id: found.vpc_id,
            cidr: found.cidr_block,
            availability_zone: found.availability_zone,
        })
    }

    async fn subnet_cidr_reservations(&self, subnet: &str) -> Result<Vec<CidrReservation>, Error> {
        self.calls.call("GetSubnetCidrReservations")?;
        let world = self.world.lock();
        let request = DescribeRequest::default();
        let page = world.ec2.get_subnet_cidr_reservations(world.clock.now(), subnet, &request);
        let page = page.map_err(|error| answered("GetSubnetCidrReservations", error))?;
        let reservations = page.items.into_iter().map(|found| CidrReservation {
            id: found.subnet_cidr_reservation_id,
            cidr: found.cidr,
            reservation_type: found.reservation_type,
            description: found.description,
        });
        Ok(reservations.collect())
    }

    async fn vpcs(&self) -> Result<Vec<Vpc>, Error> {
        self.calls.call("DescribeVpcs")?;
        let world = self.world.lock();
        let page = world.ec2.describe_vpcs(world.clock.now(), &DescribeRequest::default());
        let page = page.map_err(|error| answered("DescribeVpcs", error))?;
        let vpcs = page.items.into_iter().map(|found| Vpc {
            id: found.vpc_id,
            cidrs: found.cidr_block_associations.iter().map(|block| block.cidr_block).collect(),
            owner_id: found.owner_id,
        });
        Ok(vpcs.collect())
    }

    async fn route_tables(&self, filter: RouteTableFilter) -> Result<Vec<RouteTable>, Error> {
        let request = match filter {
            RouteTableFilter::Ids(ids) if ids.is_empty() => return Ok(Vec::new()),
            RouteTableFilter::Ids(ids) => DescribeRequest::ids(ids),
            RouteTableFilter::Vpc(id) => DescribeRequest::default().filter("vpc-id", [id]),
        };
        self.calls.call("DescribeRouteTables")?;
        let world = self.world.lock();
        let page = world.ec2.describe_route_tables(world.clock.now(), &request);
        let page = page.map_err(|error| answered("DescribeRouteTables", error))?;
        Ok(page.items.into_iter().map(route_table).collect())
    }

    async fn assign_private_ips(
        &self,
        interface: &str,
        addresses: &[Ipv4Addr],
        reassignment: Reassignment,
    ) -> Result<(), Error> {
        let action = "AssignPrivateIpAddresses";
        self.calls.call(action)?;
        let request = AssignRequest {
            network_interface_id: interface.to_owned(),
            private_ip_addresses: addresses.iter().map(ToString::to_string).collect(),
            allow_reassignment: reassignment == Reassignment::Allow,
            ..AssignRequest::default()
        };
        let assign = || {
            let mut world = self.world.lock();
            let now = world.clock.now();
            let assigned = world.ec2.assign_private_ip_addresses(now, &request);
            assigned.map(|_| ()).map_err(|error| answered(action, error))
        };
        self.calls.troubles.through(action, assign).await
    }

    async fn unassign_private_ips(&self, interface: &str, addresses: &[Ipv4Addr]) -> Result<(), Error> {
        let action = "UnassignPrivateIpAddresses";
        self.calls.call(action)?;
        let request = UnassignRequest {
            network_interface_id: interface.to_owned(),
            private_ip_addresses: addresses.iter().map(ToString::to_string).collect(),
            ..UnassignRequest::default()
        };
        let unassign = || {
            let mut world = self.world.lock();
            let now = world.clock.now();
            let unassigned = world.ec2.unassign_private_ip_addresses(now, &request);
            unassigned.map_err(|error| answered(action, error))
        };
        self.calls.troubles.through(action, unassign).await
    }
}

fn answered(operation: &'static str, error: Ec2Error) -> Error {
    Error::answered(operation, error.code, error.message, None)
}

fn missing(operation: &'static str, id: &str) -> Error {
    Error::local(operation, ErrorKind::NotFound, format!("{id} does not exist."))
}

fn interface(found: Interface) -> NetworkInterface {
    let addresses = found.private_ip_addresses.iter().map(|held| PrivateAddress {
        address: held.private_ip_address,
        primary: held.primary,
        elastic_ip: held.association.as_ref().map(|association| association.public_ip),
    });
    NetworkInterface {
        addresses: addresses.collect(),
        prefixes: found.ipv4_prefixes.iter().map(|prefix| prefix.ipv4_prefix).collect(),
        attachment: found.attachment.map(|attachment| Attachment {
            instance_id: Some(attachment.instance_id),
            device_index: i32::try_from(attachment.device_index).unwrap(),
            status: attachment.status.to_owned(),
        }),
        id: found.network_interface_id,
        description: found.description,
        owner_id: found.owner_id,
        subnet_id: found.subnet_id,
        vpc_id: found.vpc_id,
        availability_zone: found.availability_zone,
        status: found.status.to_owned(),
    }
}

fn route_table(found: SimRouteTable) -> RouteTable {
    RouteTable {
        is_main: found.associations.iter().any(|association| association.main),
        subnet_ids: found.associations.into_iter().filter_map(|association| association.subnet_id).collect(),
        routes: found.routes.into_iter().map(route).collect(),
        id: found.route_table_id,
        vpc_id: found.vpc_id,
    }
}

fn route(found: SimRoute) -> Route {
    Route {
        destination: found.destination_cidr_block,
        target: match (found.network_interface_id, found.gateway_id.as_deref()) {
            (Some(id), _) => RouteTarget::NetworkInterface(id),
            (None, Some("local")) => RouteTarget::Local,
            (None, id) => RouteTarget::Gateway(id.unwrap_or_default().to_owned()),
        },
        state: match found.state {
            "active" => RouteState::Active,
            "blackhole" => RouteState::Blackhole,
            other => RouteState::Other(other.to_owned()),
        },
    }
}
