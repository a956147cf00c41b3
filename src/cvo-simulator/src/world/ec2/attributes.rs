//! `DescribeVpcAttribute` and `DescribeInstanceAttribute`: one attribute of one object.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::describe::item_set;
use super::error::Ec2Error;
use super::instance::Reservation;
use super::network_interface::Group;
use super::vpc::Vpc;

/// The id of an object and one of its attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributes {
    /// Element and value of the id, such as `vpcId`.
    pub id: (&'static str, String),
    /// Element of the attribute.
    pub name: &'static str,
    /// Its value.
    pub value: AttributeValue,
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeValue {
    /// In an element `value`; `None` for an attribute without a value.
    Single(Option<String>),
    /// Security groups.
    Groups(Vec<Group>),
}

#[derive(Serialize)]
struct Single<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
}

#[derive(Serialize)]
struct Groups<'a>(#[serde(serialize_with = "borrowed_item_set")] &'a [Group]);

fn borrowed_item_set<S: Serializer>(items: &&[Group], serializer: S) -> Result<S::Ok, S::Error> {
    item_set(items, serializer)
}

impl Serialize for Attributes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(None)?;
        fields.serialize_entry(self.id.0, &self.id.1)?;
        match &self.value {
            AttributeValue::Single(value) => {
                fields.serialize_entry(self.name, &Single { value: value.as_deref() })?;
            }
            AttributeValue::Groups(groups) => fields.serialize_entry(self.name, &Groups(groups))?,
        }
        fields.end()
    }
}

/// Attributes of a VPC (EC2 API reference) with their values in a VPC whose DNS settings nobody changed.
const OF_VPC: [(&str, &str); 3] = [
    ("enableDnsHostnames", "false"),
    ("enableDnsSupport", "true"),
    ("enableNetworkAddressUsageMetrics", "false"),
];

pub fn of_vpc(vpcs: &[Vpc], name: &str) -> Result<Attributes, Ec2Error> {
    let vpc = vpcs.first().ok_or_else(Ec2Error::internal_error)?;
    let known = OF_VPC.iter().find(|(known, _)| *known == name);
    let (name, value) = known.ok_or_else(|| Ec2Error::invalid_value("attribute", name))?;
    let value = AttributeValue::Single(Some((*value).to_owned()));
    Ok(Attributes { id: ("vpcId", vpc.vpc_id.clone()), name, value })
}

/// Attributes of an instance (EC2 API reference) whose values do not depend on the instance: those of one
/// that nobody changed.
const OF_INSTANCE: [(&str, Option<&str>); 9] = [
    ("disableApiStop", Some("false")),
    ("disableApiTermination", Some("false")),
    ("enaSupport", Some("true")),
    ("instanceInitiatedShutdownBehavior", Some("stop")),
    ("kernel", None),
    ("ramdisk", None),
    ("rootDeviceName", Some("/dev/xvda")),
    ("sriovNetSupport", Some("simple")),
    ("userData", None),
];

pub fn of_instance(reservations: &[Reservation], name: &str) -> Result<Attributes, Ec2Error> {
    let mut instances = reservations.iter().flat_map(|reservation| &reservation.instances);
    let instance = instances.next().ok_or_else(Ec2Error::internal_error)?;
    let single = |value: Option<String>| AttributeValue::Single(value);
    let (name, value) = match name {
        "instanceType" => ("instanceType", single(Some(instance.instance_type.clone()))),
        "ebsOptimized" => ("ebsOptimized", single(Some(instance.ebs_optimized.to_string()))),
        "sourceDestCheck" => {
            ("sourceDestCheck", single(instance.source_dest_check.map(|check| check.to_string())))
        }
        "groupSet" => ("groupSet", AttributeValue::Groups(instance.groups.clone())),
        _ => {
            let known = OF_INSTANCE.iter().find(|(known, _)| *known == name);
            let (name, value) = known.ok_or_else(|| Ec2Error::invalid_value("attribute", name))?;
            (*name, single(value.map(str::to_owned)))
        }
    };
    Ok(Attributes { id: ("instanceId", instance.instance_id.clone()), name, value })
}
