//! Instances in the format of `DescribeInstances`, each in its own reservation.

use std::net::Ipv4Addr;

use serde::Serialize;

use super::DEPLOYED_AT;
use super::describe::{Described, Paging, Tag, item_set, tag_set};
use super::error::Ec2Error;
use super::filter::Field;
use super::id::{IdKind, derived};
use super::instance_network_interface::network_interface_set;
use super::network_interface::{Group, NetworkInterface, Operator};
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::InstanceSpec;

/// Instances that were launched together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reservation {
    /// `r-…`.
    pub reservation_id: String,
    /// Account.
    pub owner_id: String,
    /// Its instances.
    #[serde(rename = "instancesSet", serialize_with = "item_set")]
    pub instances: Vec<Instance>,
}

/// An instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Instance {
    /// `i-…`.
    pub instance_id: String,
    /// `ami-…`.
    pub image_id: String,
    /// State of the instance.
    pub instance_state: InstanceState,
    /// DNS name of the primary address.
    pub private_dns_name: String,
    /// For example `m5.2xlarge`.
    pub instance_type: String,
    /// Launch time, in EC2's format.
    pub launch_time: &'static str,
    /// Location of the instance.
    pub placement: Placement,
    /// Subnet of the first interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<String>,
    /// VPC of the first interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    /// Primary address of the first interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_ip_address: Option<Ipv4Addr>,
    /// Public address of the first interface.
    #[serde(rename = "ipAddress", skip_serializing_if = "Option::is_none")]
    pub public_ip_address: Option<Ipv4Addr>,
    /// Security groups of the first interface.
    #[serde(rename = "groupSet", serialize_with = "item_set")]
    pub groups: Vec<Group>,
    /// Always `x86_64` here.
    pub architecture: &'static str,
    /// Whether traffic that is not for the addresses of the first interface is dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_dest_check: Option<bool>,
    /// Whether its connection to EBS is separate; true for every type that is simulated: assumed
    /// (`deployed-texts`).
    pub ebs_optimized: bool,
    /// Whether it is monitored in detail.
    pub monitoring: Monitoring,
    /// The AWS service that manages it.
    pub operator: Operator,
    /// Always `ebs` here.
    pub root_device_type: &'static str,
    /// Always `hvm` here.
    pub virtualization_type: &'static str,
    /// Always `xen`, which EC2 reports for Nitro as well.
    pub hypervisor: &'static str,
    /// Interfaces, in order of device index.
    #[serde(rename = "networkInterfaceSet", serialize_with = "network_interface_set")]
    pub network_interfaces: Vec<NetworkInterface>,
    /// Tags.
    #[serde(rename = "tagSet", serialize_with = "item_set")]
    pub tags: Vec<Tag>,
}

/// Monitoring of an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Monitoring {
    /// Always `disabled` here.
    pub state: &'static str,
}

/// The state of an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstanceState {
    /// Number of the state (EC2 API reference, `InstanceState`).
    pub code: u8,
    /// Name of the state.
    pub name: String,
}

/// The location of an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Placement {
    /// For example `eu-central-1a`.
    pub availability_zone: String,
    /// Always `default` here.
    pub tenancy: &'static str,
}

impl Described for Reservation {
    const ACTION: &'static str = "DescribeInstances";
    const PAGING: Paging = Paging { least: 5, most: 1000, excludes: Some(("instancesSet", "maxResults")) };
    const FIELDS: &'static [Field<Self>] = FIELDS;
    const VALUELESS: &'static [&'static str] = &["operator.principal", "requester-id"];

    fn all(account: &Ec2Inventory) -> Vec<Self> {
        let all_interfaces = NetworkInterface::all(account);
        let reservation = |spec: &InstanceSpec| {
            let attached =
                |eni: &&NetworkInterface| eni.attachment.as_ref().is_some_and(|a| a.instance_id == spec.id);
            let mut interfaces: Vec<_> = all_interfaces.iter().filter(attached).cloned().collect();
            interfaces.sort_by_key(|eni| eni.attachment.as_ref().map(|attachment| attachment.device_index));
            Self {
                reservation_id: derived("r", &spec.id),
                owner_id: account.account_id.clone(),
                instances: vec![shown(account, spec, interfaces)],
            }
        };
        account.instances.iter().map(reservation).collect()
    }

    fn key(&self) -> String {
        self.instances.iter().map(|instance| instance.instance_id.as_str()).collect()
    }

    fn check_id(id: &str) -> Result<(), Ec2Error> {
        IdKind::Instance.check(id)
    }

    fn not_found(ids: &[&str]) -> Ec2Error {
        Ec2Error::not_found(IdKind::Instance, ids)
    }

    fn tags(&self) -> &[Tag] {
        self.instances.first().map(|instance| instance.tags.as_slice()).unwrap_or_default()
    }

    fn knows(name: &str) -> bool {
        let of_interface = name.strip_prefix("network-interface.");
        of_interface.is_some_and(NetworkInterface::knows)
            || Self::FIELDS.iter().any(|field| field.0 == name)
            || Self::VALUELESS.contains(&name)
    }

    fn values(&self, name: &str) -> Vec<String> {
        if let Some(name) = name.strip_prefix("network-interface.") {
            let interfaces = self.instances.iter().flat_map(|instance| &instance.network_interfaces);
            return interfaces.flat_map(|eni| eni.values(name)).collect();
        }
        Self::FIELDS.iter().filter(|field| field.0 == name).flat_map(|field| (field.1)(self)).collect()
    }
}

fn shown(account: &Ec2Inventory, spec: &InstanceSpec, network_interfaces: Vec<NetworkInterface>) -> Instance {
    let first = network_interfaces.first();
    let association = first.and_then(|eni| eni.association.as_ref());
    Instance {
        instance_id: spec.id.clone(),
        image_id: derived("ami", &spec.instance_type),
        instance_state: InstanceState { code: state_code(&spec.state), name: spec.state.clone() },
        private_dns_name: first.map(|eni| eni.private_dns_name.clone()).unwrap_or_default(),
        instance_type: spec.instance_type.clone(),
        launch_time: DEPLOYED_AT,
        placement: Placement {
            availability_zone: match first {
                Some(eni) => eni.availability_zone.clone(),
                None => format!("{}a", account.region),
            },
            tenancy: "default",
        },
        subnet_id: first.map(|eni| eni.subnet_id.clone()),
        vpc_id: first.map(|eni| eni.vpc_id.clone()),
        private_ip_address: first.map(|eni| eni.private_ip_address),
        public_ip_address: association.map(|association| association.public_ip),
        groups: first.map(|eni| eni.groups.clone()).unwrap_or_default(),
        architecture: "x86_64",
        source_dest_check: first.map(|eni| eni.source_dest_check),
        ebs_optimized: true,
        monitoring: Monitoring { state: "disabled" },
        operator: Operator { managed: false },
        root_device_type: "ebs",
        virtualization_type: "hvm",
        hypervisor: "xen",
        tags: tag_set(&spec.tags),
        network_interfaces,
    }
}

/// EC2 API reference, `InstanceState`.
fn state_code(name: &str) -> u8 {
    match name {
        "running" => 16,
        "shutting-down" => 32,
        "terminated" => 48,
        "stopping" => 64,
        "stopped" => 80,
        _ => 0,
    }
}

fn of(reservation: &Reservation, value: fn(&Instance) -> Option<String>) -> Vec<String> {
    reservation.instances.iter().filter_map(value).collect()
}

/// Filters of `DescribeInstances` (EC2 API reference) for the properties that this simulator knows.
const FIELDS: &[Field<Reservation>] = &[
    Field("architecture", |r| of(r, |i| Some(i.architecture.into()))),
    Field("availability-zone", |r| of(r, |i| Some(i.placement.availability_zone.clone()))),
    Field("hypervisor", |r| of(r, |i| Some(i.hypervisor.into()))),
    Field("image-id", |r| of(r, |i| Some(i.image_id.clone()))),
    Field("instance-id", |r| of(r, |i| Some(i.instance_id.clone()))),
    Field("instance-state-code", |r| of(r, |i| Some(i.instance_state.code.to_string()))),
    Field("instance-state-name", |r| of(r, |i| Some(i.instance_state.name.clone()))),
    Field("instance-type", |r| of(r, |i| Some(i.instance_type.clone()))),
    Field("instance.group-id", |r| {
        r.instances.iter().flat_map(|i| &i.groups).map(|g| g.group_id.clone()).collect()
    }),
    Field("instance.group-name", |r| {
        r.instances.iter().flat_map(|i| &i.groups).map(|g| g.group_name.clone()).collect()
    }),
    Field("ip-address", |r| of(r, |i| i.public_ip_address.map(|address| address.to_string()))),
    Field("launch-time", |r| of(r, |i| Some(i.launch_time.into()))),
    Field("operator.managed", |r| of(r, |i| Some(i.operator.managed.to_string()))),
    Field("owner-id", |r| vec![r.owner_id.clone()]),
    Field("private-dns-name", |r| of(r, |i| Some(i.private_dns_name.clone()))),
    Field("private-ip-address", |r| of(r, |i| i.private_ip_address.map(|address| address.to_string()))),
    Field("reservation-id", |r| vec![r.reservation_id.clone()]),
    Field("root-device-type", |r| of(r, |i| Some(i.root_device_type.into()))),
    Field("subnet-id", |r| of(r, |i| i.subnet_id.clone())),
    Field("tenancy", |r| of(r, |i| Some(i.placement.tenancy.into()))),
    Field("virtualization-type", |r| of(r, |i| Some(i.virtualization_type.into()))),
    Field("vpc-id", |r| of(r, |i| i.vpc_id.clone())),
];
