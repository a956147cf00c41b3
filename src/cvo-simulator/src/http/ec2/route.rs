//! The write actions for routes.

use super::query::Parameters;
use super::{Action, Call};
use crate::world::ec2::{Ec2Error, RouteRequest};

/// Destinations and targets other than IPv4 blocks, gateways, instances and interfaces are unknown parameters
/// here.
pub const ACTIONS: &[(&str, Action)] =
    &[("CreateRoute", create_route), ("ReplaceRoute", replace_route), ("DeleteRoute", delete_route)];

fn create_route(mut call: Call<'_>) -> Result<String, Ec2Error> {
    let request = route_request(&mut call.parameters)?;
    call.parameters.ready()?;
    call.ec2.create_route(call.now, &request)?;
    call.reply.done()
}

fn replace_route(mut call: Call<'_>) -> Result<String, Ec2Error> {
    let request = route_request(&mut call.parameters)?;
    call.parameters.ready()?;
    call.ec2.replace_route(call.now, &request)?;
    call.reply.done()
}

fn delete_route(mut call: Call<'_>) -> Result<String, Ec2Error> {
    let table = call.parameters.required("RouteTableId")?;
    let destination = call.parameters.required("DestinationCidrBlock")?;
    call.parameters.ready()?;
    call.ec2.delete_route(call.now, &table, &destination)?;
    call.reply.done()
}

fn route_request(parameters: &mut Parameters) -> Result<RouteRequest, Ec2Error> {
    Ok(RouteRequest {
        route_table_id: parameters.required("RouteTableId")?,
        destination_cidr_block: parameters.required("DestinationCidrBlock")?,
        gateway_id: parameters.take("GatewayId"),
        instance_id: parameters.take("InstanceId"),
        network_interface_id: parameters.take("NetworkInterfaceId"),
    })
}
