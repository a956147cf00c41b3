//! Schema and manual of `data.cvo_lifs`.

use std::collections::{BTreeMap, BTreeSet};

use ontap::{IpAddress, IpInterface};
use provider_core::values::SvmName;
use tfplugin::{Attr, Model, shown};

/// The LIFs of every storage VM and of the cluster, or of one storage VM: where each belongs, where it is
/// now, and which network interface has its address now.
///
/// A takeover shows here and in no managed resource: while a node is taken over, a LIF that may move is on
/// the partner, and so is its address; the routes of a floating address lead there.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct LifsData {
    /// Only the LIFs of the storage VM of this name.
    #[attr(optional)]
    pub svm_name: Attr<SvmName>,
    /// The LIFs: those of the cluster first, then by name of storage VM and LIF.
    #[attr(computed)]
    pub lifs: Attr<Vec<LifData>>,
}

/// One LIF.
#[derive(Debug, Clone, PartialEq, Default, Model)]
#[model(record = IpInterface)]
pub struct LifData {
    /// UUID of the LIF.
    #[attr(computed, api(uuid))]
    pub id: Attr<String>,
    /// Name, unique in its storage VM only.
    #[attr(computed, api(name))]
    pub name: Attr<String>,
    /// Storage VM that it belongs to; null for LIFs of the cluster.
    #[attr(computed, derived)]
    pub svm_name: Attr<String>,
    /// UUID of that storage VM; null for LIFs of the cluster.
    #[attr(computed, derived)]
    pub svm_id: Attr<String>,
    /// `svm` or `cluster`.
    #[attr(computed, api(scope, read = shown))]
    pub scope: Attr<String>,
    /// IPspace.
    #[attr(computed, api(ipspace.name))]
    pub ipspace: Attr<String>,
    /// Its address.
    #[attr(computed, api(ip.address, read = shown))]
    pub address: Attr<String>,
    /// Its netmask as a length, such as `24`.
    #[attr(computed, api(ip, read = length))]
    pub netmask: Attr<String>,
    /// Whether it is meant to be in operation.
    #[attr(computed, api(enabled))]
    pub enabled: Attr<bool>,
    /// `up` when it is in operation, else `down`.
    #[attr(computed, api(state, read = shown))]
    pub state: Attr<String>,
    /// Name of its service policy.
    #[attr(computed, api(service_policy.name))]
    pub service_policy: Attr<String>,
    /// The services that it carries as the REST API writes them, with underscores.
    #[attr(computed, api(services))]
    pub services: Attr<BTreeSet<String>>,
    /// Node that it belongs to.
    #[attr(computed, api(location.home_node.name))]
    pub home_node: Attr<String>,
    /// Port that it belongs to.
    #[attr(computed, api(location.home_port.name))]
    pub home_port: Attr<String>,
    /// Node that it is on now.
    #[attr(computed, api(location.node.name))]
    pub current_node: Attr<String>,
    /// Port that it is on now.
    #[attr(computed, api(location.port.name))]
    pub current_port: Attr<String>,
    /// Whether it is where it belongs.
    #[attr(computed, api(location.is_home))]
    pub is_home: Attr<bool>,
    /// Whether it returns by itself to where it belongs.
    #[attr(computed, api(location.auto_revert))]
    pub auto_revert: Attr<bool>,
    /// Where it may go when its port fails, such as `home_port_only` or `broadcast_domain_only`.
    #[attr(computed, api(location.failover, read = shown))]
    pub failover: Attr<String>,
    /// Network interface behind a port e0a that has the address now; null when none has it, as for a floating
    /// address.
    #[attr(computed, derived)]
    pub network_interface_id: Attr<String>,
    /// Node whose port e0a that network interface is behind.
    #[attr(computed, derived)]
    pub network_interface_node: Attr<String>,
    /// Whether nobody reaches the LIF, because its address is on the interface of the HA partner although the
    /// LIF is at home and no takeover is in progress. Each such LIF is warned of, too.
    #[attr(computed, derived)]
    pub is_stray: Attr<bool>,
    /// Of a floating address: where the route tables of the VPC lead it now, by the id of each table that has
    /// a route for exactly this address. Empty when none has; null for other addresses, and with a warning
    /// where the permission `ec2:DescribeRouteTables` is missing.
    #[attr(computed, derived)]
    pub routes: Attr<BTreeMap<String, RouteData>>,
}

/// Where one route table leads a floating address.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct RouteData {
    /// Network interface that the route leads to; null when its target is something else.
    #[attr(computed)]
    pub network_interface_id: Attr<String>,
    /// Node whose port e0a that network interface is behind; null when it is none of this system.
    #[attr(computed)]
    pub node: Attr<String>,
    /// `active`, or `blackhole` when the traffic is lost because the target is gone or out of operation.
    #[attr(computed)]
    pub state: Attr<String>,
}

/// Returns the netmask as a length, however ONTAP spells it.
fn length(ip: &IpAddress, _: &Attr<String>) -> Attr<String> {
    ip.prefix_len().map(|length| length.to_string()).into()
}
