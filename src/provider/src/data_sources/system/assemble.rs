//! Converts what was read from both halves into the data source's attributes: pure.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use ec2::{LimitSource, TakeoverFit};
use ontap::{Aggregate, IpInterface, Node};
use provider_core::system::{AddressUse, E0A, E0a, Role, unseen, uses};
use tfplugin::{Attr, Diagnostics};

use super::model::{AddressData, AggregateData, InterfaceData, NodeData, TakeoverFitData};
use super::{Half, fit};

/// Returns the topology: one node, a pair in one availability zone, or a pair in several.
pub fn topology(nodes: &[Node], halves: &BTreeMap<String, Half>) -> &'static str {
    let zones: BTreeSet<_> = halves.values().map(|half| half.subnet.availability_zone.as_str()).collect();
    match (nodes.len(), zones.len()) {
        (..=1, _) => "single_node",
        (_, ..=1) => "ha_single_az",
        _ => "ha_multi_az",
    }
}

pub fn nodes(nodes: &[Node], halves: &BTreeMap<String, Half>) -> BTreeMap<String, NodeData> {
    nodes.iter().map(|found| (found.name.clone(), node(found, halves.get(&found.name)))).collect()
}

fn node(node: &Node, half: Option<&Half>) -> NodeData {
    let instance = half.and_then(|half| half.instance.as_ref()).map(|(instance, _)| instance);
    let subnet = half.map(|half| &half.subnet);
    NodeData {
        uuid: node.uuid.clone().into(),
        serial_number: node.serial_number.clone().into(),
        system_id: node.system_id.clone().into(),
        instance_id: instance.map(|found| found.id.clone()).or_else(|| node.vm.instance_id.clone()).into(),
        instance_type: instance.map(|found| found.instance_type.clone()).into(),
        availability_zone: subnet.map(|subnet| subnet.availability_zone.clone()).into(),
        subnet_id: subnet.map(|subnet| subnet.id.clone()).into(),
        subnet_cidr: subnet.map(|subnet| subnet.cidr.to_string()).into(),
        subnet_gateway: subnet.map(|subnet| router(subnet).to_string()).into(),
        network_interface_id: half.map(|half| half.interface.id.clone()).into(),
    }
}

/// Refuses to show a system of which EC2 does not show the interface of one node: what is computed from it
/// would be wrong, and objects that are made for each node would be destroyed.
pub fn half_unknown(e0a: &E0a) -> Diagnostics {
    Diagnostics::error(
        format!("EC2 does not show the network interface of node {}", e0a.node),
        format!(
            "Network interface {} was found behind port {E0A} of the node, and is not shown now. The system \
             is not shown in part: run Terraform again.",
            e0a.interface_id
        ),
    )
}

/// Returns the address of the VPC router: AWS reserves the second address of a subnet for it (Amazon VPC User
/// Guide, "Subnet sizing").
fn router(subnet: &ec2::Subnet) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(subnet.cidr.network()).saturating_add(1))
}

pub fn aggregates(found: &[Aggregate]) -> BTreeMap<String, AggregateData> {
    let aggregates = found.iter().map(|aggregate| {
        let data = AggregateData {
            uuid: aggregate.uuid.clone().into(),
            node: aggregate.node.name.clone().into(),
            state: aggregate.state.as_ref().map(ToString::to_string).into(),
            available: aggregate
                .space
                .block_storage
                .available
                .and_then(|bytes| i64::try_from(bytes).ok())
                .into(),
            size: aggregate.space.block_storage.size.and_then(|bytes| i64::try_from(bytes).ok()).into(),
        };
        (aggregate.name.clone(), data)
    });
    aggregates.collect()
}

pub fn interfaces(
    nodes: &[Node],
    halves: &BTreeMap<String, Half>,
    lifs: &[IpInterface],
    budget: Option<usize>,
) -> BTreeMap<String, InterfaceData> {
    halves.iter().map(|(node, half)| (node.clone(), interface(half, nodes, lifs, budget))).collect()
}

/// Returns the takeover fit of each node.
pub fn takeover_fit(fits: &BTreeMap<String, TakeoverFit>) -> BTreeMap<String, TakeoverFitData> {
    let count = |number: usize| Attr::from(i64::try_from(number).ok());
    let data = |fit: &TakeoverFit| TakeoverFitData {
        fits: Attr::Known(fit.fits()),
        needed: count(fit.needed),
        limit: count(fit.limit),
        left: count(fit.left()),
    };
    fits.iter().map(|(node, fit)| (node.clone(), data(fit))).collect()
}

/// Returns the data of one interface. `budget` is the number of addresses that a takeover still allows; it is
/// never more than the interface's own room while its addresses are at home.
fn interface(half: &Half, nodes: &[Node], lifs: &[IpInterface], budget: Option<usize>) -> InterfaceData {
    let uses = uses(&half.interface, lifs, nodes);
    let limits = half.instance.as_ref().map(|(_, limits)| limits);
    let limit = limits.map(|limits| limits.ipv4_addresses_per_interface);
    let used = half.interface.used_slots();
    let left = budget.or(limit.map(|limit| limit.saturating_sub(used)));
    InterfaceData {
        network_interface_id: half.interface.id.clone().into(),
        address_limit: limit.and_then(|limit| i64::try_from(limit).ok()).into(),
        address_limit_source: limits.map(|limits| source(limits.source).to_owned()).into(),
        used: i64::try_from(used).ok().into(),
        left: left.and_then(|left| i64::try_from(left).ok()).into(),
        unused: unseen(lifs).is_none().then(|| unused(&uses)).into(),
        addresses: Attr::Known(uses.iter().map(address).collect()),
    }
}

fn source(source: LimitSource) -> &'static str {
    match source {
        LimitSource::Ec2 => "ec2",
        LimitSource::Table => "table",
    }
}

fn unused(uses: &[AddressUse<'_>]) -> Vec<String> {
    let free =
        |held: &&AddressUse<'_>| held.role == Role::Unused && !held.primary && held.elastic_ip.is_none();
    uses.iter().filter(free).map(|held| held.address.to_string()).collect()
}

fn address(held: &AddressUse<'_>) -> AddressData {
    AddressData {
        address: held.address.to_string().into(),
        primary: Attr::Known(held.primary),
        role: held.role.as_str().into(),
        lif_name: held.lif.map(|lif| lif.name.clone()).into(),
        svm_name: held.lif.and_then(|lif| lif.svm.name.clone()).into(),
        home_node: held.lif.and_then(|lif| lif.location.home_node.name.clone()).into(),
        migrates: Attr::Known(fit::migrates(held)),
        elastic_ip: held.elastic_ip.map(|elastic| elastic.to_string()).into(),
    }
}
