//! Network interfaces with their addresses, and what they show of subnets and instances that were not
//! recorded.

use std::net::Ipv4Addr;

use super::instances::USUAL_TYPE;
use super::networks::around;
use super::records::{AddressRecord, InterfaceRecord};
use super::{Record, Recording, Result, block, tags};
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::{
    AttachmentSpec, ElasticAddressSpec, InstanceSpec, NetworkInterfaceSpec, SecurityGroupSpec, SubnetSpec,
    Tags,
};
use crate::recording::report::Report;
use crate::world::cluster::Cluster;
use crate::world::ec2::derived;
use crate::world::ip_interface::Interface;

/// Length of the block of a subnet that is known by an address only, which no LIF has.
const USUAL_LENGTH: u8 = 24;

pub fn interfaces(
    recording: &Recording,
    cluster: &Cluster,
    account: &mut Ec2Inventory,
    report: &mut Report,
) -> Result<()> {
    let records: Vec<Record<InterfaceRecord>> =
        recording.described("DescribeNetworkInterfaces", "NetworkInterfaces")?.unwrap_or_default();
    for record in &records {
        let id = record.required("NetworkInterfaceId", record.network_interface_id.clone())?;
        if account.interfaces.iter().any(|known| known.id == id) {
            continue;
        }
        let spec = interface(id, record, account, report)?;
        if let Some(owner) = record.owner_id.as_deref().filter(|owner| is_account(owner)) {
            owner.clone_into(&mut account.account_id);
        }
        assure_subnet(record, &spec, length(cluster, &spec), account, report);
        assure_instance(&spec, account, report);
        account.interfaces.push(spec);
    }
    Ok(())
}

fn is_account(owner: &str) -> bool {
    owner.len() == 12 && owner.bytes().all(|digit| digit.is_ascii_digit())
}

fn interface(
    id: String,
    record: &Record<InterfaceRecord>,
    account: &Ec2Inventory,
    report: &mut Report,
) -> Result<NetworkInterfaceSpec> {
    if record.ipv6_addresses.as_ref().is_some_and(|addresses| !addresses.is_empty()) {
        report.left_out("set(s) of IPv6 addresses of interfaces", &id);
    }
    let addresses = record.private_ip_addresses.as_deref().unwrap_or_default();
    let listed = |address: &AddressRecord| address.private_ip_address;
    let mut primary = addresses.iter().filter(|address| address.primary == Some(true)).filter_map(listed);
    let primary = primary.next().or(record.private_ip_address).or_else(|| addresses.iter().find_map(listed));
    let primary = record.required("PrivateIpAddress", primary)?;
    let prefixes = record.ipv4_prefixes.iter().flatten();
    let groups = record.groups.iter().flatten();
    let group = |id: &String, name: Option<&String>| SecurityGroupSpec {
        id: id.clone(),
        name: name.unwrap_or(id).clone(),
    };
    Ok(NetworkInterfaceSpec {
        subnet_id: record.required("SubnetId", record.subnet_id.clone())?,
        description: record.description.clone().unwrap_or_default(),
        mac_address: record.mac_address.clone().unwrap_or_else(|| mac_address(&id)),
        attachment: attachment(&id, record, account, report),
        primary_address: primary,
        secondary_addresses: addresses.iter().filter_map(listed).filter(|it| *it != primary).collect(),
        ipv4_prefixes: prefixes
            .map(|prefix| block(record, "Ipv4Prefix", prefix.ipv4_prefix.as_deref()))
            .collect::<Result<_>>()?,
        elastic_addresses: addresses.iter().filter_map(elastic).collect(),
        security_groups: groups
            .filter_map(|it| it.group_id.as_ref().map(|id| group(id, it.group_name.as_ref())))
            .collect(),
        source_dest_check: record.source_dest_check.unwrap_or(true),
        tags: tags(record.tag_set.as_ref()),
        id,
    })
}

/// The attachment to an instance. Load balancers and the like have others.
fn attachment(
    id: &str,
    record: &InterfaceRecord,
    account: &Ec2Inventory,
    report: &mut Report,
) -> Option<AttachmentSpec> {
    let recorded = record.attachment.as_ref()?;
    let Some(instance_id) = recorded.instance_id.clone() else {
        report.left_out("attachment(s) of interfaces to other than instances", id);
        return None;
    };
    let attached = account.interfaces.iter().filter_map(|eni| eni.attachment.as_ref());
    let before = attached.filter(|attachment| attachment.instance_id == instance_id).count();
    Some(AttachmentSpec {
        id: recorded.attachment_id.clone().unwrap_or_else(|| derived("eni-attach", id)),
        instance_id,
        device_index: recorded.device_index.unwrap_or_else(|| u32::try_from(before).unwrap_or_default()),
    })
}

fn elastic(address: &AddressRecord) -> Option<ElasticAddressSpec> {
    let (private_address, association) = (address.private_ip_address?, address.association.as_ref()?);
    let public_address: Ipv4Addr = association.public_ip?;
    let made = |prefix: &str| derived(prefix, &public_address.to_string());
    Some(ElasticAddressSpec {
        allocation_id: association.allocation_id.clone().unwrap_or_else(|| made("eipalloc")),
        association_id: association.association_id.clone().unwrap_or_else(|| made("eipassoc")),
        public_address,
        private_address,
    })
}

/// A MAC address that depends on the id alone.
pub fn mac_address(id: &str) -> String {
    let digits = derived("mac", id);
    let pairs: Vec<_> = (0..5).filter_map(|pair| digits.get(4 + 2 * pair..6 + 2 * pair)).collect();
    format!("02:{}", pairs.join(":"))
}

/// Length of the netmask of the LIFs with addresses of an interface.
fn length(cluster: &Cluster, spec: &NetworkInterfaceSpec) -> u8 {
    let has = |lif: &&Interface| {
        spec.secondary_addresses.iter().chain([&spec.primary_address]).any(|address| lif.address == *address)
    };
    cluster.interfaces.iter().find(has).map_or(USUAL_LENGTH, |lif| lif.prefix_length)
}

fn assure_subnet(
    record: &InterfaceRecord,
    spec: &NetworkInterfaceSpec,
    length: u8,
    account: &mut Ec2Inventory,
    report: &mut Report,
) {
    if account.subnets.iter().any(|subnet| subnet.id == spec.subnet_id) {
        return;
    }
    report.made_up("subnet(s)", &spec.subnet_id);
    account.subnets.push(SubnetSpec {
        id: spec.subnet_id.clone(),
        vpc_id: record.vpc_id.clone().unwrap_or_else(|| derived("vpc", &spec.subnet_id)),
        cidr: around(spec.primary_address, length),
        availability_zone: record.availability_zone.clone().unwrap_or_else(|| format!("{}a", account.region)),
        reservations: vec![],
        tags: Tags::new(),
    });
}

fn assure_instance(spec: &NetworkInterfaceSpec, account: &mut Ec2Inventory, report: &mut Report) {
    let Some(id) = spec.attachment.as_ref().map(|attachment| &attachment.instance_id) else { return };
    if account.instances.iter().any(|instance| instance.id == *id) {
        return;
    }
    report.made_up("instance(s)", id);
    let state = "running".to_owned();
    let instance_type = USUAL_TYPE.to_owned();
    account.instances.push(InstanceSpec { id: id.clone(), instance_type, state, tags: Tags::new() });
}
