//! `CreateRoute`, `ReplaceRoute` and `DeleteRoute`.

use ipnet::Ipv4Net;

use super::error::Ec2Error;
use super::id::IdKind;
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::{RouteSpec, RouteTableSpec, RouteTarget};

/// A request to create or replace a route.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RouteRequest {
    /// `rtb-…`.
    pub route_table_id: String,
    /// Destination, as spelled in the request.
    pub destination_cidr_block: String,
    /// Target: `igw-…` or `vgw-…`.
    pub gateway_id: Option<String>,
    /// Target: the only interface of this instance.
    pub instance_id: Option<String>,
    /// Target: `eni-…`.
    pub network_interface_id: Option<String>,
}

/// Adds a route.
pub fn create(account: &mut Ec2Inventory, request: &RouteRequest) -> Result<(), Ec2Error> {
    let target = target(account, request)?;
    let text = &request.destination_cidr_block;
    // CreateRoute clears the host bits (EC2 API reference).
    let destination = text.parse::<Ipv4Net>().map_err(|_| Ec2Error::malformed_cidr(text))?.trunc();
    let table = table(account, &request.route_table_id)?;
    if table.routes.iter().any(|route| route.destination == destination) {
        return Err(Ec2Error::route_already_exists(destination));
    }
    check_within_vpc(account, table, destination)?;
    if table.routes.len() >= account.routes_per_table {
        return Err(Ec2Error::route_limit_exceeded(account.routes_per_table));
    }
    table_mut(account, &request.route_table_id)?.routes.push(RouteSpec { destination, target });
    Ok(())
}

/// Changes the target of a route. The destination must be spelled as it is stored (EC2 API reference).
pub fn replace(account: &mut Ec2Inventory, request: &RouteRequest) -> Result<(), Ec2Error> {
    let target = target(account, request)?;
    let text = &request.destination_cidr_block;
    text.parse::<Ipv4Net>().map_err(|_| Ec2Error::malformed_cidr(text))?;
    let table = table_mut(account, &request.route_table_id)?;
    let (id, routes) = (&table.id, &mut table.routes);
    let route = routes.iter_mut().find(|route| route.destination.to_string() == *text);
    let route = route.ok_or_else(|| Ec2Error::no_route_to_replace(text))?;
    if route.target == RouteTarget::Local {
        return Err(Ec2Error::local_route_stays(route.destination, id));
    }
    route.target = target;
    Ok(())
}

/// Removes a route.
pub fn delete(account: &mut Ec2Inventory, route_table_id: &str, destination: &str) -> Result<(), Ec2Error> {
    destination.parse::<Ipv4Net>().map_err(|_| Ec2Error::malformed_cidr(destination))?;
    let table = table_mut(account, route_table_id)?;
    let position = table.routes.iter().position(|route| route.destination.to_string() == destination);
    let position = position.ok_or_else(|| Ec2Error::route_not_found(destination, route_table_id))?;
    if table.routes[position].target == RouteTarget::Local {
        return Err(Ec2Error::local_route_stays(table.routes[position].destination, route_table_id));
    }
    table.routes.remove(position);
    Ok(())
}

/// Exactly one target (EC2 API reference), in the VPC of the table.
fn target(account: &Ec2Inventory, request: &RouteRequest) -> Result<RouteTarget, Ec2Error> {
    let table = table(account, &request.route_table_id)?;
    match (&request.gateway_id, &request.instance_id, &request.network_interface_id) {
        (None, None, None) => Err(Ec2Error::no_route_target()),
        (Some(id), None, None) => gateway(account, id),
        (None, Some(id), None) => of_instance(account, table, id),
        (None, None, Some(id)) => interface(account, table, id),
        _ => Err(Ec2Error::several_route_targets()),
    }
}

/// A gateway exists here if a route uses it.
fn gateway(account: &Ec2Inventory, id: &str) -> Result<RouteTarget, Ec2Error> {
    let target = RouteTarget::Gateway(id.to_owned());
    let mut routes = account.route_tables.iter().flat_map(|table| &table.routes);
    if routes.any(|route| route.target == target) { Ok(target) } else { Err(Ec2Error::gateway_not_found(id)) }
}

fn of_instance(account: &Ec2Inventory, table: &RouteTableSpec, id: &str) -> Result<RouteTarget, Ec2Error> {
    IdKind::Instance.check(id)?;
    if !account.instances.iter().any(|instance| instance.id == id) {
        return Err(Ec2Error::not_found(IdKind::Instance, &[id]));
    }
    let attached =
        account.interfaces.iter().filter(|eni| eni.attachment.as_ref().is_some_and(|a| a.instance_id == id));
    match attached.collect::<Vec<_>>().as_slice() {
        [only] => interface(account, table, &only.id),
        _ => Err(Ec2Error::several_interfaces(id)),
    }
}

fn interface(account: &Ec2Inventory, table: &RouteTableSpec, id: &str) -> Result<RouteTarget, Ec2Error> {
    IdKind::NetworkInterface.check(id)?;
    let interface = account.interfaces.iter().find(|eni| eni.id == id);
    let interface = interface.ok_or_else(|| Ec2Error::not_found(IdKind::NetworkInterface, &[id]))?;
    let subnet = account.subnets.iter().find(|subnet| subnet.id == interface.subnet_id);
    if subnet.is_none_or(|subnet| subnet.vpc_id != table.vpc_id) {
        return Err(Ec2Error::different_networks(&table.id, id));
    }
    Ok(RouteTarget::NetworkInterface(id.to_owned()))
}

/// Within its VPC, a route may only have a whole subnet as its destination (VPC user guide, routes to a
/// middlebox appliance). So floating addresses cannot be in the VPC's range.
fn check_within_vpc(
    account: &Ec2Inventory,
    table: &RouteTableSpec,
    destination: Ipv4Net,
) -> Result<(), Ec2Error> {
    let vpc = account.vpcs.iter().find(|vpc| vpc.id == table.vpc_id);
    let within = vpc.is_some_and(|vpc| vpc.cidrs.iter().any(|cidr| cidr.contains(&destination)));
    let is_subnet =
        account.subnets.iter().any(|subnet| subnet.vpc_id == table.vpc_id && subnet.cidr == destination);
    if within && !is_subnet { Err(Ec2Error::no_subnet_has_destination()) } else { Ok(()) }
}

fn table<'a>(account: &'a Ec2Inventory, id: &str) -> Result<&'a RouteTableSpec, Ec2Error> {
    IdKind::RouteTable.check(id)?;
    let found = account.route_tables.iter().find(|table| table.id == id);
    found.ok_or_else(|| Ec2Error::not_found(IdKind::RouteTable, &[id]))
}

fn table_mut<'a>(account: &'a mut Ec2Inventory, id: &str) -> Result<&'a mut RouteTableSpec, Ec2Error> {
    IdKind::RouteTable.check(id)?;
    let found = account.route_tables.iter_mut().find(|table| table.id == id);
    found.ok_or_else(|| Ec2Error::not_found(IdKind::RouteTable, &[id]))
}
