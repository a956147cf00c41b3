//! Instances with their types, and which of them a node runs on.

use std::net::IpAddr;

use super::records::{InstanceRecord, InstanceTypeRecord, InstancesRecord};
use super::{Record, Recording, Result, tags};
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::{InstanceSpec, InstanceTypeSpec};
use crate::world::cluster::Cluster;
use crate::world::ip_interface::Interface;

const ACTION: &str = "DescribeInstances";

/// The type of an instance that was not recorded itself.
pub const USUAL_TYPE: &str = "m5.2xlarge";

/// Reads instances, which EC2 lists in reservations, and others without them.
pub fn instances(recording: &Recording) -> Result<Vec<InstanceSpec>> {
    let mut instances: Vec<InstanceSpec> = vec![];
    if recording.has(ACTION, "Instances") {
        let records: Vec<Record<InstanceRecord>> =
            recording.described(ACTION, "Instances")?.unwrap_or_default();
        for record in &records {
            add(&mut instances, record, record)?;
        }
        return Ok(instances);
    }
    let records: Vec<Record<InstancesRecord>> =
        recording.described(ACTION, "Reservations")?.unwrap_or_default();
    for record in &records {
        record.instances.iter().flatten().try_for_each(|instance| add(&mut instances, record, instance))?;
    }
    Ok(instances)
}

fn add<T>(instances: &mut Vec<InstanceSpec>, record: &Record<T>, instance: &InstanceRecord) -> Result<()> {
    let id = record.required("InstanceId", instance.instance_id.clone())?;
    if instances.iter().all(|known| known.id != id) {
        let state = instance.state.as_ref().and_then(|state| state.name.clone());
        instances.push(InstanceSpec {
            id,
            instance_type: instance.instance_type.clone().unwrap_or_else(|| USUAL_TYPE.to_owned()),
            state: state.unwrap_or_else(|| "running".to_owned()),
            tags: tags(instance.tags.as_ref()),
        });
    }
    Ok(())
}

/// Reads the limits of instance types.
pub fn types(recording: &Recording) -> Result<Vec<InstanceTypeSpec>> {
    let records: Vec<Record<InstanceTypeRecord>> =
        recording.described("DescribeInstanceTypes", "InstanceTypes")?.unwrap_or_default();
    let mut types: Vec<InstanceTypeSpec> = vec![];
    for record in &records {
        let name = record.required("InstanceType", record.instance_type.clone())?;
        let network = record.required("NetworkInfo", record.network_info.as_ref())?;
        let addresses = network.ipv4_addresses_per_interface;
        if types.iter().all(|known| known.name != name) {
            types.push(InstanceTypeSpec {
                name,
                interfaces: network.maximum_network_interfaces.unwrap_or(1),
                addresses: record.required("NetworkInfo.Ipv4AddressesPerInterface", addresses)?,
            });
        }
    }
    Ok(types)
}

/// Tells each node its instance: the one that it shows, if an interface is attached to it, or else the one
/// whose interface has an address of the node. LIFs that stay with their node come first.
pub fn settle(cluster: &mut Cluster, account: &Ec2Inventory) {
    let attached = |instance: &str| {
        let mut attachments = account.interfaces.iter().filter_map(|eni| eni.attachment.as_ref());
        attachments.any(|attachment| attachment.instance_id == instance)
    };
    for at in 0..cluster.nodes.len() {
        let node = &cluster.nodes[at];
        if attached(&node.instance_id) {
            continue;
        }
        let lifs = cluster.interfaces.iter();
        let staying = lifs.clone().filter(|lif| lif.home_node == node.name && lif.is_bound_to_its_node());
        let present = lifs.filter(|lif| lif.node == node.name);
        let found = staying.chain(present).find_map(|lif| instance_with(account, lif));
        if let Some(instance) = found {
            cluster.nodes[at].instance_id = instance;
        }
    }
}

/// Finds the instance to whose interface a LIF's address is assigned.
fn instance_with(account: &Ec2Inventory, lif: &Interface) -> Option<String> {
    let IpAddr::V4(address) = lif.address else { return None };
    let mut interfaces = account.interfaces.iter();
    let interface = interfaces
        .find(|eni| eni.primary_address == address || eni.secondary_addresses.contains(&address))?;
    interface.attachment.as_ref().map(|attachment| attachment.instance_id.clone())
}
