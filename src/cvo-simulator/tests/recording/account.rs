//! An account as `aws ec2 describe-…` prints it, with the members that a recording has.

use cvo_simulator::inventory::ec2::{
    Ec2Inventory, NetworkInterfaceSpec, RouteSpec, RouteTableSpec, RouteTarget,
};
use serde_json::{Value, json};

/// The answers of EC2 in a recording.
pub(crate) fn described(account: &Ec2Inventory) -> Value {
    let of = |action: &str, set: &str, items: Vec<Value>| json!({"action": action, "answer": {set: items}});
    let vpc = |id: &str, cidrs: &[ipnet::Ipv4Net]| {
        let blocks: Vec<_> = cidrs.iter().map(|cidr| json!({"CidrBlock": cidr})).collect();
        json!({"VpcId": id, "CidrBlock": cidrs[0], "CidrBlockAssociationSet": blocks})
    };
    let subnets = account.subnets.iter().map(|subnet| {
        json!({
            "SubnetId": subnet.id,
            "VpcId": subnet.vpc_id,
            "CidrBlock": subnet.cidr,
            "AvailabilityZone": subnet.availability_zone,
        })
    });
    let instances = account.instances.iter().map(|instance| {
        let state = json!({"Name": instance.state});
        json!({"Instances": [
            {"InstanceId": instance.id, "InstanceType": instance.instance_type, "State": state},
        ]})
    });
    json!([
        of(
            "DescribeNetworkInterfaces",
            "NetworkInterfaces",
            account.interfaces.iter().map(|spec| interface(account, spec)).collect()
        ),
        of("DescribeSubnets", "Subnets", subnets.collect()),
        of("DescribeVpcs", "Vpcs", account.vpcs.iter().map(|it| vpc(&it.id, &it.cidrs)).collect()),
        of("DescribeInstances", "Reservations", instances.collect()),
        of("DescribeRouteTables", "RouteTables", account.route_tables.iter().map(route_table).collect()),
    ])
}

fn interface(account: &Ec2Inventory, spec: &NetworkInterfaceSpec) -> Value {
    let subnet = account.subnets.iter().find(|subnet| subnet.id == spec.subnet_id).unwrap();
    let primary = json!({"PrivateIpAddress": spec.primary_address, "Primary": true});
    let secondaries = spec.secondary_addresses.iter();
    let secondaries = secondaries.map(|address| json!({"PrivateIpAddress": address, "Primary": false}));
    let attachment = spec.attachment.as_ref();
    let attachment =
        attachment.map(|at| json!({"InstanceId": at.instance_id, "DeviceIndex": at.device_index}));
    json!({
        "NetworkInterfaceId": spec.id,
        "SubnetId": spec.subnet_id,
        "VpcId": subnet.vpc_id,
        "AvailabilityZone": subnet.availability_zone,
        "Description": spec.description,
        "Attachment": attachment,
        "PrivateIpAddresses": std::iter::once(primary).chain(secondaries).collect::<Vec<_>>(),
    })
}

fn route_table(spec: &RouteTableSpec) -> Value {
    let main = spec.is_main.then(|| json!({"Main": true}));
    let subnets = spec.subnet_ids.iter().map(|id| json!({"Main": false, "SubnetId": id}));
    json!({
        "RouteTableId": spec.id,
        "VpcId": spec.vpc_id,
        "Associations": main.into_iter().chain(subnets).collect::<Vec<_>>(),
        "Routes": spec.routes.iter().map(route).collect::<Vec<_>>(),
    })
}

fn route(spec: &RouteSpec) -> Value {
    let (member, target) = match &spec.target {
        RouteTarget::Local => ("GatewayId", "local"),
        RouteTarget::Gateway(id) => ("GatewayId", id.as_str()),
        RouteTarget::NetworkInterface(id) => ("NetworkInterfaceId", id.as_str()),
    };
    json!({"DestinationCidrBlock": spec.destination, member: target, "State": "active"})
}
