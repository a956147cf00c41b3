//! The read actions.

use serde::Serialize;

use super::{Action, Call};
use crate::world::clock::Moment;
use crate::world::ec2::{DescribeRequest, Ec2Error, Ec2World, Page};

pub const ACTIONS: &[(&str, Action)] = &[
    ("DescribeInstances", |mut call| {
        call.parameters.flag("IncludeManagedResources")?;
        describe(call, "InstanceId", "reservationSet", Ec2World::describe_instances)
    }),
    ("DescribeInstanceTypes", |mut call| {
        call.parameters.flag("IncludeUnsupportedInRegion")?;
        describe(call, "InstanceType", "instanceTypeSet", Ec2World::describe_instance_types)
    }),
    ("DescribeNetworkInterfaces", |mut call| {
        call.parameters.flag("IncludeManagedResources")?;
        describe(call, "NetworkInterfaceId", "networkInterfaceSet", Ec2World::describe_network_interfaces)
    }),
    ("DescribeSubnets", |call| describe(call, "SubnetId", "subnetSet", Ec2World::describe_subnets)),
    ("DescribeVpcs", |call| describe(call, "VpcId", "vpcSet", Ec2World::describe_vpcs)),
    ("DescribeRouteTables", |call| {
        describe(call, "RouteTableId", "routeTableSet", Ec2World::describe_route_tables)
    }),
    ("DescribeVpcAttribute", |mut call| {
        let (id, name) = (call.parameters.required("VpcId")?, call.parameters.required("Attribute")?);
        call.parameters.ready()?;
        call.reply.with(call.ec2.describe_vpc_attribute(call.now, &id, &name)?)
    }),
    ("DescribeInstanceAttribute", |mut call| {
        let (id, name) = (call.parameters.required("InstanceId")?, call.parameters.required("Attribute")?);
        call.parameters.ready()?;
        call.reply.with(call.ec2.describe_instance_attribute(call.now, &id, &name)?)
    }),
    ("DescribeAvailabilityZones", describe_availability_zones),
    ("DescribeTags", |mut call| {
        let request = call.parameters.describe_request(None)?;
        call.parameters.ready()?;
        call.reply.page("tagSet", &call.ec2.describe_tags(call.now, &request)?)
    }),
    ("GetSubnetCidrReservations", get_subnet_cidr_reservations),
];

type Read<T> = fn(&Ec2World, Moment, &DescribeRequest) -> Result<Page<T>, Ec2Error>;

fn describe<T: Serialize>(
    mut call: Call<'_>,
    ids: &str,
    set: &'static str,
    read: Read<T>,
) -> Result<String, Ec2Error> {
    let request = call.parameters.describe_request(Some(ids))?;
    call.parameters.ready()?;
    call.reply.page(set, &read(call.ec2, call.now, &request)?)
}

/// Zones can be selected by name or by id, and are returned all at once.
fn describe_availability_zones(mut call: Call<'_>) -> Result<String, Ec2Error> {
    call.parameters.flag("AllAvailabilityZones")?;
    let zone_ids = call.parameters.list("ZoneId");
    let mut request = call.parameters.describe_request(Some("ZoneName"))?;
    if !zone_ids.is_empty() {
        request = request.filter("zone-id", zone_ids);
    }
    call.parameters.ready()?;
    call.reply.page("availabilityZoneInfo", &call.ec2.describe_availability_zones(call.now, &request)?)
}

fn get_subnet_cidr_reservations(mut call: Call<'_>) -> Result<String, Ec2Error> {
    #[derive(Serialize)]
    struct Content<'a, T> {
        #[serde(rename = "subnetIpv4CidrReservationSet")]
        ipv4: super::xml::Set<'a, T>,
        #[serde(rename = "subnetIpv6CidrReservationSet")]
        ipv6: super::xml::Set<'a, T>,
        #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
        next_token: Option<String>,
    }
    let subnet = call.parameters.required("SubnetId")?;
    let request = call.parameters.describe_request(None)?;
    call.parameters.ready()?;
    let Page { items, next_token } = call.ec2.get_subnet_cidr_reservations(call.now, &subnet, &request)?;
    let ipv6 = super::xml::Set { item: &[] };
    call.reply.with(Content { ipv4: super::xml::Set { item: &items }, ipv6, next_token })
}
