//! What EC2 said, in the words in which `aws ec2 describe-...` prints it; no more than the provider reads.

use ec2_core::{
    Attachment, Instance, InstanceType, NetworkInterface, PrivateAddress, Route, RouteState, RouteTable,
    RouteTarget, Subnet, Vpc,
};
use ipnet::Ipv4Net;
use serde::Serialize;
use serde_json::{Map, Value};

use super::MOST_RECORDS;

/// An action of EC2, with its answer or its refusal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Described {
    /// Name of the action.
    pub action: String,
    /// The object with the list of what was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Value>,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failed>,
    /// Whether there are more records than [`MOST_RECORDS`].
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

/// A refusal of EC2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failed {
    /// EC2's code, or a word for what happened without an answer.
    pub code: String,
}

impl Described {
    /// The interfaces that were found.
    #[must_use]
    pub fn interfaces(found: &[NetworkInterface]) -> Self {
        Self::found("DescribeNetworkInterfaces", "NetworkInterfaces", found.iter().map(interface))
    }

    /// The subnets that were found.
    #[must_use]
    pub fn subnets(found: &[Subnet]) -> Self {
        Self::found("DescribeSubnets", "Subnets", found.iter().map(subnet))
    }

    /// The VPCs that were found.
    #[must_use]
    pub fn vpcs(found: &[Vpc]) -> Self {
        Self::found("DescribeVpcs", "Vpcs", found.iter().map(vpc))
    }

    /// The instances that were found.
    #[must_use]
    pub fn instances(found: &[Instance]) -> Self {
        let reservations = found.iter().map(|found| object([("Instances", list([instance(found)]))]));
        Self::found("DescribeInstances", "Reservations", reservations)
    }

    /// The instance types that were found.
    #[must_use]
    pub fn instance_types(found: &[InstanceType]) -> Self {
        Self::found("DescribeInstanceTypes", "InstanceTypes", found.iter().map(instance_type))
    }

    /// The route tables that were found.
    #[must_use]
    pub fn route_tables(found: &[RouteTable]) -> Self {
        Self::found("DescribeRouteTables", "RouteTables", found.iter().map(route_table))
    }

    /// An action that was refused or not answered.
    #[must_use]
    pub fn refused(action: &str, code: &str) -> Self {
        let error = Some(Failed { code: code.to_owned() });
        Self { action: action.to_owned(), answer: None, error, cut: false }
    }

    /// How many records were found; `None` for a refusal.
    #[must_use]
    pub fn records(&self) -> Option<usize> {
        self.answer.as_ref()?.as_object()?.values().find_map(Value::as_array).map(Vec::len)
    }

    fn found(action: &str, set: &str, records: impl IntoIterator<Item = Value>) -> Self {
        let mut records: Vec<_> = records.into_iter().collect();
        let cut = records.len() > MOST_RECORDS;
        records.truncate(MOST_RECORDS);
        let answer = Some(object([(set, Value::Array(records))]));
        Self { action: action.to_owned(), answer, error: None, cut }
    }
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let given = members.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(given.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

fn list(items: impl IntoIterator<Item = Value>) -> Value {
    Value::Array(items.into_iter().collect())
}

fn text(value: impl ToString) -> Value {
    Value::from(value.to_string())
}

fn interface(found: &NetworkInterface) -> Value {
    object([
        ("NetworkInterfaceId", text(&found.id)),
        ("Description", text(&found.description)),
        ("OwnerId", text(&found.owner_id)),
        ("SubnetId", text(&found.subnet_id)),
        ("VpcId", text(&found.vpc_id)),
        ("AvailabilityZone", text(&found.availability_zone)),
        ("Attachment", found.attachment.as_ref().map_or(Value::Null, attachment)),
        ("PrivateIpAddresses", list(found.addresses.iter().map(address))),
        ("Ipv4Prefixes", list(found.prefixes.iter().map(|prefix| object([("Ipv4Prefix", text(prefix))])))),
        ("Status", text(&found.status)),
    ])
}

fn attachment(found: &Attachment) -> Value {
    object([
        ("InstanceId", found.instance_id.as_deref().map_or(Value::Null, Value::from)),
        ("DeviceIndex", Value::from(found.device_index)),
        ("Status", text(&found.status)),
    ])
}

fn address(found: &PrivateAddress) -> Value {
    let association = found.elastic_ip.map(|public| object([("PublicIp", text(public))]));
    object([
        ("PrivateIpAddress", text(found.address)),
        ("Primary", Value::from(found.primary)),
        ("Association", association.unwrap_or_default()),
    ])
}

fn subnet(found: &Subnet) -> Value {
    object([
        ("SubnetId", text(&found.id)),
        ("VpcId", text(&found.vpc_id)),
        ("CidrBlock", text(found.cidr)),
        ("AvailabilityZone", text(&found.availability_zone)),
    ])
}

fn vpc(found: &Vpc) -> Value {
    let range = |range: &Ipv4Net| object([("CidrBlock", text(range))]);
    object([
        ("VpcId", text(&found.id)),
        ("OwnerId", text(&found.owner_id)),
        ("CidrBlock", found.cidrs.first().map(text).unwrap_or_default()),
        ("CidrBlockAssociationSet", list(found.cidrs.iter().map(range))),
    ])
}

fn instance(found: &Instance) -> Value {
    let id = |id: &Option<String>| id.as_deref().map_or(Value::Null, Value::from);
    object([
        ("InstanceId", text(&found.id)),
        ("InstanceType", text(&found.instance_type)),
        ("Placement", object([("AvailabilityZone", text(&found.availability_zone))])),
        ("State", object([("Name", text(&found.state))])),
        ("SubnetId", id(&found.subnet_id)),
        ("VpcId", id(&found.vpc_id)),
    ])
}

fn instance_type(found: &InstanceType) -> Value {
    let limits = object([
        ("Ipv4AddressesPerInterface", Value::from(found.ipv4_addresses_per_interface)),
        ("MaximumNetworkInterfaces", Value::from(found.maximum_network_interfaces)),
    ]);
    object([("InstanceType", text(&found.name)), ("NetworkInfo", limits)])
}

fn route_table(found: &RouteTable) -> Value {
    let main = found.is_main.then(|| object([("Main", Value::from(true))]));
    let of_subnet = |id: &String| object([("Main", Value::from(false)), ("SubnetId", text(id))]);
    object([
        ("RouteTableId", text(&found.id)),
        ("VpcId", text(&found.vpc_id)),
        ("Associations", list(main.into_iter().chain(found.subnet_ids.iter().map(of_subnet)))),
        ("Routes", list(found.routes.iter().map(route))),
    ])
}

fn route(found: &Route) -> Value {
    let (member, target) = match &found.target {
        RouteTarget::NetworkInterface(id) => ("NetworkInterfaceId", id.as_str()),
        RouteTarget::Local => ("GatewayId", "local"),
        RouteTarget::Gateway(id) => ("GatewayId", id.as_str()),
        RouteTarget::Other(id) => (member_of(id), id.as_str()),
    };
    let state = match &found.state {
        RouteState::Active => "active",
        RouteState::Blackhole => "blackhole",
        RouteState::Other(other) => other,
    };
    object([
        ("DestinationCidrBlock", text(found.destination)),
        (member, text(target)),
        ("State", text(state)),
    ])
}

/// Returns the member that has a target of this kind.
fn member_of(target: &str) -> &'static str {
    match target.split('-').next() {
        Some("nat") => "NatGatewayId",
        Some("tgw") => "TransitGatewayId",
        Some("pcx") => "VpcPeeringConnectionId",
        Some("lgw") => "LocalGatewayId",
        Some("cagw") => "CarrierGatewayId",
        _ => "GatewayId",
    }
}

#[cfg(test)]
#[path = "described_tests.rs"]
mod tests;
