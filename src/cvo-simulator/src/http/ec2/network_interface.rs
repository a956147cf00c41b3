//! The write actions for interfaces.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::xml::Set;
use super::{Action, Call};
use crate::world::ec2::{AssignRequest, Attribute, Ec2Error, UnassignRequest};

pub const ACTIONS: &[(&str, Action)] = &[
    ("AssignPrivateIpAddresses", assign_private_ip_addresses),
    ("UnassignPrivateIpAddresses", unassign_private_ip_addresses),
    ("ModifyNetworkInterfaceAttribute", modify_network_interface_attribute),
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AssignContent<'a> {
    network_interface_id: &'a str,
    assigned_private_ip_addresses_set: Set<'a, AssignedPrivateIpAddress>,
    #[serde(rename = "assignedIpv4PrefixSet")]
    assigned_ipv4_prefixes: Set<'a, AssignedIpv4Prefix>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AssignedPrivateIpAddress {
    private_ip_address: Ipv4Addr,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AssignedIpv4Prefix {
    ipv4_prefix: Ipv4Net,
}

fn assign_private_ip_addresses(mut call: Call<'_>) -> Result<String, Ec2Error> {
    let parameters = &mut call.parameters;
    let request = AssignRequest {
        network_interface_id: parameters.required("NetworkInterfaceId")?,
        private_ip_addresses: parameters.list("PrivateIpAddress"),
        secondary_private_ip_address_count: parameters.number("SecondaryPrivateIpAddressCount")?,
        ipv4_prefixes: parameters.list("Ipv4Prefix"),
        ipv4_prefix_count: parameters.number("Ipv4PrefixCount")?,
        allow_reassignment: parameters.flag("AllowReassignment")?,
    };
    call.parameters.ready_without_dry_run()?;
    let assigned = call.ec2.assign_private_ip_addresses(call.now, &request)?;
    let address = |&private_ip_address: &Ipv4Addr| AssignedPrivateIpAddress { private_ip_address };
    let addresses: Vec<_> = assigned.private_ip_addresses.iter().map(address).collect();
    let prefix = |&ipv4_prefix: &Ipv4Net| AssignedIpv4Prefix { ipv4_prefix };
    let prefixes: Vec<_> = assigned.ipv4_prefixes.iter().map(prefix).collect();
    call.reply.with(AssignContent {
        network_interface_id: &assigned.network_interface_id,
        assigned_private_ip_addresses_set: Set { item: &addresses },
        assigned_ipv4_prefixes: Set { item: &prefixes },
    })
}

fn unassign_private_ip_addresses(mut call: Call<'_>) -> Result<String, Ec2Error> {
    let parameters = &mut call.parameters;
    let request = UnassignRequest {
        network_interface_id: parameters.required("NetworkInterfaceId")?,
        private_ip_addresses: parameters.list("PrivateIpAddress"),
        ipv4_prefixes: parameters.list("Ipv4Prefix"),
    };
    call.parameters.ready_without_dry_run()?;
    call.ec2.unassign_private_ip_addresses(call.now, &request)?;
    call.reply.done()
}

fn modify_network_interface_attribute(mut call: Call<'_>) -> Result<String, Ec2Error> {
    let parameters = &mut call.parameters;
    let id = parameters.required("NetworkInterfaceId")?;
    let description = parameters.take("Description.Value").map(Attribute::Description);
    let check = parameters.optional_flag("SourceDestCheck.Value")?.map(Attribute::SourceDestCheck);
    let groups =
        Some(parameters.list("SecurityGroupId")).filter(|ids| !ids.is_empty()).map(Attribute::Groups);
    let attributes: Vec<_> = [description, check, groups].into_iter().flatten().collect();
    call.parameters.ready()?;
    match attributes.as_slice() {
        [] => Err(Ec2Error::no_attribute()),
        [attribute] => {
            call.ec2.modify_network_interface_attribute(call.now, &id, attribute)?;
            call.reply.done()
        }
        _ => Err(Ec2Error::several_attributes()),
    }
}
